/** A JSON value that knows where it stands; `offset` counts UTF-16 units from the start of the text, -1 for a value that was never text. */
export type JsonNode = JsonScalarNode | JsonArrayNode | JsonObjectNode;

/** A string, number, boolean or null. `length` is that of its source, quotes and all. */
export interface JsonScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly offset: number;
  readonly length: number;
}

/** A list; `offset` is where its bracket opens. */
export interface JsonArrayNode {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
  readonly offset: number;
}

/** Members as written: order and duplicates are kept, and a key such as `__proto__` is just a string. */
export interface JsonObjectNode {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
  readonly offset: number;
}

/** A name with its value. */
export interface JsonMember {
  readonly key: string;
  readonly offset: number;
  readonly value: JsonNode;
}

/** Text that is not JSON: what is wrong, and where. */
export class JsonFault extends Error {
  readonly offset: number;

  constructor(problem: string, offset: number) {
    super(problem);
    this.name = 'JsonFault';
    this.offset = offset;
  }
}

const deepest = 256;
const byteOrderMark = '\uFEFF';
const space = /[ \t\n\r]*/y;
const stringStop = /["\\]|[^\u{20}-\u{10FFFF}]/gu;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const otherToken = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

/**
 * Reads JSON (RFC 8259) strictly, keeping positions and duplicate keys. A byte order mark is skipped.
 * @throws JsonFault at the first place that is not JSON, or nests deeper than 256
 */
export function readJson(text: string): JsonNode {
  const reader = new JsonReader(text);
  return reader.readDocument();
}

/** Line and column, both from 1, of an offset in a text. A byte order mark has no column. */
export function locateOffset(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = text.startsWith(byteOrderMark) ? 1 : 0;
  for (let next = text.indexOf('\n', start); next !== -1 && next < offset; next = text.indexOf('\n', start)) {
    line += 1;
    start = next + 1;
  }
  return { line, column: Math.max(0, offset - start) + 1 };
}

class JsonReader {
  readonly #text: string;
  #offset = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readDocument(): JsonNode {
    if (this.#text.startsWith(byteOrderMark)) this.#offset = 1;
    const value = this.#readValue();
    this.#take(space);
    if (this.#offset < this.#text.length) throw this.#fault('something follows the end of the document');
    return value;
  }

  #readValue(): JsonNode {
    this.#take(space);
    const offset = this.#offset;
    const first = this.#text[offset];
    if (first === '{') return { kind: 'object', members: this.#readList('}', () => this.#readMember()), offset };
    if (first === '[') return { kind: 'array', items: this.#readList(']', () => this.#readValue()), offset };
    const token = first === '"' ? this.#readString() : this.#take(otherToken);
    if (token === '') throw this.#fault(first === undefined ? 'the document ends too early' : `unexpected ${JSON.stringify(first)}`);
    return { kind: 'scalar', value: JSON.parse(token) as JsonScalarNode['value'], offset, length: token.length };
  }

  #readMember(): JsonMember {
    this.#take(space);
    const offset = this.#offset;
    if (this.#text[offset] !== '"') throw this.#fault('expected a key in double quotes');
    const key = JSON.parse(this.#readString()) as string;
    this.#take(space);
    if (this.#text[this.#offset] !== ':') throw this.#fault(`expected ":" after ${JSON.stringify(key)}`);
    this.#offset += 1;
    return { key, offset, value: this.#readValue() };
  }

  #readList<Item>(end: '}' | ']', readItem: () => Item): readonly Item[] {
    const items: Item[] = [];
    this.#depth += 1;
    if (this.#depth > deepest) throw this.#fault(`nests deeper than ${deepest}`);
    this.#offset += 1;
    this.#take(space);
    while (this.#text[this.#offset] !== end) {
      items.push(readItem());
      this.#take(space);
      if (this.#text[this.#offset] === ',') this.#takeComma(end);
      else if (this.#text[this.#offset] !== end) throw this.#fault(`expected "," or "${end}"`);
    }
    this.#offset += 1;
    this.#depth -= 1;
    return items;
  }

  #takeComma(end: string): void {
    const comma = this.#offset;
    this.#offset += 1;
    this.#take(space);
    if (this.#text[this.#offset] === end) throw new JsonFault('a comma stands before the end', comma);
  }

  #readString(): string {
    const start = this.#offset;
    this.#offset += 1;
    for (;;) {
      stringStop.lastIndex = this.#offset;
      const stop = stringStop.exec(this.#text);
      this.#offset = stop?.index ?? this.#text.length;
      if (stop?.[0] === '"') break;
      if (stop?.[0] !== '\\') throw this.#fault(stop === null ? 'a text is not closed' : 'a text holds a line break or control character');
      if (this.#take(escape) === '') throw this.#fault('a text holds a wrong escape');
    }
    this.#offset += 1;
    return this.#text.slice(start, this.#offset);
  }

  #take(token: RegExp): string {
    token.lastIndex = this.#offset;
    const found = token.exec(this.#text)?.[0] ?? '';
    this.#offset += found.length;
    return found;
  }

  #fault(problem: string): JsonFault {
    return new JsonFault(problem, this.#offset);
  }
}
