import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { RemoteError } from '../../src/spec/remote-store.ts';
import type { RemotePath, RemoteStore } from '../../src/spec/remote-store.ts';

/** What a driver promises beyond the contract. */
export interface DriverTraits {
  /** Whether of two writers the first wins; otherwise the last, whole. */
  readonly firstWins: boolean;
}

/** The contract of every remote store, tried on one that is empty or holds what earlier tests left. */
export function describeRemoteStore(driver: string, open: () => RemoteStore | Promise<RemoteStore>, { firstWins }: DriverTraits): void {
  describe(driver, () => {
    test('what is nowhere is absent, and no error', async () => {
      const store = await open();
      expect(await store.get(blobPath(randomBytes(8)))).toBeUndefined();
      expect(await store.has(blobPath(randomBytes(8)))).toBe(false);
      expect(await store.get('ac/main/nobody/nothing')).toBeUndefined();
      store.close();
    });

    test.each([0, 1, 4096, 3_000_001])('%i bytes come back as they were', async (size) => {
      const store = await open();
      const bytes = randomBytes(size);
      await store.put(blobPath(bytes), bytes);
      expect(await store.has(blobPath(bytes))).toBe(true);
      expect(Buffer.compare((await store.get(blobPath(bytes)))!, bytes)).toBe(0);
      store.close();
    });

    test('entries lie under namespace, signer and name, apart from each other', async () => {
      const store = await open();
      const name = randomBytes(8).toString('hex');
      const paths = [`ac/main/a1/${name}`, `ac/main/b2/${name}`, `ac/pr-12/a1/${name}`] as const;
      for (const path of paths) await store.put(path, Buffer.from(path));
      for (const path of paths) expect(textOf(await store.get(path))).toBe(path);
      store.close();
    });

    test('a second write does nothing, unless it is to replace', async () => {
      const store = await open();
      const path: RemotePath = `ac/main/a1/${randomBytes(8).toString('hex')}`;
      await store.put(path, Buffer.from('first'));
      await store.put(path, Buffer.from('second'));
      if (firstWins) expect(textOf(await store.get(path))).toBe('first');
      await store.put(path, Buffer.from('third'), { replace: true });
      expect(textOf(await store.get(path))).toBe('third');
      store.close();
    });

    test('many writers and readers of one place: whoever reads gets all or nothing', async () => {
      const store = await open();
      const bytes = randomBytes(400_000);
      const path = blobPath(bytes);
      const reads: (number | undefined)[] = [];
      const write = async (): Promise<void> => store.put(path, bytes);
      const read = async (): Promise<void> => void reads.push((await store.get(path))?.byteLength);
      await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? write() : read())));
      expect(new Set([...reads, undefined, bytes.byteLength])).toEqual(new Set([undefined, bytes.byteLength]));
      expect((await store.get(path))?.byteLength).toBe(bytes.byteLength);
      store.close();
    });

    test('300 blobs at once', async () => {
      const store = await open();
      const blobs = Array.from({ length: 300 }, () => randomBytes(2000));
      await Promise.all(blobs.map((bytes) => store.put(blobPath(bytes), bytes)));
      const back = await Promise.all(blobs.map((bytes) => store.get(blobPath(bytes))));
      expect(back.map((bytes) => computeDigest(bytes!))).toEqual(blobs.map(computeDigest));
      store.close();
    });

    test('whoever does not wait any longer is let go', async () => {
      const store = await open();
      const refusal = await store.get('ac/main/a1/any', { signal: AbortSignal.abort() }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(RemoteError);
      expect((refusal as RemoteError).failure).toBe('slow');
      store.close();
    });
  });
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}

/** The place of some bytes. */
export function blobPath(bytes: Uint8Array): RemotePath {
  return `cas/${computeDigest(bytes)}`;
}
