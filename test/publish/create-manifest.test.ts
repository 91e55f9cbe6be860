import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { formatManifest } from '../../src/publish/create-manifest.ts';

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
    const pieces = [...formatManifest(manifestOf(assets))];
    expect(pieces.join('')).toBe(`${JSON.stringify(manifestOf(assets), undefined, 1)}\n`);
    expect(pieces.length).toBe(assets + 2);
  });
});
