import { decodePieces, type Piece } from './text-places.ts';

/** A text of a PO file, joined from the strings that follow its keyword. */
export interface PoString {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Offset of the first quote. */
  readonly first: number;
  /** Behind the first quote. */
  readonly start: number;
  /** Behind the last quote. */
  readonly end: number;
}

/** A flag of a `#,` comment, with the offsets of what must go for it to go: it and its comma, or the whole line. */
export interface PoFlag {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** An entry of a PO file. */
export interface PoEntry {
  readonly offset: number;
  readonly context?: PoString;
  readonly id: PoString;
  /** Offset of `msgid_plural`. */
  readonly plural?: number;
  readonly translation?: PoString;
  /** Lines of `#.` comments. */
  readonly notes: readonly string[];
  readonly flags: readonly PoFlag[];
}

type Refuse = (offset: number, problem: string) => void;

/** The entries of a PO file in their order, its header among them; obsolete ones (`#~`) are comments. What is wrong goes to `refuse`, and reading goes on with the next entry. */
export function readPo(text: string, refuse: Refuse): readonly PoEntry[] {
  return new PoReader(text, refuse).readEntries();
}

const keyword = /(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)(?=[ \t"\r\n]|$)/y;
const quotedStop = /["\\\r\n]/g;
const escapes = /\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|[^])/g;

/** An entry on its way. */
type Draft = { -readonly [Name in keyof PoEntry]?: PoEntry[Name] } & { notes: string[]; flags: PoFlag[] };

class PoReader {
  readonly #text: string;
  readonly #refuse: Refuse;
  readonly #entries: PoEntry[] = [];
  #offset = 0;
  #draft: Draft = { notes: [], flags: [] };

  constructor(text: string, refuse: Refuse) {
    this.#text = text;
    this.#refuse = refuse;
  }

  readEntries(): readonly PoEntry[] {
    if (this.#text.startsWith('\uFEFF')) this.#offset = 1;
    while (this.#skipSpace()) this.#readItem();
    this.#closeEntry();
    return this.#entries;
  }

  #skipSpace(): boolean {
    while (/[ \t\r\n]/.test(this.#text[this.#offset] ?? '')) this.#offset += 1;
    return this.#offset < this.#text.length;
  }

  #readItem(): void {
    if (this.#text[this.#offset] === '#') {
      this.#readComment();
      return;
    }
    const start = this.#offset;
    const name = this.#take(keyword);
    if (name === '') this.#refuseLine(this.#text[start] === '"' ? 'a text stands behind no keyword' : 'expected msgctxt, msgid, msgstr or a comment');
    else this.#readField(name, start);
  }

  #readComment(): void {
    const start = this.#offset;
    const line = this.#takeLine();
    if (this.#draft.translation !== undefined) this.#closeEntry();
    if (line.startsWith('#.')) this.#draft.notes.push(line.slice(2).replace(/^ /, ''));
    if (line.startsWith('#,')) this.#draft.flags.push(...readFlags(line, start, this.#offset));
  }

  #readField(name: string, offset: number): void {
    const isFirst = name === 'msgctxt' || (name === 'msgid' && (this.#draft.context === undefined || this.#draft.id !== undefined));
    if (isFirst) this.#closeEntry();
    const at = this.#offset;
    // A text that can't be read is told once; without it, the rest of the entry would seem out of place.
    const value = this.#readStrings() ?? { text: '', pieces: [], first: at, start: at, end: at };
    const draft = this.#draft;
    draft.offset ??= offset;
    if (name === 'msgctxt') draft.context = value;
    else if (name === 'msgid') draft.id = value;
    else if (draft.id === undefined) this.#refuse(offset, `${name} stands before its msgid`);
    else if (name === 'msgid_plural' || name.includes('[')) draft.plural ??= offset;
    else if (draft.translation === undefined) draft.translation = value;
    else this.#refuse(offset, 'a second msgstr stands in one entry');
  }

  /** The strings on the line of a keyword and below it. */
  #readStrings(): PoString | undefined {
    const pieces: Piece[] = [];
    let [first, end] = [-1, -1];
    while (this.#skipSpace() && this.#text[this.#offset] === '"') {
      const start = this.#offset;
      const written = this.#takeQuoted();
      if (written === '') return this.#refuseLine('a text is not closed on its line');
      if (first === -1) first = start;
      end = this.#offset;
      for (const piece of decodePieces(written.slice(1, -1), start + 1, escapes, (escape, at) => this.#decode(escape, at))) pieces.push(piece);
    }
    if (first === -1) {
      this.#refuse(Math.min(this.#offset, this.#text.length), 'a keyword is not followed by a text in double quotes');
      return undefined;
    }
    return { text: pieces.map((piece) => piece.text).join(''), pieces, first, start: first + 1, end };
  }

  #decode(escape: string, offset: number): string {
    const plain = plainEscapes.get(escape[1]!);
    if (plain !== undefined) return plain;
    const code = escape[1] === 'x' ? Number.parseInt(escape.slice(2), 16) : Number.parseInt(escape.slice(1), 8);
    if (code >= 0 && code < 128) return String.fromCharCode(code);
    this.#refuse(offset, `a text holds a wrong escape ${escape}`);
    return '';
  }

  #closeEntry(): void {
    const { id, offset, ...rest } = this.#draft;
    if (id !== undefined && offset !== undefined) {
      if (rest.translation === undefined && rest.plural === undefined) this.#refuse(offset, 'an entry has no msgstr');
      this.#entries.push({ id, offset, ...rest });
      this.#draft = { notes: [], flags: [] };
    } else if (rest.context !== undefined) {
      this.#refuse(offset ?? this.#offset, 'a msgctxt is not followed by its msgid');
      this.#draft = { notes: [], flags: [] };
    }
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#offset += found.length;
    return found;
  }

  /** A string with its quotes; nothing when it is not closed on its line. */
  #takeQuoted(): string {
    quotedStop.lastIndex = this.#offset + 1;
    for (let stop = quotedStop.exec(this.#text); stop !== null; stop = quotedStop.exec(this.#text)) {
      const isEscape = stop[0] === '\\' && !/[\r\n]/.test(this.#text[stop.index + 1] ?? '\n');
      if (stop[0] !== '"' && !isEscape) return '';
      quotedStop.lastIndex = stop.index + (isEscape ? 2 : 1);
      if (isEscape) continue;
      const start = this.#offset;
      this.#offset = stop.index + 1;
      return this.#text.slice(start, this.#offset);
    }
    return '';
  }

  #takeLine(): string {
    const next = this.#text.indexOf('\n', this.#offset);
    const end = next === -1 ? this.#text.length : next + 1;
    const line = this.#text.slice(this.#offset, end).replace(/\r?\n$/, '');
    this.#offset = end;
    return line;
  }

  #refuseLine(problem: string): undefined {
    this.#refuse(this.#offset, problem);
    this.#takeLine();
    return undefined;
  }
}

const plainEscapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['"', '"'],
  ['\\', '\\'],
]);

/** The flags of a `#,` line that ends before `lineEnd`. */
function readFlags(line: string, offset: number, lineEnd: number): readonly PoFlag[] {
  const parts = line.slice(2).split(',');
  let at = offset + 2;
  return parts.map((part, index) => {
    const start = at;
    at += part.length + 1;
    if (parts.length === 1) return { text: part.trim(), start: offset, end: lineEnd };
    return index === 0 ? { text: part.trim(), start, end: at } : { text: part.trim(), start: start - 1, end: start + part.length };
  });
}
