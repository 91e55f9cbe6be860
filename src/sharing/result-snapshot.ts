import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Digest } from '../model/digest.ts';
import { isDigest } from '../model/digest.ts';
import type { ActionResult } from '../model/outcome.ts';
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

/** The name of a snapshot among the entries of its namespace. */
const snapshotName = 'snapshot';

/** The most bytes of a snapshot once unpacked: some 500,000 results. */
const mostUnpacked = 256 * 1024 * 1024;

/** A snapshot that has nothing. */
export const noSnapshot: ResultSnapshot = { find: () => Promise.resolve(undefined) };

/** Reads the snapshots of all namespaces that are believed, once, at the first question. What fails is as if it were not there: entries are still asked for one by one. */
export function createResultSnapshot(remote: RemoteStore, { reads }: Trust): ResultSnapshot {
  let loading: Promise<ReadonlyMap<string, unknown>> | undefined;
  const load = async (): Promise<ReadonlyMap<string, unknown>> => {
    const places = reads.flatMap(({ namespace, keys }) => keys.map((key) => ({ place: { namespace, name: snapshotName }, key })));
    const parts = await Promise.all(
      places.map(async ({ place, key }) => {
        const bytes = await remote.get(locateEntry(place, key.id));
        const content = bytes && openEntry(bytes, place, key);
        return content === undefined ? {} : unpack(content);
      }),
    );
    return new Map(parts.flatMap((part) => Object.entries(part)));
  };
  const loadQuietly = (): Promise<ReadonlyMap<string, unknown>> =>
    load().catch((error: unknown) => {
      if (error instanceof RemoteError) return new Map();
      throw error;
    });
  return {
    find: async (key) => {
      const result = (await (loading ??= loadQuietly())).get(key);
      return isActionResult(result) ? result : undefined;
    },
  };
}

/** Writes the snapshot of a namespace anew. */
export async function writeResultSnapshot(
  remote: RemoteStore,
  results: ReadonlyMap<Digest, ActionResult>,
  { namespace, key }: { readonly namespace: string; readonly key: SigningKey },
): Promise<void> {
  const place = { namespace, name: snapshotName };
  const content = await promisify(gzip)(JSON.stringify(Object.fromEntries(results)));
  await remote.put(locateEntry(place, key.id), sealEntry(content, place, key), { replace: true });
}

/** The signature holds, so a believed machine packed it; what it packed is still looked at. */
async function unpack(content: Uint8Array): Promise<{ readonly [key: string]: unknown }> {
  try {
    const text = await promisify(gunzip)(content, { maxOutputLength: mostUnpacked });
    const results = JSON.parse(text.toString('utf8')) as { readonly [key: string]: unknown };
    return Object.fromEntries(Object.entries(results).filter(([key]) => isDigest(key)));
  } catch {
    return {};
  }
}
