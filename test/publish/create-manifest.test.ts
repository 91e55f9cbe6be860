import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareCodeUnits, computeDigest } from '../../src/keys/canonical.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { formatManifest } from '../../src/publish/create-manifest.ts';
import { assetsOf } from '../../src/publish/manifest-assets.ts';
import { findBlocks, readBlock } from '../../src/publish/manifest-blocks.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** Words that JSON escapes, and such as look like the file's own lines. */
const alts = ['plain', 'line\nbreak and "quotes"', ' indented\n  {\n', '絵 و 😀', '},\n "assets": {'];

function manifestOf(assets: number): Manifest {
  const names = Array.from({ length: assets }, (_, at) => `asset-${at}`);
  const picture = (alt: string): Manifest['assets'][string]['pictures'][number] => ({
    size: 'og',
    width: 1200,
    height: 630,
    locale: 'ja',
    variant: alt === 'plain' ? {} : { theme: 'dark' },
    alt,
    raster: computeDigest(alt),
    files: [{ format: 'png', src: `${alt.length}.png`, bytes: 1, digest: computeDigest('bytes') }],
  });
  return { version: 1, assets: Object.fromEntries(names.map((name, at) => [name, { template: 'quote', pictures: alts.slice(0, at).map(picture) }])) };
}

describe('formatManifest', () => {
  test.each([0, 1, 2, 6])('gives, asset by asset, what JSON gives of %i assets at once', (assets) => {
    const pieces = [...formatManifest(assetsOf(manifestOf(assets)))];
    expect(pieces.join('')).toBe(`${JSON.stringify(manifestOf(assets), undefined, 1)}\n`);
    expect(pieces.length).toBe(assets + 2);
  });

  test('copies what is kept from where it is written, and gives the same', () => {
    const { assets } = manifestOf(6);
    // Objects have names that are numbers first, and sorted as such.
    const added = ['10', '9', 'asset"'].map((id) => [id, assets['asset-5']!] as const);
    const sorted = [...Object.entries(assets), ...added].toSorted(([a], [b]) => compareCodeUnits(a, b));
    const all: Manifest = { version: 1, assets: Object.fromEntries(sorted) };
    const text = [...formatManifest(assetsOf(all))].join('');
    const path = join(createTemporaryFolder(), 'manifest.json');
    writeFileSync(path, text);
    const blocks = findBlocks(path)!;
    expect([...blocks.keys()]).toEqual(Object.keys(all.assets));
    for (const [id, block] of blocks) expect(JSON.parse(`{${readBlock(path, block)}}`)).toEqual({ [id]: all.assets[id] });
    for (const ids of [['asset-1'], ['9', 'asset-5'], ['asset"', '10'], Object.keys(all.assets)]) {
      const rest = Object.fromEntries(Object.entries(all.assets).filter(([id]) => !ids.includes(id)));
      const kept = { path, blocks: new Map([...blocks].filter(([id]) => ids.includes(id))) };
      expect([...formatManifest(assetsOf({ version: 1, assets: rest }), kept)].join('')).toBe(text);
    }
  });
});
