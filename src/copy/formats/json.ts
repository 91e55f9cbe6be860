import { JsonFault, readJson, type JsonMember, type JsonNode, type JsonObjectNode } from '../../brand/read-json.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import { applyEdits, findLineEnd, type Edit } from '../apply-edits.ts';
import type { CopyFormat, CopyText, ParsedCopy } from '../copy-format.ts';
import { collectTree, listLeaves, nestsKeys, planInsertions, type Branch, type CopyGroup, type CopyNode } from '../copy-tree.ts';
import { decodePieces } from '../text-places.ts';
import { createUnitCollector, requireSound, type UnitCollector } from '../unit-collector.ts';

/** Messages as strings in JSON, their keys the names around them joined by dots. */
export const jsonFormat: CopyFormat = {
  name: 'json',
  read: (file) => readJsonCopy(file, collectTree),
  update: (file, texts) => updateJsonCopy(file, texts, { collect: collectTree, nests: true, empty: '{}\n' }),
};

/** Takes the messages of a JSON object. */
export type CollectJson = (group: CopyGroup, collector: UnitCollector) => void;

/** The messages of a JSON file. */
export function readJsonCopy(file: CopyText, collect: CollectJson): ParsedCopy {
  const collector = createUnitCollector(file);
  const root = parseRoot(file.text, collector);
  if (root !== undefined) collect(toGroup(root, file.text), collector);
  return collector.finish();
}

function parseRoot(text: string, { refuse }: UnitCollector): JsonObjectNode | undefined {
  try {
    const root = readJson(text);
    if (root.kind === 'object') return root;
    refuse(root.offset, 'its top is not an object');
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    refuse(error.offset, error.message);
  }
  return undefined;
}

function toGroup(node: JsonObjectNode, text: string): CopyGroup {
  return { kind: 'group', offset: node.offset, members: node.members.map(({ key, offset, value }) => ({ key, offset, value: toNode(value, text) })) };
}

function toNode(node: JsonNode, text: string): CopyNode {
  if (node.kind === 'object') return toGroup(node, text);
  if (node.kind !== 'scalar' || typeof node.value !== 'string')
    return { kind: 'other', offset: node.offset, value: node.kind === 'scalar' ? node.value : undefined };
  const [start, end] = [node.offset + 1, node.offset + node.length];
  const pieces = decodePieces(text.slice(start, end - 1), start, /\\(?:u[0-9a-fA-F]{4}|.)/g, (escape) => JSON.parse(`"${escape}"`) as string);
  return { kind: 'text', text: node.value, offset: node.offset, end, start, pieces };
}

/** How a kind of JSON is changed. */
export interface JsonDialect {
  readonly collect: CollectJson;
  /** Whether keys may nest. */
  readonly nests: boolean;
  /** A new file. */
  readonly empty: string;
}

/** A JSON file with some texts changed. */
export function updateJsonCopy(file: CopyText, texts: ReadonlyMap<string, string>, { collect, nests, empty }: JsonDialect): string {
  const sound = /^\uFEFF?\s*$/.test(file.text) ? { ...file, text: empty } : file;
  const units = requireSound(readJsonCopy(sound, collect));
  const root = readJson(sound.text);
  if (root.kind !== 'object') throw new VisualsError(readJsonCopy(sound, collect).problems);
  const tree = toGroup(root, sound.text);
  const leaves = listLeaves(tree);
  const changed = [...texts].filter(([key, text]) => units.get(key)?.text !== text);
  const replaced = changed.flatMap(([key, text]) => {
    const leaf = leaves.get(key);
    return leaf === undefined ? [] : [{ start: leaf.offset, end: leaf.end, text: JSON.stringify(text) }];
  });
  const plans = planInsertions(tree, new Map(changed.filter(([key]) => !leaves.has(key))), nests && nestsKeys(tree));
  const writer = { text: sound.text, lineEnd: findLineEnd(sound.text) };
  const added = [...plans].map(([group, branch]) => insertMembers(findObject(root, group.offset)!, branch, writer));
  return changed.length === 0 ? file.text : applyEdits(sound.text, [...replaced, ...added]);
}

function findObject(node: JsonNode, offset: number): JsonObjectNode | undefined {
  if (node.kind !== 'object') return undefined;
  if (node.offset === offset) return node;
  const next = node.members.findLast((member) => member.value.offset <= offset);
  return next === undefined ? undefined : findObject(next.value, offset);
}

interface Writer {
  readonly text: string;
  readonly lineEnd: string;
}

/** New members behind the last one, set as it is set. */
function insertMembers(object: JsonObjectNode, branch: Branch, { text, lineEnd }: Writer): Edit {
  const last = object.members.at(-1);
  const own = indentationAt(text, object.offset);
  if (last !== undefined) {
    const space = spaceBefore(text, last);
    const written = formatMembers(branch, space.includes('\n') ? space.slice(space.lastIndexOf('\n') + 1) : undefined, { lineEnd, step: stepOf(space, own) });
    const at = endOf(last.value, text);
    return { start: at, end: at, text: written.map((member) => `,${space === '' ? ' ' : space}${member}`).join('') };
  }
  const inner = `${own}  `;
  const written = formatMembers(branch, inner, { lineEnd, step: '  ' }).map((member) => `${lineEnd}${inner}${member}`);
  return { start: object.offset + 1, end: endOf(object, text) - 1, text: `${written.join(',')}${lineEnd}${own}` };
}

const indentationAt = (text: string, offset: number): string => /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))![0];

/** What stands between the comma or brace and a member. */
function spaceBefore(text: string, { offset }: JsonMember): string {
  let start = offset;
  while (/[ \t\r\n]/.test(text[start - 1] ?? '')) start -= 1;
  return text.slice(start, offset);
}

function stepOf(space: string, own: string): string {
  const inner = space.slice(space.lastIndexOf('\n') + 1);
  return inner.startsWith(own) && inner.length > own.length ? inner.slice(own.length) : '  ';
}

/** Members as text; on one line without an indentation. */
function formatMembers(branch: Branch, indentation: string | undefined, style: { readonly lineEnd: string; readonly step: string }): readonly string[] {
  return [...branch].map(([name, value]) => {
    if (typeof value === 'string') return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    const inner = indentation === undefined ? undefined : indentation + style.step;
    const members = formatMembers(value, inner, style);
    if (inner === undefined) return `${JSON.stringify(name)}: { ${members.join(', ')} }`;
    return `${JSON.stringify(name)}: {${members.map((member) => `${style.lineEnd}${inner}${member}`).join(',')}${style.lineEnd}${indentation}}`;
  });
}

/** Behind a value's last character. */
function endOf(node: JsonNode, text: string): number {
  if (node.kind === 'scalar') return node.offset + node.length;
  const last = node.kind === 'array' ? node.items.at(-1) : node.members.at(-1)?.value;
  let end = last === undefined ? node.offset + 1 : endOf(last, text);
  while (/[ \t\r\n]/.test(text[end] ?? '')) end += 1;
  return end + 1;
}
