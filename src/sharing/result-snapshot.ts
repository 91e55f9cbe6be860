import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import { createGunzip, createGzip } from 'node:zlib';
import type { Digest } from '../model/digest.ts';
import { isDigest } from '../model/digest.ts';
import type { ActionResult } from '../model/outcome.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import type { RemoteStore } from '../spec/remote-store.ts';
import { RemoteError } from '../spec/remote-store.ts';
import { isActionResult } from './result-entry.ts';
import { locateEntry, openEntry, sealEntry } from './signed-entry.ts';
import type { SigningKey } from './signing-key.ts';
import type { Trust } from './trust.ts';

/** All results of a namespace's last whole build, under one signature: a fresh clone asks once instead of thousands of times. */
export interface ResultSnapshot {
  /** A result by its key. The snapshot is fetched when it is first asked. */
  find(key: Digest): Promise<ActionResult | undefined>;
}

/** The name of a snapshot among the entries of its namespace; it tells the format. */
export const snapshotName = 'snapshot-2';

/** The most characters of a snapshot once unpacked: some 500,000 results. */
const mostUnpacked = 256 * 1024 * 1024;

/** A snapshot that has nothing. */
export const noSnapshot: ResultSnapshot = { find: () => Promise.resolve(undefined) };

/**
 * Reads the snapshots of all namespaces that are believed, once, at the first question. What fails is as if it were not there: entries are still asked for one by one.
 * @param openShelf opens where the results are kept: there may be more than memory should hold
 */
export function createResultSnapshot(remote: RemoteStore, { reads }: Pick<Trust, 'reads'>, openShelf: () => ActionIndex): ResultSnapshot {
  let loading: Promise<ActionIndex> | undefined;
  const load = async (): Promise<ActionIndex> => {
    const shelf = openShelf();
    for (const { namespace, keys } of reads) {
      for (const key of keys) {
        const place = { namespace, name: snapshotName };
        const bytes = await getQuietly(remote, locateEntry(place, key.id));
        const content = bytes && openEntry(bytes, place, key);
        if (content !== undefined) await unpack(content, shelf);
      }
    }
    return shelf;
  };
  return { find: async (key) => (await (loading ??= load())).get(key) };
}

async function getQuietly(remote: RemoteStore, path: Parameters<RemoteStore['get']>[0]): Promise<Uint8Array | undefined> {
  try {
    return await remote.get(path);
  } catch (error) {
    if (error instanceof RemoteError) return undefined;
    throw error;
  }
}

/** Results by their keys, looked up one by one. */
export function* lookUpResults(keys: Iterable<Digest>, index: ActionIndex): Iterable<readonly [Digest, ActionResult]> {
  for (const key of keys) {
    const result = index.get(key);
    if (result !== undefined) yield [key, result];
  }
}

/** Writes the snapshot of a namespace anew: gzip of a line `<key> <JSON>` a result. */
export async function writeResultSnapshot(
  remote: RemoteStore,
  results: Iterable<readonly [Digest, ActionResult]>,
  { namespace, key }: { readonly namespace: string; readonly key: SigningKey },
): Promise<void> {
  const place = { namespace, name: snapshotName };
  const content = await buffer(Readable.from(formatLines(results)).pipe(createGzip()));
  await remote.put(locateEntry(place, key.id), sealEntry(content, place, key), { replace: true });
}

function* formatLines(results: Iterable<readonly [Digest, ActionResult]>): Iterable<string> {
  for (const [key, result] of results) yield `${key} ${JSON.stringify(result)}\n`;
}

const keyLength = 64;

/** The signature holds, so a believed machine packed it; what it packed is still looked at. */
async function unpack(content: Uint8Array, shelf: ActionIndex): Promise<void> {
  let unpacked = 0;
  try {
    for await (const line of createInterface({ input: Readable.from([content]).pipe(createGunzip()) })) {
      unpacked += line.length;
      if (unpacked > mostUnpacked) return;
      const [key, result] = [line.slice(0, keyLength), JSON.parse(line.slice(keyLength + 1)) as unknown];
      if (isDigest(key) && isActionResult(result)) shelf.set(key, result);
    }
  } catch {
    // What was read until here is right.
  }
}
