import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { appendLines, createLineReader, scanLines } from '../../src/store/line-file.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** Lines of all lengths, some longer than what is read at once, with letters of several bytes. */
const lines = Array.from({ length: 400 }, (_, at) => `${at} ${'ä€😀x'.repeat(at % 50 === 49 ? 90_000 : at * 3)}`);

function createPath(): string {
  return join(createTemporaryFolder(), 'lines');
}

function scan(path: string): readonly (readonly [string, number])[] {
  const found: (readonly [string, number])[] = [];
  scanLines(path, (line, position) => found.push([line.toString(), position]));
  return found;
}

describe('lines of a file', () => {
  test('are found and read where they lie, in any order', () => {
    const path = createPath();
    const positions = appendLines(path, lines);
    const found = scan(path);
    expect(found.map(([line]) => line)).toEqual(lines);
    expect(found.map(([, position]) => position)).toEqual(positions);
    const read = createLineReader(path);
    for (const [at, position] of positions.entries()) expect(read(position)).toBe(lines[at]);
    for (const [at, position] of [...positions.entries()].toReversed()) expect(read(position)).toBe(lines[at]);
  });

  test('that were added while somebody reads are found too', () => {
    const path = createPath();
    appendLines(path, ['one']);
    const read = createLineReader(path);
    expect(read(0)).toBe('one');
    const [second = 0] = appendLines(path, ['two']);
    expect([read(0), read(second)]).toEqual(['one', 'two']);
  });

  test('take the place of one that was torn', () => {
    const path = createPath();
    for (const torn of ['tor', 'x'.repeat(200_000)]) {
      writeFileSync(path, `whole\n${torn}`);
      expect([createLineReader(path)(6), scan(path)]).toEqual([undefined, [['whole', 0]]]);
      const [position = 0] = appendLines(path, ['next']);
      expect(readFileSync(path, 'utf8')).toBe('whole\nnext\n');
      expect(createLineReader(path)(position)).toBe('next');
    }
    writeFileSync(path, 'torn alone');
    appendLines(path, ['first']);
    expect(scan(path)).toEqual([['first', 0]]);
  });

  test('are none in a file that is not there, and none behind its end', () => {
    const path = createPath();
    expect(scan(path)).toEqual([]);
    expect(createLineReader(path)(0)).toBeUndefined();
    appendFileSync(path, 'one\n');
    expect(createLineReader(path)(4)).toBeUndefined();
    expect(createLineReader(path)(70_000)).toBeUndefined();
  });
});
