import type { ActionResult } from '../model/outcome.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { RemoteStore } from '../spec/remote-store.ts';
import type { KeyedAction } from '../spec/shared-results.ts';
import { locateBlob } from './fetch-blob.ts';
import { formatResultEntry } from './result-entry.ts';
import { locateEntry, sealEntry } from './signed-entry.ts';
import type { Trust } from './trust.ts';

/** Where a result goes, and in whose name. */
export interface UploadTarget {
  readonly remote: RemoteStore;
  readonly writes: NonNullable<Trust['writes']>;
  readonly signal: AbortSignal;
}

/** Whether results of a kind are shared: files of the project stay where they are, and what is bought is found by the lock. */
export function isShared({ kind }: Pick<KeyedAction, 'kind'>): boolean {
  return kind !== 'ingest' && kind !== 'generate';
}

/** Whether the store has a result already, by name alone. @throws RemoteError */
export async function hasResult({ kind, key }: KeyedAction, { digest }: ActionResult, { remote, writes, signal }: UploadTarget): Promise<boolean> {
  const isNamed = await remote.has(locateEntry({ namespace: writes.namespace, name: key }, writes.key.id), { signal });
  return isNamed && (kind !== 'encode' || (await remote.has(locateBlob(digest), { signal })));
}

/**
 * Sends a result, and the bytes of a finished file. They go first, so that no entry ever names what is not there, and are read when it is their turn, for hundreds may wait. What was made here was
 * missing there, or was wrong: it takes the place of whatever is there.
 * @throws RemoteError
 */
export async function uploadResult(
  action: KeyedAction,
  result: ActionResult,
  { remote, writes, signal, store }: UploadTarget & { readonly store: BlobStore },
): Promise<void> {
  if (action.kind === 'encode') {
    const bytes = await store.read(result.digest);
    if (bytes === undefined) return;
    await remote.put(locateBlob(result.digest), bytes, { signal, replace: true });
  }
  const place = { namespace: writes.namespace, name: action.key };
  await remote.put(locateEntry(place, writes.key.id), sealEntry(formatResultEntry(action, result), place, writes.key), { signal, replace: true });
}
