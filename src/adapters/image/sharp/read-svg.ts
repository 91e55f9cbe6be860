import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Json } from '../../../model/json.ts';

/** An element of an SVG; names are without prefix and in lower case. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly children: readonly SvgElement[];
  /** All text directly inside, such as a style sheet. */
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
}

/** What reading an SVG as XML gave: its tree, or why it is not well-formed. */
export type SvgReading = { readonly root: SvgElement; readonly instructions: readonly string[] } | { readonly reason: string; readonly line: number; readonly tooDeep?: boolean };

const deepest = 256;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  captureMetaData: true,
  maxNestedTags: deepest,
});

/** Reads an SVG as XML. Entities are not expanded but for the five that XML has and numeric ones. */
export function readSvg(text: string): SvgReading {
  const validity = XMLValidator.validate(text);
  if (validity !== true) return { reason: validity.err.msg, line: validity.err.line };
  const lines = listLineStarts(text);
  try {
    const nodes = toNodes(parser.parse(text, false), lines);
    const root = nodes.find((node) => !node.name.startsWith('?'));
    return root ? { root, instructions: nodes.filter((node) => node.name.startsWith('?')).map((node) => node.name) } : { reason: 'it has no element', line: 1 };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { reason, line: 1, tooDeep: reason.includes('nested') };
  }
}

/** Replaces character references. The five names and numbers are all there are without a document type. */
export function decodeEntities(value: string): string {
  const names: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return value.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{1,8}));/g, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return names[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** What the parser gives in document order: one key for the name, `:@` for the attributes. */
interface ParsedNode {
  readonly [name: string]: Json;
}

function toNodes(parsed: unknown, lines: readonly number[]): SvgElement[] {
  return Array.isArray(parsed) ? parsed.flatMap((node: ParsedNode) => toNode(node, lines)) : [];
}

function toNode(node: ParsedNode, lines: readonly number[]): SvgElement[] {
  const written = Object.keys(node).find((key) => key !== ':@');
  if (written === undefined || written === '#text') return [];
  const content = node[written];
  return [
    {
      name: localName(written),
      attributes: Object.entries(node[':@'] ?? {}).map(([name, value]) => ({ name: localName(name), value: decodeEntities(String(value)) })),
      children: toNodes(content, lines),
      text: Array.isArray(content) ? content.map(textOf).join('') : '',
      line: lineAt(startOf(node), lines),
    },
  ];
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

function textOf(node: Json): string {
  const text = typeof node === 'object' && node !== null && '#text' in node ? node['#text'] : undefined;
  return typeof text === 'string' ? decodeEntities(text) : '';
}

/** The parser keeps the position under its only symbol. */
function startOf(node: object): number {
  const [symbol] = Object.getOwnPropertySymbols(node);
  const metadata: unknown = symbol && Reflect.get(node, symbol);
  return typeof metadata === 'object' && metadata !== null && 'startIndex' in metadata && typeof metadata.startIndex === 'number' ? metadata.startIndex : 0;
}

function listLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(index: number, starts: readonly number[]): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= index) low = middle;
    else high = middle;
  }
  return low + 1;
}
