import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openScratchFiles } from '../../src/store/scratch-files.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

describe('scratch files', () => {
  test.each([
    ['in a folder', true],
    ['where nothing can be written', false],
  ])('give back what was put into them, name by name, %s', (_where, writable) => {
    const folder = createTemporaryFolder();
    const files = openScratchFiles(writable ? folder : undefined);
    const [one, other] = [files.open<readonly string[]>(), files.open<number>()];
    one.add('a', ['x', 'line\nbreak ä😀']);
    one.add('b', []);
    one.add('a', ['y'.repeat(100_000)]);
    other.add('a', 1);
    expect(one.read('a')).toEqual([['x', 'line\nbreak ä😀'], ['y'.repeat(100_000)]]);
    one.add('a', ['z']);
    expect([one.read('a').length, one.read('b'), one.read('c'), other.read('a')]).toEqual([3, [[]], [], [1]]);
    expect(readdirSync(folder).length).toBe(writable ? 2 : 0);
    files.close();
    expect(readdirSync(folder)).toEqual([]);
  });
});
