import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFolderStore } from '../../src/adapters/remote/create-folder-store.ts';
import { computeDigest } from '../../src/keys/canonical.ts';
import { createUploadQueue } from '../../src/sharing/create-upload-queue.ts';
import { fetchPicture, supportVault } from '../../src/sharing/keep-pictures.ts';
import type { BlobStore } from '../../src/spec/blob-store.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { clock } from '../support/real-clock.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const picture = Buffer.from('a bought picture');
const digest = computeDigest(picture);

/** An empty vault over a shared folder. */
function open(): { readonly vault: BlobStore; readonly own: BlobStore; readonly folder: string; readonly drain: () => Promise<unknown> } {
  const [own, folder, uploads] = [createContentStore({ folder: createTemporaryFolder() }), createTemporaryFolder(), createUploadQueue(clock)];
  return { vault: supportVault(own, { remote: createFolderStore({ folder }), uploads }), own, folder, drain: () => uploads.drain() };
}

describe('a vault with a store behind it', () => {
  test('what comes in goes to the store as well, after it lies here', async () => {
    const { vault, own, folder, drain } = open();
    expect(await vault.write(picture)).toBe(digest);
    expect(await own.read(digest)).toEqual(picture);
    await drain();
    expect(readdirSync(join(folder, 'cas'))).toEqual([digest]);
  });

  test('what is missing here is fetched, and stays', async () => {
    const { vault, own, folder } = open();
    await createFolderStore({ folder }).put(`cas/${digest}`, picture);
    expect(await vault.read(digest)).toEqual(picture);
    rmSync(folder, { recursive: true });
    expect(await own.read(digest)).toEqual(picture);
  });

  test('other bytes under its name are not taken', async () => {
    const { vault, own, folder } = open();
    await createFolderStore({ folder }).put(`cas/${digest}`, picture);
    writeFileSync(join(folder, 'cas', digest), picture.subarray(1));
    expect(await vault.read(digest)).toBeUndefined();
    expect(own.has(digest)).toBe(false);
    expect(await fetchPicture(digest, own, createFolderStore({ folder }))).toBeUndefined();
  });

  test('a store that is gone is as if it had none', async () => {
    const { vault, folder } = open();
    rmSync(folder, { recursive: true });
    expect(await vault.read(digest)).toBeUndefined();
  });
});
