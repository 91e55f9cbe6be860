import { isAlias, isMap, isScalar, Lexer, parseDocument, Scalar, stringify, type Document, type Node, type Pair, type YAMLMap } from 'yaml';
import { applyEdits, findLineEnd, type Edit } from '../apply-edits.ts';
import type { CopyFormat, CopyText, ParsedCopy } from '../copy-format.ts';
import { collectTree, listLeaves, planInsertions, type Branch, type CopyGroup, type CopyMember, type CopyNode } from '../copy-tree.ts';
import type { Piece } from '../text-places.ts';
import { createUnitCollector, requireSound, type UnitCollector } from '../unit-collector.ts';

/** Messages as texts in YAML 1.2. The comment lines right above a key are its note; `# context: …` and `# limit: 40` among them mean these. */
export const yamlFormat: CopyFormat = { name: 'yaml', read: readYaml, update: updateYaml };

function readYaml(file: CopyText): ParsedCopy {
  const collector = createUnitCollector(file);
  const root = parseRoot(file.text, collector);
  if (root !== undefined) collectTree(root.group, collector);
  return collector.finish();
}

/** The tree, with the node that each group was made of. */
interface Root {
  readonly group: CopyGroup;
  readonly nodes: ReadonlyMap<CopyGroup, YAMLMap>;
  readonly scalars: ReadonlyMap<number, ScalarPlace>;
}

/** A text as it is written, and whether in a flow collection, where plain ones end sooner. */
interface ScalarPlace {
  readonly scalar: Scalar;
  readonly isFlow: boolean;
}

function parseRoot(text: string, collector: UnitCollector): Root | undefined {
  const document = parse(text, collector);
  if (document === undefined) return undefined;
  // What follows the first fault is read out of step.
  const [fault] = document.errors;
  if (fault !== undefined) {
    const quote = /\bquote/.test(fault.message) ? findLastQuote(text) : undefined;
    collector.refuse(
      quote ?? fault.pos[0],
      quote === undefined ? (faultNames.get(fault.code) ?? trimMessage(fault.message)) : 'a text in quotes is not closed',
    );
    return undefined;
  }
  if (isMap(document.contents)) return new TreeReader(text, collector).readRoot(document.contents);
  collector.refuse(document.contents?.range?.[0] ?? 0, 'its top is not a mapping of keys');
  return undefined;
}

