import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeFileAtomic } from '../../src/store/write-file.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

describe('writeFileAtomic', () => {
  test('writes a text in pieces as it writes it whole, wherever its buffer ends', () => {
    const folder = createTemporaryFolder();
    const pieces = Array.from({ length: 9000 }, (_, at) => `${'é語😀'.repeat(at % 7)}${at}\n`);
    writeFileAtomic(join(folder, 'pieces'), pieces);
    writeFileAtomic(join(folder, 'whole'), pieces.join(''));
    writeFileAtomic(join(folder, 'none'), []);
    expect(readFileSync(join(folder, 'pieces'), 'utf8')).toBe(pieces.join(''));
    expect(readFileSync(join(folder, 'whole'), 'utf8')).toBe(pieces.join(''));
    expect(readFileSync(join(folder, 'none'), 'utf8')).toBe('');
  });

  test('a text that breaks off while it is made leaves the old file and nothing beside it', () => {
    const folder = createTemporaryFolder();
    writeFileAtomic(join(folder, 'file'), 'old');
    function* breakOff(): Iterable<string> {
      yield 'x'.repeat(100_000);
      throw new Error('broken off');
    }
    expect(() => writeFileAtomic(join(folder, 'file'), breakOff())).toThrow(/broken off/);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });
});
