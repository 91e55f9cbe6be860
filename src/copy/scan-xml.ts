import { decodePieces, type Piece } from './text-places.ts';

/** An element; names are without their prefix. Offsets are those of the text. */
export interface XmlElement {
  readonly name: string;
  /** By name without its prefix. */
  readonly attributes: ReadonlyMap<string, XmlAttribute>;
  readonly children: readonly (XmlElement | XmlText)[];
  /** At its `<`. */
  readonly offset: number;
  /** Behind the start tag. */
  readonly contentStart: number;
  /** At the `<` of the end tag; behind the start tag of an empty element. */
  readonly contentEnd: number;
  /** Behind the end tag. */
  readonly end: number;
}

/** What stands between an attribute's quotes, references resolved. */
export interface XmlAttribute {
  readonly value: string;
  readonly pieces: readonly Piece[];
  /** Behind the opening quote. */
  readonly offset: number;
}

/** Characters between tags, references and CDATA resolved, comments left out. */
export interface XmlText {
  readonly name?: never;
  readonly pieces: readonly Piece[];
}

/** Text that is not XML: what is wrong, and where. */
export class XmlFault extends Error {
  readonly offset: number;

  constructor(problem: string, offset: number) {
    super(problem);
    this.name = 'XmlFault';
    this.offset = offset;
  }
}

const deepest = 256;
const space = /[ \t\r\n]*/y;
const characters = /[^<]+/y;
/** What ends a part whose insides are of no interest here, by its beginning. */
const hidden = [
  ['<!--', '-->'],
  ['<?', '?>'],
] as const;
const cdata = ['<![CDATA[', ']]>'] as const;
const opening = /<([A-Za-z_][\w.:-]*)/y;
const closing = /<\/([A-Za-z_][\w.:-]*)[ \t\r\n]*>/y;
const attribute = /([A-Za-z_][\w.:-]*)[ \t\r\n]*=[ \t\r\n]*("[^"<]*"|'[^'<]*')/y;
const tagEnd = /\/?>/y;

/**
 * Reads the elements of an XML document, each with its place. It knows no document types and no entities but the five of XML: what is declared outside can't be asked for.
 * @throws XmlFault at the first place that is not well formed, declares a document type or another encoding, or nests deeper than 256
 */
export function scanXml(text: string): XmlElement {
  return new XmlScanner(text).readDocument();
}

/** An element whose end tag is still to come. */
interface Open {
  readonly element: Omit<XmlElement, 'children' | 'contentEnd' | 'end'>;
  readonly tag: string;
  readonly children: (XmlElement | XmlText)[];
}

