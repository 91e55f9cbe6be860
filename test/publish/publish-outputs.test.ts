import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { assetsOf } from '../../src/publish/manifest-assets.ts';
import { publishOutputs } from '../../src/publish/publish-outputs.ts';
import type { PublishOptions, Published } from '../../src/publish/publish-outputs.ts';
import { openManifest, readManifest } from '../../src/publish/read-manifest.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { openScratchFiles } from '../../src/store/scratch-files.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A manifest of one asset whose files have their own names as content. */
function manifestOf(...sources: readonly string[]): Manifest {
  const files = sources.map((src) => ({ format: 'png' as const, src, bytes: src.length, digest: computeDigest(src) }));
  const picture = { size: 'og', width: 1, height: 1, locale: 'en', variant: {}, alt: 'A', raster: computeDigest('raster'), files };
  return { version: 1, assets: { a: { template: 'quote', pictures: [picture] } } };
}

interface Site {
  readonly root: string;
  publish(manifest: Manifest, options?: Partial<PublishOptions>): Promise<Published>;
  list(): readonly string[];
}

async function createSite(): Promise<Site> {
  const root = createTemporaryFolder();
  const store = createContentStore({ folder: join(root, 'blobs') });
  for (const name of ['a/1.png', 'a/2.png', 'b/3.png']) await store.write(Buffer.from(name));
  return {
    root,
    publish: (manifest, options) =>
      publishOutputs({
        root,
        dir: 'out',
        manifest: assetsOf(manifest),
        previous: openManifest(root, 'out'),
        store,
        stampsOf: () => new Map(),
        adopt: false,
        pending: undefined,
        stamps: openScratchFiles(undefined).open(),
        ...options,
      }),
    list: () =>
      readdirSync(join(root, 'out'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.includes('.'))
        .toSorted(),
  };
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('publishOutputs', () => {
  test('leaves exactly what the manifest names, and what was never ours', async () => {
    const site = await createSite();
    await site.publish(manifestOf('a/1.png', 'b/3.png'));
    write(site.root, 'out/a/hand-made.png', 'mine');
    const { removed } = await site.publish(manifestOf('a/2.png'));
    expect(removed).toEqual(['out/a/1.png', 'out/b/3.png']);
    expect(site.list()).toEqual(['a/2.png', 'a/hand-made.png', 'manifest.json']);
    expect(existsSync(join(site.root, 'out/b'))).toBe(false);
  });

  test('puts deleted and edited files back byte for byte, and writes nothing else', async () => {
    const site = await createSite();
    await site.publish(manifestOf('a/1.png', 'a/2.png', 'b/3.png'));
    rmSync(join(site.root, 'out/a/1.png'));
    writeFileSync(join(site.root, 'out/a/2.png'), 'edited!');
    const { written } = await site.publish(manifestOf('a/1.png', 'a/2.png', 'b/3.png'));
    expect(written).toBe(2);
    expect(readFileSync(join(site.root, 'out/a/1.png'), 'utf8')).toBe('a/1.png');
    expect(readFileSync(join(site.root, 'out/a/2.png'), 'utf8')).toBe('a/2.png');
  });

  test('refuses to overwrite what it did not make, unless told to', async () => {
    const site = await createSite();
    write(site.root, 'out/a/1.png', 'a photo of mine');
    await expect(site.publish(manifestOf('a/1.png'))).rejects.toMatchObject({ diagnostics: [{ code: 'OUTPUT_FOREIGN', exit: 2 }] });
    expect(readFileSync(join(site.root, 'out/a/1.png'), 'utf8')).toBe('a photo of mine');
    await site.publish(manifestOf('a/1.png'), { adopt: true });
    expect(readFileSync(join(site.root, 'out/a/1.png'), 'utf8')).toBe('a/1.png');
  });

  test('takes over a file that is already right', async () => {
    const site = await createSite();
    write(site.root, 'out/a/1.png', 'a/1.png');
    expect((await site.publish(manifestOf('a/1.png'))).written).toBe(0);
  });

  test('says what it could not put back', async () => {
    const site = await createSite();
    expect((await site.publish(manifestOf('a/unknown.png'))).lost).toEqual(['out/a/unknown.png']);
  });

  test('writes through no symbolic link out of the project', async () => {
    const site = await createSite();
    const elsewhere = createTemporaryFolder();
    mkdirSync(join(site.root, 'out'));
    symlinkSync(elsewhere, join(site.root, 'out/a'));
    await expect(site.publish(manifestOf('a/1.png'))).rejects.toMatchObject({ diagnostics: [{ code: 'PATH_ESCAPE' }] });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test('replaces a symbolic link that lies where an output belongs, not what it points to', async () => {
    const site = await createSite();
    const target = join(createTemporaryFolder(), 'precious');
    writeFileSync(target, 'precious');
    await site.publish(manifestOf('a/1.png'));
    rmSync(join(site.root, 'out/a/1.png'));
    symlinkSync(target, join(site.root, 'out/a/1.png'));
    await site.publish(manifestOf('a/1.png'));
    expect(readFileSync(target, 'utf8')).toBe('precious');
    expect(readFileSync(join(site.root, 'out/a/1.png'), 'utf8')).toBe('a/1.png');
  });

  test('removes nothing outside the output folder, whatever an edited manifest says', async () => {
    const site = await createSite();
    write(site.root, 'precious.txt', 'precious');
    await site.publish(manifestOf('a/1.png'), { previous: assetsOf(manifestOf('../precious.txt', '/etc/hostname')) });
    expect(readFileSync(join(site.root, 'precious.txt'), 'utf8')).toBe('precious');
  });

  test('after a publishing that was killed, takes away what no manifest names, and nothing that is kept', async () => {
    const site = await createSite();
    const both: Manifest = { version: 1, assets: { a: manifestOf('a/1.png').assets['a']!, b: manifestOf('b/3.png').assets['a']! } };
    await site.publish(both);
    write(site.root, 'out/a/2.png', 'half');
    const pending = join(site.root, 'publishing.json');
    writeFileSync(pending, JSON.stringify(['a/2.png', 'a/1.png', 'b/3.png']));
    const stampsOf = (asset: string): ReadonlyMap<string, string> => new Map(asset === 'b' ? [['out/b/3.png', 'as it was']] : []);
    const { removed } = await site.publish(
      { version: 1, assets: { a: both.assets['a']! } },
      { previous: openManifest(site.root, 'out', new Set(['b']))!, pending, stampsOf },
    );
    expect(removed).toEqual(['out/a/2.png']);
    expect(site.list()).toEqual(['a/1.png', 'b/3.png', 'manifest.json']);
    expect(readManifest(site.root, 'out')).toEqual(both);
    expect(existsSync(pending)).toBe(false);
  });

  test('leaves a file that a manifest edited by hand names with another asset', async () => {
    const site = await createSite();
    await site.publish(manifestOf('a/1.png', 'b/3.png'));
    const file = (src: string): Manifest['assets'][string] => manifestOf(src).assets['a']!;
    const { removed } = await site.publish({ version: 1, assets: { a: file('a/2.png'), b: file('a/1.png') } });
    expect(removed).toEqual(['out/b/3.png']);
    expect(site.list()).toEqual(['a/1.png', 'a/2.png', 'manifest.json']);
  });

  test('sweeps the temporary files of dead processes', async () => {
    const site = await createSite();
    write(site.root, 'out/a/.visuals-tmp-999999999-1', 'half');
    await site.publish(manifestOf('a/1.png'));
    expect(site.list()).toEqual(['a/1.png', 'manifest.json']);
  });
});
