import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { formatManifest } from '../../src/publish/create-manifest.ts';
import { assetsOf, collectManifest } from '../../src/publish/manifest-assets.ts';
import { openManifest, readManifest } from '../../src/publish/read-manifest.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

function createAsset(name: string): Manifest['assets'][string] {
  const file = { format: 'png' as const, src: `${name}/og.en.png`, bytes: 1, digest: computeDigest(name) };
  return {
    template: 'quote',
    pictures: [{ size: 'og', width: 1, height: 1, locale: 'en', variant: {}, alt: name, raster: computeDigest(name), files: [file] }],
  };
}

const manifest: Manifest = { version: 1, assets: { a: createAsset('a'), b: createAsset('b'), c: createAsset('c') } };
const text = [...formatManifest(assetsOf(manifest))].join('');

function writeManifest(bytes: string): string {
  const root = createTemporaryFolder();
  writeFileSync(join(root, 'manifest.json'), bytes);
  return root;
}

describe('a published manifest', () => {
  test.each<[string, string]>([
    ['as it was written', text],
    ['on one line', JSON.stringify(manifest)],
    ['indented by two', `${JSON.stringify(manifest, undefined, 2)}\n`],
    ['with a line that is none of ours', text.replace(' "assets"', ' "more": 1,\n "assets"')],
    ['without an end of its last line', text.slice(0, -1)],
    ['of no assets', '{\n "version": 1,\n "assets": {}\n}\n'],
  ])('says the same read whole and asset by asset, %s', (_how, bytes) => {
    const root = writeManifest(bytes);
    const whole = readManifest(root, '.')!;
    expect(collectManifest(openManifest(root, '.')!).assets).toEqual(whole.assets);
  });

  test.each<[string, string]>([
    ['of another version', text.replace('"version": 1', '"version": 2')],
    ['without a comma between two assets', text.replace('  },\n  "b"', '  }\n  "b"')],
    ['with one behind the last', text.replace('  }\n }', '  },\n }')],
    ['whose end was cut', text.slice(0, text.indexOf('"c"'))],
    ['with what is no picture', text.replaceAll('"files"', '"rows"')],
    ['with an asset that is not closed', text.replace('   ]\n  },\n  "b"', '   \n  },\n  "b"')],
    ['that git could not merge', text.replace('  "b"', '<<<<<<< ours\n  "b"')],
  ])('is understood neither way, %s', (_how, bytes) => {
    expect(bytes).not.toBe(text);
    const root = writeManifest(bytes);
    expect([readManifest(root, '.'), openManifest(root, '.')]).toEqual([undefined, undefined]);
  });

  test('leaves unread what is kept, and is none where that is missing', () => {
    const root = writeManifest(text.replace('"alt": "b"', '"alt": b'));
    const opened = openManifest(root, '.', new Set(['b']))!;
    expect([opened.ids, [...opened.kept!.blocks.keys()], opened.read('b')]).toEqual([['a', 'c'], ['b'], undefined]);
    expect(openManifest(root, '.', new Set(['d']))).toBeUndefined();
    expect(openManifest(root, 'elsewhere', new Set(['b']))).toBeUndefined();
  });
});
