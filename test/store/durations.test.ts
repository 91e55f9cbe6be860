import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatDurations, readDurations, writeDurations } from '../../src/store/durations.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

test('come back in whole milliseconds, at least one, whatever the order', () => {
  const path = join(createTemporaryFolder(), 'durations');
  writeDurations(
    path,
    new Map([
      ['b/wide.de', 0.2],
      ['a/wide.en', 12.6],
    ]),
  );
  expect([...readDurations(path)]).toEqual([
    ['a/wide.en', 13],
    ['b/wide.de', 1],
  ]);
  expect(readFileSync(path, 'utf8')).toBe(
    formatDurations(
      new Map([
        ['a/wide.en', 13],
        ['b/wide.de', 1],
      ]),
    ),
  );
});

test('what is not there, of another version, or damaged is nothing', () => {
  const path = join(createTemporaryFolder(), 'durations');
  expect(readDurations(path).size).toBe(0);
  writeFileSync(path, 'visuals durations 2\na 1\n');
  expect(readDurations(path).size).toBe(0);
  writeFileSync(path, 'visuals durations 1\na 1\nb\nc -1\nd 99999999999\ne x\n');
  expect([...readDurations(path)]).toEqual([['a', 1]]);
});
