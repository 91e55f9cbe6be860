import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linkFile } from '../../src/store/link-file.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('a file gets a second name in a folder that was not there, and is nobody’s to write to', () => {
  const folder = createTemporaryFolder();
  const [source, target] = [join(folder, 'source'), join(folder, 'deep', 'target')];
  writeFileSync(source, 'bytes', { mode: 0o644 });
  expect(linkFile(source, target)).toBe(true);
  expect(readFileSync(target, 'utf8')).toBe('bytes');
  expect([modeOf(source), modeOf(target)]).toEqual([0o444, 0o444]);
});

test('where the name is taken, both files stay as they were', () => {
  const folder = createTemporaryFolder();
  const [source, target] = [join(folder, 'source'), join(folder, 'target')];
  writeFileSync(source, 'bytes', { mode: 0o644 });
  writeFileSync(target, 'others', { mode: 0o644 });
  expect(linkFile(source, target)).toBe(false);
  expect(readFileSync(target, 'utf8')).toBe('others');
  expect([modeOf(source), modeOf(target)]).toEqual([0o644, 0o644]);
});
