import type { Place, TextJump } from '../model/diagnostic.ts';
import type { CopyUnit } from './copy-format.ts';

/** A run of a message's text that stands in the file at `offset` (UTF-16 units); an escape is a run of its own. */
export interface Piece {
  readonly text: string;
  readonly offset: number;
}

/** The place of an offset in a file. */
export type Locate = (offset: number) => Required<Place>;

/** Finds lines and columns, both from 1, in a file's text; a byte order mark has no column. Lines are counted once. */
export function createLocator(path: string, text: string): Locate {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (let next = text.indexOf('\n'); next !== -1; next = text.indexOf('\n', next + 1)) starts.push(next + 1);
  return (offset) => {
    const line = countUpTo(starts, offset);
    return { file: path, line, column: Math.max(0, offset - starts[line - 1]!) + 1 };
  };
}

/** How many of the sorted numbers are at most `value`, at least 1. */
function countUpTo(sorted: readonly number[], value: number): number {
  let [low, high] = [1, sorted.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sorted[middle - 1]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A message's text from its runs. `start` is where an empty one stands. */
export function joinPieces(pieces: readonly Piece[], start: number, locate: Locate): Pick<CopyUnit, 'text' | 'place' | 'jumps'> {
  const jumps = [...listJumps(pieces, locate)];
  return { text: pieces.map((piece) => piece.text).join(''), place: locate(pieces[0]?.offset ?? start), ...(jumps.length > 0 && { jumps }) };
}

function* listJumps(pieces: readonly Piece[], locate: Locate): Iterable<TextJump> {
  let length = 0;
  let expected = pieces[0]?.offset;
  for (const { text, offset } of pieces) {
    if (offset !== expected) yield jumpTo(length, locate(offset));
    for (let next = text.indexOf('\n'); next !== -1 && next < text.length - 1; next = text.indexOf('\n', next + 1))
      yield jumpTo(length + next + 1, locate(offset + next + 1));
    length += text.length;
    // What follows a line end stands on a line of its own.
    expected = text.endsWith('\n') ? undefined : offset + text.length;
  }
}

const jumpTo = (offset: number, { line, column }: Required<Place>): TextJump => ({ offset, line, column });

/** The place of a character of a message, counted in UTF-16 units of its text. */
export function placeWithin({ place, jumps = [] }: Pick<CopyUnit, 'place' | 'jumps'>, offset: number): Required<Place> {
  const from = jumps.findLast((jump) => jump.offset <= offset) ?? { ...place, offset: 0 };
  return { file: place.file, line: from.line, column: from.column + offset - from.offset };
}

/** The runs of a text with escapes, each of which `pattern` (global) finds and `decode` turns into what it stands for. */
export function decodePieces(written: string, offset: number, pattern: RegExp, decode: (escape: string, offset: number) => string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: escape, index } of written.matchAll(pattern)) {
    if (index > end) pieces.push({ text: written.slice(end, index), offset: offset + end });
    pieces.push({ text: decode(escape, offset + index), offset: offset + index });
    end = index + escape.length;
  }
  if (end < written.length) pieces.push({ text: written.slice(end), offset: offset + end });
  return pieces;
}
