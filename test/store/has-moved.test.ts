import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { readStamp } from '../../src/store/file-stamp.ts';
import { hasMoved, restampDependencies } from '../../src/store/has-moved.ts';
import type { Dependencies, InputPlaces } from '../../src/store/input-files.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A project of one file in a folder, and what was read of it. */
function open(): { readonly places: InputPlaces; readonly read: Dependencies; readonly locate: (path: string) => string } {
  const places = { root: createTemporaryFolder(), shipped: createTemporaryFolder() };
  const locate = (path: string): string => join(places.root, path);
  mkdirSync(locate('copy'));
  writeFileSync(locate('copy/en.json'), '{}');
  writeFileSync(join(places.shipped, 'base.css'), 'a {}');
  const known = (path: string, text: string) => ({ stamp: readStamp(path)!, digest: computeDigest(text) });
  const read: Dependencies = {
    files: new Map([
      ['copy/en.json', known(locate('copy/en.json'), '{}')],
      ['@visuals/base.css', known(join(places.shipped, 'base.css'), 'a {}')],
    ]),
    folders: new Map([['copy', readStamp(locate('copy'))!]]),
    absent: new Set(['copy/fr.json']),
  };
  return { places, read, locate };
}

test('nothing has moved where nothing was touched, or touched alone', () => {
  const { places, read, locate } = open();
  expect(hasMoved(read, places)).toBe(false);
  utimesSync(locate('copy/en.json'), new Date(), new Date());
  expect(hasMoved(read, places)).toBe(false);
});

const changes: { readonly [what: string]: (locate: (path: string) => string, places: InputPlaces) => void } = {
  'other bytes': (locate) => writeFileSync(locate('copy/en.json'), '{"a":1}'),
  'a file that is gone': (locate) => rmSync(locate('copy/en.json')),
  'a folder in its place': (locate) => (rmSync(locate('copy/en.json')), mkdirSync(locate('copy/en.json'))),
  'one more in a folder': (locate) => writeFileSync(locate('copy/de.json'), '{}'),
  'what was missing': (locate) => writeFileSync(locate('copy/fr.json'), '{}'),
  'another file of the tool': (_, { shipped }) => writeFileSync(join(shipped, 'base.css'), 'b {}'),
};

test.each(Object.keys(changes))('%s is noticed, once', (what) => {
  const { places, read, locate } = open();
  changes[what]!(locate, places);
  expect(hasMoved(read, places)).toBe(true);
  const again = restampDependencies(read, places);
  if (what !== 'a folder in its place') expect(hasMoved(again, places)).toBe(false);
});
