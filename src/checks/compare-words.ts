import type { Box } from '../model/geometry.ts';
import type { Reading, TextLine } from '../spec/text-reader.ts';

/** A line that was found in a picture, and what was read in it. */
export interface ReadLine {
  readonly line: TextLine;
  readonly reading: Reading;
}

/** What a comparison says of one text: whether the picture shows it, and what it shows instead. */
export interface WordComparison {
  readonly wanted: string;
  readonly isFound: boolean;
  /** What stands where the text should, as it was read; empty when nothing resembles it. */
  readonly read: string;
  /** The least of the lines', 0–1; 1 when nothing resembles it. */
  readonly confidence: number;
  /** Letters by which the two differ, white space apart. */
  readonly distance: number;
  /** Round the lines, in pixels of the picture. */
  readonly region?: Box;
}

/** A comparison, and the lines that no text accounts for. */
export interface WordsComparison {
  readonly words: readonly WordComparison[];
  readonly extra: readonly ReadLine[];
}

/**
 * Compares texts with the lines of a picture. A text is found when lines, from top to bottom, put together are the same letters; where a line breaks is free.
 * @param lines in reading order
 */
export function compareWords(wanted: readonly string[], lines: readonly ReadLine[]): WordsComparison {
  const free = new Set(lines);
  // Long texts first: a short one could be the beginning of a long one.
  const order = wanted
    .map((text, index) => ({ text, index, letters: foldText(text) }))
    .toSorted((a, b) => b.letters.length - a.letters.length || a.index - b.index);
  const found = new Map(order.map(({ index, letters }) => [index, takeAll(letters, free)]));
  const missed = new Map(order.filter(({ index }) => found.get(index) === undefined).map(({ index, letters }) => [index, takeNearest(letters, free)]));
  const words = wanted.map((text, index): WordComparison => {
    const exact = found.get(index);
    return exact ? { wanted: text, isFound: true, distance: 0, ...describeLines(exact) } : { wanted: text, isFound: false, ...missed.get(index)! };
  });
  return { words, extra: [...free] };
}

/**
 * The letters that are compared: compatible forms are one (NFKC), white space and invisible signs are dropped, and so are differences of quotation marks,
 * dashes and full stops, which no engine tells apart.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[‘’‚‛′`´']/g, "'")
    .replace(/''|[“”„‟″«»「」『』]/g, '"')
    .replace(/[‐‑‒–—―−ー一_-]+/g, '-')
    .replace(/[°｡]/g, '。')
    .replace(/[·•・∙⋅]/g, '·');
}

/** Lines that put together are just these letters; they are taken out of the free ones. */
function takeAll(letters: string, free: Set<ReadLine>): readonly ReadLine[] | undefined {
  const taken = tile(letters, [...free]);
  for (const line of taken ?? []) free.delete(line);
  return taken;
}

/** A word may be parted at the end of a line by a hyphen that is not in the text. */
function tile(letters: string, lines: readonly ReadLine[]): readonly ReadLine[] | undefined {
  if (letters === '') return [];
  for (const [index, line] of lines.entries()) {
    const read = foldText(line.reading.text);
    for (const start of new Set([read, read.replace(/-$/, '')])) {
      if (start === '' || !letters.startsWith(start)) continue;
      const rest = tile(letters.slice(start.length), lines.slice(index + 1));
      if (rest) return [line, ...rest];
    }
  }
  return undefined;
}

/** The run of free lines that resembles the letters most, when it does so at all. */
function takeNearest(letters: string, free: Set<ReadLine>): Omit<WordComparison, 'wanted' | 'isFound'> {
  const lines = [...free];
  const runs = lines.flatMap((_, start) => lines.slice(start, start + 6).map((_, length) => lines.slice(start, start + length + 1)));
  const rated = runs.map((run) => ({ run, distance: measureDistance(foldText(run.map(({ reading }) => reading.text).join('')), letters) }));
  const best = rated.toSorted((a, b) => a.distance - b.distance)[0];
  if (best === undefined || best.distance > letters.length / 2) return { read: '', confidence: 1, distance: letters.length };
  for (const line of best.run) free.delete(line);
  return { ...describeLines(best.run), distance: best.distance };
}

function describeLines(lines: readonly ReadLine[]): Pick<WordComparison, 'read' | 'confidence' | 'region'> {
  const region = lines.map(({ line }) => boundLine(line)).reduce(uniteBoxes);
  return { read: lines.map(({ reading }) => reading.text).join(' '), confidence: Math.min(...lines.map(({ reading }) => reading.confidence)), region };
}

/** The upright box round a line, in whole pixels. */
export function boundLine({ x, y, width, height, angle }: TextLine): Box {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [w, h] = [width * cos + height * sin, width * sin + height * cos];
  return { x: Math.max(Math.round(x - w / 2), 0), y: Math.max(Math.round(y - h / 2), 0), width: Math.round(w), height: Math.round(h) };
}

function uniteBoxes(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

/** Letters to insert, drop or replace (Levenshtein 1966). */
function measureDistance(from: string, to: string): number {
  const letters = [...to];
  let row = Array.from({ length: letters.length + 1 }, (_, index) => index);
  for (const letter of from) {
    const next = [row[0]! + 1];
    for (const [index, other] of letters.entries()) next.push(Math.min(next[index]! + 1, row[index + 1]! + 1, row[index]! + (letter === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}