class XmlScanner {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readDocument(): XmlElement {
    if (this.#text.startsWith('\uFEFF')) this.#offset = 1;
    this.#checkDeclaration();
    this.#skipMisc();
    if (this.#offset === this.#text.length) throw this.#fault('the document is empty');
    const root = this.#readElements();
    this.#skipMisc();
    if (this.#offset < this.#text.length) throw this.#fault('something follows the end of the document');
    return root;
  }

  #checkDeclaration(): void {
    const encoding = /^\uFEFF?<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(this.#text)?.[1] ?? 'utf-8';
    if (!/^(?:utf-?8|us-ascii)$/i.test(encoding)) throw this.#fault(`it says that its encoding is ${encoding}`);
  }

  #skipMisc(): void {
    for (let before = -1; before !== this.#offset;) {
      before = this.#offset;
      this.#take(space);
      this.#skipHidden();
    }
    if (/^<!DOCTYPE/i.test(this.#text.slice(this.#offset, this.#offset + 9))) throw this.#fault('it declares a document type, which is not allowed');
  }

  #readElements(): XmlElement {
    const open: Open[] = [];
    for (;;) {
      const done = this.#readNext(open);
      if (done !== undefined) return done;
    }
  }

  /** Takes the next tag or text; the root when it is closed. */
  #readNext(open: Open[]): XmlElement | undefined {
    const start = this.#offset;
    const inner = open.at(-1);
    if (inner === undefined) return this.#openElement(open);
    const found = this.#take(characters);
    if (found !== undefined) inner.children.push({ pieces: this.#decode(found[0], start) });
    else if (start >= this.#text.length) throw new XmlFault(`<${inner.tag}> is not closed`, inner.element.offset);
    else if (this.#text.startsWith(cdata[0], start)) this.#readCdata(inner);
    else if (this.#skipHidden()) return undefined;
    else if (this.#text.startsWith('</', start)) return this.#closeElement(open);
    else return this.#openElement(open);
    return undefined;
  }

  #readCdata(inner: Open): void {
    const start = this.#offset + cdata[0].length;
    this.#skipTo(cdata);
    inner.children.push({ pieces: decodePieces(this.#text.slice(start, this.#offset - cdata[1].length), start, /\r\n?/g, () => '\n') });
  }

  /** Goes past a comment or an instruction, if one is next. */
  #skipHidden(): boolean {
    const part = hidden.find(([begin]) => this.#text.startsWith(begin, this.#offset));
    if (part !== undefined) this.#skipTo(part);
    return part !== undefined;
  }

  #skipTo([begin, end]: readonly [begin: string, end: string]): void {
    const found = this.#text.indexOf(end, this.#offset + begin.length);
    if (found === -1) throw this.#fault(`"${begin}" has no end "${end}"`);
    this.#offset = found + end.length;
  }

  #openElement(open: Open[]): XmlElement | undefined {
    const offset = this.#offset;
    const tag = this.#take(opening)?.[1];
    if (tag === undefined) throw this.#fault('expected a tag');
    const attributes = this.#readAttributes(tag);
    const end = this.#take(tagEnd)?.[0];
    if (end === undefined) throw this.#fault(`<${tag}> is not a tag that can be read`);
    const element = { name: localName(tag), attributes, offset, contentStart: this.#offset };
    if (end === '/>') return this.#attach({ ...element, children: [], contentEnd: this.#offset, end: this.#offset }, open);
    if (open.length >= deepest) throw new XmlFault(`nests deeper than ${deepest}`, offset);
    open.push({ element, tag, children: [] });
    return undefined;
  }

  #readAttributes(tag: string): XmlElement['attributes'] {
    const attributes = new Map<string, XmlAttribute>();
    const names = new Set<string>();
    for (;;) {
      const spaced = this.#take(space)![0] !== '';
      const start = this.#offset;
      const found = this.#take(attribute);
      if (found === undefined) return attributes;
      const [whole, name = '', quoted = ''] = found;
      if (!spaced || names.has(name)) throw new XmlFault(spaced ? `<${tag}> has two attributes ${name}` : 'expected a space before an attribute', start);
      names.add(name);
      const offset = start + whole.length - quoted.length + 1;
      const pieces = this.#decode(quoted.slice(1, -1), offset);
      const value = pieces.map(({ text }) => text).join('');
      // Declarations of namespaces, and one name under two prefixes: the first counts.
      if (!name.startsWith('xmlns') && !attributes.has(localName(name))) attributes.set(localName(name), { value, pieces, offset });
    }
  }

  #closeElement(open: Open[]): XmlElement | undefined {
    const start = this.#offset;
    const tag = this.#take(closing)?.[1];
    const { element, tag: expected, children } = open.pop()!;
    if (tag !== expected) throw new XmlFault(`expected </${expected}>`, start);
    return this.#attach({ ...element, children, contentEnd: start, end: this.#offset }, open);
  }

  #attach(element: XmlElement, open: Open[]): XmlElement | undefined {
    const parent = open.at(-1);
    if (parent === undefined) return element;
    parent.children.push(element);
    return undefined;
  }

  #decode(written: string, offset: number): readonly Piece[] {
    return decodePieces(written, offset, /\r\n?|&[^;&\s]{0,32};?/g, (found, at) => (found.startsWith('\r') ? '\n' : resolveReference(found, at)));
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#offset += found[0].length;
    return found;
  }

  #fault(problem: string): XmlFault {
    return new XmlFault(problem, this.#offset);
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const entities: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
]);

function resolveReference(reference: string, offset: number): string {
  const named = entities.get(reference);
  if (named !== undefined) return named;
  const [, hexadecimal, decimal] = /^&#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));$/.exec(reference) ?? [];
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  if (!isXmlCharacter(code)) throw new XmlFault(`${reference} stands for no character; a plain & is written &amp;`, offset);
  return String.fromCodePoint(code);
}

/** `Char` of XML 1.0. */
function isXmlCharacter(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

/** The first character of a text that XML can't hold, as U+XXXX. */
export function findForbiddenCharacter(text: string): string | undefined {
  const found = Array.from(text, (character) => character.codePointAt(0)!).find((code) => !isXmlCharacter(code));
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A text as it stands between tags or in double quotes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => written.get(character)!);
}

/** A text as it stands in an attribute, where readers turn line ends and tabs into spaces. */
export function escapeXmlAttribute(text: string): string {
  return escapeXml(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

const written: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\r', '&#13;'],
]);
