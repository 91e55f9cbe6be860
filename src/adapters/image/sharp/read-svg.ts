/** An element of an SVG; names are without prefix and in lower case. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: readonly SvgAttribute[];
  readonly children: readonly SvgElement[];
  /** All text directly inside, such as a style sheet. */
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
}

/** An attribute, with the references in its value resolved. */
export interface SvgAttribute {
  readonly name: string;
  readonly value: string;
}

/** What an SVG says: its tree, and the names of its processing instructions. */
export interface SvgReading {
  readonly root: SvgElement;
  readonly instructions: readonly string[];
}

/** Why an SVG can't be read. */
export class SvgSyntaxError extends Error {
  readonly line: number;

  constructor(reason: string, line: number) {
    super(reason);
    this.line = line;
  }
}

/** An SVG nests too deep to be drawn. */
export class SvgDepthError extends Error {}

/** Elements may nest this deep before reading stops. */
const deepestNesting = 64;

/**
 * Reads the part of XML that drawings use: elements, attributes, text, character data, comments and instructions. It is stricter than XML where parsers are known
 * to disagree, and has no document types, so that what is checked is what any parser will see.
 * @throws SvgSyntaxError, SvgDepthError
 */
export function readSvg(text: string): SvgReading {
  const reader = createReader(text);
  while (reader.at < text.length) readNext(reader);
  const open = reader.open.at(-1);
  if (open) throw new SvgSyntaxError(`<${open.written}> is not closed`, open.element.line);
  if (!reader.root) throw new SvgSyntaxError('it has no element', 1);
  return { root: reader.root, instructions: reader.instructions };
}

/** An element whose end is yet to come. */
interface OpenElement {
  readonly written: string;
  readonly element: SvgElement & { text: string; readonly children: SvgElement[] };
}

interface Reader {
  readonly source: string;
  /** Index of the next character. */
  at: number;
  root: SvgElement | undefined;
  readonly open: OpenElement[];
  readonly instructions: string[];
  /** The line counted last, and where it ends: positions only grow, so no line is looked for twice. */
  readonly counted: { line: number; end: number };
}

function createReader(source: string): Reader {
  return { source, at: source.startsWith('\uFEFF') ? 1 : 0, root: undefined, open: [], instructions: [], counted: { line: 1, end: findLineEnd(source, 0) } };
}

function readNext(reader: Reader): void {
  const { source, at } = reader;
  if (source[at] !== '<') readText(reader);
  else if (source.startsWith('<!--', at)) take(reader, '<!--', '-->');
  else if (source.startsWith('<![CDATA[', at)) addText(reader, take(reader, '<![CDATA[', ']]>'));
  else if (source.startsWith('<?', at)) reader.instructions.push(`?${/^[^\s?]*/.exec(take(reader, '<?', '?>'))?.[0] ?? ''}`);
  else if (source.startsWith('</', at)) closeElement(reader);
  else openElement(reader);
}

function refuse(reader: Reader, reason: string): never {
  throw new SvgSyntaxError(reason, countLine(reader));
}

function countLine({ source, at, counted }: Reader): number {
  while (counted.end < at) {
    counted.line += 1;
    counted.end = findLineEnd(source, counted.end + 1);
  }
  return counted.line;
}

function findLineEnd(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

/** Moves behind an end mark and gives what stands before it. */
function take(reader: Reader, start: string, end: string): string {
  const from = reader.at + start.length;
  const to = reader.source.indexOf(end, from);
  if (to < 0) refuse(reader, `${start} is not closed`);
  reader.at = to + end.length;
  return reader.source.slice(from, to);
}

function readText(reader: Reader): void {
  const next = reader.source.indexOf('<', reader.at);
  const end = next < 0 ? reader.source.length : next;
  const text = reader.source.slice(reader.at, end);
  if (reader.open.length === 0 && text.trim() !== '') refuse(reader, 'there is text outside the root element');
  addText(reader, decodeEntities(reader, text));
  reader.at = end;
}

function addText(reader: Reader, text: string): void {
  const open = reader.open.at(-1);
  if (open) open.element.text += text;
}

function openElement(reader: Reader): void {
  const line = countLine(reader);
  reader.at += 1;
  const written = readName(reader);
  const attributes = readAttributes(reader);
  const isEmpty = reader.source[reader.at] === '/';
  if (reader.source[reader.at + (isEmpty ? 1 : 0)] !== '>') refuse(reader, `<${written}> is not well-formed`);
  reader.at += isEmpty ? 2 : 1;
  const element = { name: toLocalName(written), attributes, children: [], text: '', line };
  const parent = reader.open.at(-1)?.element;
  if (!parent && reader.root) refuse(reader, 'it has more than one root element');
  if (parent) parent.children.push(element);
  else reader.root = element;
  if (!isEmpty) reader.open.push({ written, element });
  if (reader.open.length > deepestNesting) throw new SvgDepthError(`elements are nested deeper than ${deepestNesting}`);
}

function closeElement(reader: Reader): void {
  reader.at += 2;
  const written = readName(reader);
  skipSpace(reader);
  const open = reader.open.pop();
  if (open?.written !== written || reader.source[reader.at] !== '>') refuse(reader, `</${written}> closes ${open ? `<${open.written}>` : 'nothing'}`);
  reader.at += 1;
}

function readAttributes(reader: Reader): SvgAttribute[] {
  const attributes: SvgAttribute[] = [];
  const names = new Set<string>();
  for (let spaced = skipSpace(reader); spaced && !'/>'.includes(reader.source[reader.at] ?? '>'); spaced = skipSpace(reader)) {
    const written = readName(reader);
    if (names.has(written)) refuse(reader, `attribute "${written}" stands twice`);
    names.add(written);
    attributes.push({ name: toLocalName(written), value: readValue(reader, written) });
  }
  return attributes;
}

function readValue(reader: Reader, name: string): string {
  skipSpace(reader);
  if (reader.source[reader.at] !== '=') refuse(reader, `attribute "${name}" has no value`);
  reader.at += 1;
  skipSpace(reader);
  const quote = reader.source[reader.at] ?? '';
  if (quote !== '"' && quote !== "'") refuse(reader, `the value of attribute "${name}" is not quoted`);
  const value = take(reader, quote, quote);
  if (value.includes('<')) refuse(reader, `the value of attribute "${name}" holds a <`);
  return decodeEntities(reader, value);
}

function readName(reader: Reader): string {
  const pattern = /[A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*/y;
  pattern.lastIndex = reader.at;
  const name = pattern.exec(reader.source)?.[0];
  if (name === undefined) refuse(reader, `a name was expected before "${reader.source.slice(reader.at, reader.at + 10)}"`);
  reader.at += name.length;
  return name;
}

function skipSpace(reader: Reader): boolean {
  const start = reader.at;
  while (' \t\r\n'.includes(reader.source[reader.at] ?? 'x')) reader.at += 1;
  return reader.at > start;
}

function toLocalName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

const entities: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Replaces numeric references and the five names that XML has without a document type. */
function decodeEntities(reader: Reader, text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7});|#x([\da-fA-F]{1,6});|(\w{1,8});)?/g, (whole, decimal?: string, hex?: string, name?: string) => {
    const code = Number(decimal ?? `0x${hex ?? 'none'}`);
    const character = name === undefined ? (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined) : entities[name];
    return character ?? refuse(reader, `the entity ${whole} is not known`);
  });
}
