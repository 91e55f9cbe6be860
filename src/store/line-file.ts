import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { encodeText } from './encode-text.ts';
import { writeWhole } from './write-whole.ts';

/** Bytes that are read at once. */
const blockSize = 65_536;
const lineEnd = 10;

/**
 * Looks at every line of a file in order, a block at a time, so that a large file is never in memory. A file that is not there has no lines, and what has no end is no line: it was torn.
 * @param visit gets the line's bytes, which are only good until it returns, and where they begin in the file
 */
export function scanLines(path: string, visit: (line: Buffer, position: number) => void): void {
  const file = openIfThere(path);
  if (file === undefined) return;
  try {
    let bytes = Buffer.allocUnsafeSlow(blockSize * 16);
    let [start, rest] = [0, 0];
    for (;;) {
      const filled = rest + readInto(file, bytes.subarray(rest), start + rest);
      if (filled === rest) return;
      const used = visitLines(bytes.subarray(0, filled), start, visit);
      bytes.copyWithin(0, used, filled);
      [start, rest] = [start + used, filled - used];
      // A line that is longer than all of it.
      if (rest === bytes.length) bytes = Buffer.concat([bytes], rest * 2);
    }
  } finally {
    closeSync(file);
  }
}

/** Whole lines of a block. @returns how many bytes they take */
function visitLines(bytes: Buffer, start: number, visit: (line: Buffer, position: number) => void): number {
  let from = 0;
  for (let to = bytes.indexOf(lineEnd); to >= 0; to = bytes.indexOf(lineEnd, from)) {
    visit(bytes.subarray(from, to), start + from);
    from = to + 1;
  }
  return from;
}

/** Gives the line that begins at a position; undefined where the file ends before its end. */
export type LineReader = (position: number) => string | undefined;

/** Blocks that a reader keeps: lines that are asked for together mostly stand together. */
const keptBlocks = 8;

/** A reader of lines wherever they lie. It holds no file open, and lines of up to some ten thousand characters are read by blocks. */
export function createLineReader(path: string): LineReader {
  const blocks: { readonly start: number; readonly bytes: Buffer }[] = [];
  return (position) => {
    for (const { start, bytes } of blocks) {
      const end = position < start ? -1 : bytes.indexOf(lineEnd, position - start);
      if (end >= 0) return bytes.toString('utf8', position - start, end);
    }
    const start = position - (position % blockSize);
    // What is asked for least has its memory used again.
    const spare = blocks.length < keptBlocks ? undefined : blocks.pop()!.bytes;
    const found = readLine(path, start, position - start, spare);
    if (found === undefined) return undefined;
    blocks.unshift({ start, bytes: found.bytes });
    return found.line;
  };
}

/** Reads from a block's beginning on, and further until the line ends. */
function readLine(path: string, start: number, offset: number, spare?: Buffer): { readonly line: string; readonly bytes: Buffer } | undefined {
  const file = openIfThere(path);
  if (file === undefined) return undefined;
  try {
    for (let length = blockSize * 2; ; length *= 2) {
      const bytes = readBlock(file, start, length, spare);
      const end = bytes.indexOf(lineEnd, offset);
      if (end >= 0) return { line: bytes.toString('utf8', offset, end), bytes };
      if (bytes.length < length) return undefined;
    }
  } finally {
    closeSync(file);
  }
}

/**
 * Appends lines to a file that is there or not, in the place of one that was torn.
 * @returns where each begins, as long as nobody else appends at the same time
 */
export function appendLines(path: string, lines: readonly string[]): readonly number[] {
  const file = openSync(path, 'a+');
  try {
    let position = cutTorn(file);
    const bytes = encodeText(lines.map((line) => `${line}\n`).join(''));
    writeWhole(file, bytes);
    return lines.map((line) => {
      const start = position;
      position += Buffer.byteLength(line) + 1;
      return start;
    });
  } finally {
    closeSync(file);
  }
}

/** Takes away what stands behind the last line's end. @returns the size of the file then */
function cutTorn(file: number): number {
  const { size } = fstatSync(file);
  let end = size;
  while (end > 0) {
    const start = Math.max(0, end - blockSize);
    const found = readBlock(file, start, end - start).lastIndexOf(lineEnd);
    end = found < 0 ? start : start + found + 1;
    if (found >= 0) break;
  }
  if (end < size) ftruncateSync(file, end);
  return end;
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}

function readBlock(file: number, position: number, length: number, spare?: Buffer): Buffer {
  const bytes = spare?.length === length ? spare : Buffer.allocUnsafe(length);
  return bytes.subarray(0, readInto(file, bytes, position));
}

/** @returns how many bytes there were */
function readInto(file: number, bytes: Buffer, position: number): number {
  let read = 0;
  for (let more = -1; more !== 0 && read < bytes.length; read += more) more = readSync(file, bytes, read, bytes.length - read, position + read);
  return read;
}