/** Where the last text in quotes starts, which goes on to the end of the file where it is not closed. The library names that end. */
function findLastQuote(text: string): number | undefined {
  let offset = 0;
  let last: number | undefined;
  for (const lexeme of new Lexer().lex(text)) {
    if (/^["']/.test(lexeme)) last = offset;
    // Marks of the lexer itself stand for no characters.
    if (!/^[\u0002\u0018\u001F]$/.test(lexeme)) offset += lexeme.length;
  }
  return last;
}

/** What the library says in words of its own. */
const faultNames: ReadonlyMap<string, string> = new Map([
  ['MULTIPLE_DOCS', 'it holds more than one document'],
  ['RESOURCE_EXHAUSTION', 'it nests too deep'],
]);

/** The library recurses; what it has no room for is no copy. */
function parse(text: string, { refuse }: UnitCollector): Document.Parsed | undefined {
  try {
    return parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    refuse(0, 'it nests too deep');
    return undefined;
  }
}

const trimMessage = (message: string): string => `${message.charAt(0).toLowerCase()}${message.slice(1)}`.replace(/[.:]?\s*$/, '').replaceAll('\n', ' ');

/** Turns the library's nodes into a tree of messages. */
class TreeReader {
  readonly #text: string;
  readonly #collector: UnitCollector;
  readonly #nodes = new Map<CopyGroup, YAMLMap>();
  readonly #scalars = new Map<number, ScalarPlace>();
  /** Behind the last text; lines before it are no comments, whatever they look like. */
  #end = 0;

  constructor(text: string, collector: UnitCollector) {
    this.#text = text;
    this.#collector = collector;
  }

  readRoot(map: YAMLMap): Root {
    return { group: this.#readGroup(map, map.flow === true), nodes: this.#nodes, scalars: this.#scalars };
  }

  #readGroup(map: YAMLMap, isFlow: boolean): CopyGroup {
    const members = map.items.flatMap((pair) => this.#readMember(pair, isFlow));
    const group: CopyGroup = { kind: 'group', offset: map.range?.[0] ?? 0, members };
    this.#nodes.set(group, map);
    return group;
  }

  #readMember({ key, value }: Pair, isFlow: boolean): readonly CopyMember[] {
    const offset = (key as Node | null)?.range?.[0] ?? 0;
    if (!isScalar(key) || isAlias(value)) {
      this.#collector.refuse(isAlias(value) ? (value.range?.[0] ?? offset) : offset, isAlias(value) ? 'an alias stands for a text' : 'a key is not a text');
      return [];
    }
    const comment = this.#readComment(offset);
    const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
    return [{ key: name, offset, value: this.#readNode(value as Node | null, offset, isFlow), ...(comment !== '' && { comment }) }];
  }

  #readNode(node: Node | null, keyOffset: number, isFlow: boolean): CopyNode {
    const [offset, end] = node?.range ?? [keyOffset, keyOffset];
    this.#end = Math.max(this.#end, offset);
    if (isMap(node)) return this.#readGroup(node, isFlow || node.flow === true);
    this.#end = Math.max(this.#end, end);
    if (!isScalar(node) || typeof node.value !== 'string') return { kind: 'other', offset, value: isScalar(node) ? node.value : undefined };
    this.#scalars.set(offset, { scalar: node, isFlow });
    const pieces = alignPieces(node.value, this.#text.slice(offset, end), offset, node.type);
    return { kind: 'text', text: node.value, offset, end, start: pieces[0]?.offset ?? offset, pieces };
  }

  /** The comment lines right above the line of a key that stands first on its own. */
  #readComment(offset: number): string {
    let start = this.#text.lastIndexOf('\n', offset - 1) + 1;
    if (!/^[\uFEFF \t]*$/.test(this.#text.slice(start, offset))) return '';
    const lines: string[] = [];
    while (start > this.#end) {
      const before = this.#text.lastIndexOf('\n', start - 2) + 1;
      const line = /^[\uFEFF \t]*#[ \t]?(.*?)\s*$/.exec(this.#text.slice(before, start - 1))?.[1];
      if (line === undefined || before < this.#end) break;
      lines.unshift(line);
      start = before;
    }
    return lines.join('\n');
  }
}

const escape = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|[^])/y;
const lineEnd = /\r?\n[ \t]*/y;
const bareLineEnd = /\r?\n/y;

/** Where the characters of a text stand: YAML folds lines, takes away indentation and knows three kinds of quotes. */
function alignPieces(value: string, raw: string, offset: number, type: string | undefined): readonly Piece[] {
  const at = type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE ? 1 : 0;
  if (raw.slice(at, raw.length - at) === value) return value === '' ? [] : [{ text: value, offset: offset + at }];
  const body = type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED ? raw.slice(raw.indexOf('\n') + 1) : undefined;
  const written: Written = { raw, type, indentation: body === undefined ? undefined : countSpaces(body) - countSpaces(value) };
  let position = body === undefined ? at : skipIndentation(raw.length - body.length, written);
  return Array.from(value, (character): Piece => {
    const step = stepOver(character, position, written);
    position = step.end;
    return { text: character, offset: offset + Math.min(step.start, raw.length) };
  });
}

/** A scalar as the file has it. */
interface Written {
  readonly raw: string;
  readonly type: string | undefined;
  /** Spaces before each line of a block that are none of the text; undefined for other scalars. */
  readonly indentation: number | undefined;
}

/** Before the first line that has more than spaces. */
const countSpaces = (lines: string): number => /^(?:[ ]*\r?\n)*([ ]*)/.exec(lines)![1]!.length;

function skipIndentation(from: number, { raw, indentation = 0 }: Written): number {
  let end = from;
  while (end < from + indentation && raw[end] === ' ') end += 1;
  return end;
}

interface Step {
  readonly start: number;
  readonly end: number;
}

function stepOver(character: string, from: number, written: Written): Step {
  const { raw, type, indentation } = written;
  let start = from;
  if (type === Scalar.QUOTE_DOUBLE) {
    start = skipContinuations(raw, start);
    const found = matchAt(escape, raw, start);
    if (found > 0) return { start, end: start + found };
  }
  if (character === '\n' || (character === ' ' && raw[start] !== ' ')) {
    const found = matchAt(indentation === undefined ? lineEnd : bareLineEnd, raw, start);
    return { start, end: skipIndentation(start + Math.max(1, found), written) };
  }
  if (character !== ' ') while (/[ \t\r\n]/.test(raw[start] ?? '') && raw[start] !== character) start += 1;
  return { start, end: start + (type === Scalar.QUOTE_SINGLE && character === "'" ? 2 : character.length) };
}

/** A backslash at the end of a line stands for nothing. */
function skipContinuations(raw: string, from: number): number {
  let start = from;
  while (raw[start] === '\\' && /[\r\n]/.test(raw[start + 1] ?? '')) start += matchAt(escape, raw, start);
  return start;
}

function matchAt(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0].length ?? 0;
}

function updateYaml(file: CopyText, texts: ReadonlyMap<string, string>): string {
  const isEmpty = /^\uFEFF?(?:\s*(?:#.*)?(?:\r?\n|$))*$/.test(file.text);
  const style = { lineEnd: findLineEnd(file.text), text: file.text };
  if (isEmpty)
    return texts.size === 0 ? file.text : file.text + (file.text === '' || file.text.endsWith('\n') ? '' : style.lineEnd) + formatNew(texts, style.lineEnd);
  const units = requireSound(readYaml(file));
  const root = parseRoot(file.text, createUnitCollector(file))!;
  const leaves = listLeaves(root.group);
  const changed = [...texts].filter(([key, text]) => units.get(key)?.text !== text);
  const replaced = changed.flatMap(([key, text]) => {
    const leaf = leaves.get(key);
    return leaf === undefined ? [] : [replaceScalar(root.scalars.get(leaf.offset)!, text, file.text)];
  });
  const plans = planInsertions(root.group, new Map(changed.filter(([key]) => !leaves.has(key))));
  // Where two groups end at once, the inner one comes first.
  const inner = [...plans].toSorted(([a], [b]) => b.offset - a.offset);
  return applyEdits(file.text, [...replaced, ...inner.map(([group, branch]) => insertMembers(root.nodes.get(group)!, branch, style))]);
}

function formatNew(texts: ReadonlyMap<string, string>, end: string): string {
  const [branch] = planInsertions({ kind: 'group', offset: 0, members: [] }, texts).values();
  return formatMembers(branch ?? new Map(), '')
    .map((line) => line + end)
    .join('');
}

function replaceScalar({ scalar, isFlow }: ScalarPlace, text: string, file: string): Edit {
  const [start, end] = scalar.range!;
  const closing = /\r?\n$/.exec(file.slice(start, end))?.[0] ?? '';
  return { start, end, text: formatScalar(text, isFlow ? Scalar.QUOTE_DOUBLE : scalar.type) + closing };
}

/** A text on one line, in the quotes that stood there where they will do. */
function formatScalar(text: string, type: string | undefined): string {
  if (type === Scalar.QUOTE_DOUBLE || /[^\u{20}-\u{7E}\u{A0}-\u{FEFE}\u{FF00}-\u{FFFD}\u{10000}-\u{10FFFF}]|[\u2028\u2029]/u.test(text))
    return JSON.stringify(text);
  const written = stringify(text, { lineWidth: 0, defaultStringType: type === Scalar.QUOTE_SINGLE ? 'QUOTE_SINGLE' : 'PLAIN' }).replace(/\n$/, '');
  return /\n/.test(written) || !saysText(written, text) ? JSON.stringify(text) : written;
}

function saysText(written: string, text: string): boolean {
  const { errors, contents } = parseDocument(`text: ${written}`, { prettyErrors: false, logLevel: 'error' });
  const value: unknown = isMap(contents) && contents.items.length === 1 ? contents.get('text') : undefined;
  return errors.length === 0 && value === text;
}

function insertMembers(map: YAMLMap, branch: Branch, { text, lineEnd: end }: { readonly text: string; readonly lineEnd: string }): Edit {
  if (map.flow === true || map.items.length === 0) return insertFlow(map, branch);
  const first = (map.items[0]!.key as Node).range![0];
  const indentation = text.slice(text.lastIndexOf('\n', first - 1) + 1, first).replace(/[^ \t]/g, (mark) => (mark === '\uFEFF' ? '' : ' '));
  const at = endOfMap(map, text);
  const lines = formatMembers(branch, indentation);
  const isBehindLine = text[at - 1] === '\n';
  return { start: at, end: at, text: lines.map((line) => (isBehindLine ? line + end : end + line)).join('') };
}

/** Where the next member of a block mapping would start: behind the line of the last one, or on the line after a block of text. */
function endOfMap(map: YAMLMap, text: string): number {
  const { key, value } = map.items.at(-1) as Pair<Node, Node | null>;
  if (isMap(value) && value.flow !== true && value.items.length > 0) return endOfMap(value, text);
  const end = (value ?? key).range![1];
  if (text[end - 1] === '\n') return end;
  const next = text.indexOf('\n', end);
  if (next === -1) return text.length;
  return text[next - 1] === '\r' ? next - 1 : next;
}

function insertFlow(map: YAMLMap, branch: Branch): Edit {
  const last = map.items.at(-1) as Pair<Node, Node | null> | undefined;
  const at = last === undefined ? map.range![0] + 1 : (last.value ?? last.key).range![1];
  return { start: at, end: at, text: last === undefined ? ` ${formatFlow(branch)} ` : `, ${formatFlow(branch)}` };
}

const formatFlow = (branch: Branch): string =>
  [...branch].map(([name, value]) => `${JSON.stringify(name)}: ${typeof value === 'string' ? JSON.stringify(value) : `{ ${formatFlow(value)} }`}`).join(', ');

function formatMembers(branch: Branch, indentation: string): readonly string[] {
  return [...branch].flatMap(([name, value]): readonly string[] => {
    const key = /^[A-Za-z_][\w.-]*$/.test(name) ? name : JSON.stringify(name);
    return typeof value === 'string'
      ? [`${indentation}${key}: ${formatScalar(value, undefined)}`]
      : [`${indentation}${key}:`, ...formatMembers(value, `${indentation}  `)];
  });
}
