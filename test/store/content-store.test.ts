import { chmodSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const bytes = Buffer.from('a picture');

function locate(folder: string): string {
  const digest = computeDigest(bytes);
  return join(folder, digest.slice(0, 2), digest);
}

describe('content store', () => {
  test('gives back what was written, read-only on disk', async () => {
    const folder = createTemporaryFolder();
    const store = createContentStore({ folder });
    const digest = await store.write(bytes);
    expect(store.has(digest)).toBe(true);
    expect(await store.read(digest)).toEqual(bytes);
    expect(statSync(locate(folder)).mode & 0o777).toBe(0o444);
  });

  test('sets a flipped bit aside, reports it once, and heals on the next write', async () => {
    const folder = createTemporaryFolder();
    const corrupt: string[] = [];
    const store = createContentStore({ folder, onCorrupt: (path) => corrupt.push(path) });
    const digest = await store.write(bytes);
    chmodSync(locate(folder), 0o644);
    writeFileSync(locate(folder), 'a pictUre');
    expect(await store.read(digest)).toBeUndefined();
    expect(corrupt).toEqual([locate(folder)]);
    expect(existsSync(`${locate(folder)}.bad`)).toBe(true);
    await store.write(bytes);
    expect(await store.read(digest)).toEqual(bytes);
  });

  test('writing heals a corrupt blob that nobody read', async () => {
    const folder = createTemporaryFolder();
    const store = createContentStore({ folder });
    await store.write(bytes);
    chmodSync(locate(folder), 0o644);
    writeFileSync(locate(folder), '');
    await store.write(bytes);
    expect(readFileSync(locate(folder))).toEqual(bytes);
  });

  test('materialises verified bytes only', async () => {
    const folder = createTemporaryFolder();
    const store = createContentStore({ folder });
    const digest = await store.write(bytes);
    const target = join(folder, 'out', 'picture.png');
    expect(await store.materialise(digest, target)).toBe(true);
    expect(readFileSync(target)).toEqual(bytes);
    expect(readdirSync(join(folder, 'out'))).toEqual(['picture.png']);
    expect(await store.materialise(computeDigest('other'), join(folder, 'none'))).toBe(false);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('keeps everything in memory when asked to', async () => {
    const folder = join(createTemporaryFolder(), 'never');
    const store = createContentStore({ folder, memoryOnly: true });
    const digest = await store.write(bytes);
    expect(await store.read(digest)).toEqual(bytes);
    expect(existsSync(folder)).toBe(false);
  });
});
