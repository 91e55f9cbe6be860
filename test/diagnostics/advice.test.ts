import { expect, test } from 'vitest';
import { storageIo } from '../../src/diagnostics/storage.ts';
import { textOverflow } from '../../src/diagnostics/template.ts';
import { copyFileMissing } from '../../src/diagnostics/text.ts';

test.each([
  ['EACCES', 'writing', 'Give the account that builds permission for writing there, then run the build again.'],
  ['EACCES', 'reading', 'Give the account that builds permission for reading there, then run the build again.'],
  ['EROFS', 'writing', 'Choose a folder on a disk that can be written, then run the build again.'],
  ['EEXIST', 'writing', 'A file lies where a folder is needed, or a folder where a file is: move it away, then run the build again.'],
  ['EIO', 'writing', 'Check the disk and its permissions, then run the build again.'],
] as const)('what helps against %s while %s', (cause, step, fix) => expect(storageIo({ path: 'public/visuals', cause, step }).fix).toBe(fix));

test.each([
  ['german', 'Write "de" in `locales`, the tag for German.'],
  ['Japanese', 'Write "ja" in `locales`, the tag for Japanese.'],
  ['de', 'Add the file, or declare locales.fallback["de"].'],
  ['zh-Hant', 'Add the file, or declare locales.fallback["zh-Hant"].'],
])('what helps where there is no copy for %s', (locale, fix) => expect(copyFileMissing({ locale, paths: [] }).fix).toBe(fix));

test.each([
  [30, 20, undefined, 'Shorten it from 30 to about 20 characters, or give the slot more room.'],
  [30, 8, 'Einschlaftimer', 'Take a word of about 8 characters, write soft hyphens (U+00AD) where it may break, or give the slot more room.'],
  [1, 0, undefined, 'Give the slot more room, or a smaller size: no shorter text would fit.'],
])('of %i characters %i fit', (characters, fits, word, fix) => {
  const found = { slot: 'mark', locale: 'de', problem: 'is too long', characters, fits, fontSize: 24, isSmallest: true, ...(word !== undefined && { word }) };
  expect(textOverflow(found).fix).toBe(fix);
});
