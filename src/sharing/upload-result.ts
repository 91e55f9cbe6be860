import type { ActionResult } from '../model/outcome.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { RemotePath, RemoteStore } from '../spec/remote-store.ts';
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

/** A result, and what it is the result of. */
export interface KeyedResult {
  readonly action: KeyedAction;
  readonly result: ActionResult;
}

/** Whether results of a kind are shared: files of the project stay where they are, and what is bought is found by the lock. */
export function isShared({ kind }: Pick<KeyedAction, 'kind'>): boolean {
  return kind !== 'ingest' && kind !== 'generate';
}

/** Whether the store has a result already: this very entry, and a file of that name. An entry that somebody spoilt is not had. @throws RemoteError */
export async function hasResult(action: KeyedAction, result: ActionResult, { remote, writes, signal }: UploadTarget): Promise<boolean> {
  const { path, bytes } = sealResult(action, result, writes);
  const there = await remote.get(path, { signal });
  const isNamed = there !== undefined && Buffer.compare(there, bytes) === 0;
  return isNamed && (action.kind !== 'encode' || (await remote.has(locateBlob(result.digest), { signal })));
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
  const { path, bytes } = sealResult(action, result, writes);
  await remote.put(path, bytes, { signal, replace: true });
}

/** Sends what the store lacks. @returns whether anything was sent @throws RemoteError */
export async function completeResult({ action, result }: KeyedResult, target: UploadTarget & { readonly store: BlobStore }): Promise<boolean> {
  if (await hasResult(action, result, target)) return false;
  await uploadResult(action, result, target);
  return true;
}

/** Equal results are equal bytes: so are signatures of Ed25519. */
function sealResult(
  action: KeyedAction,
  result: ActionResult,
  { namespace, key }: UploadTarget['writes'],
): { readonly path: RemotePath; readonly bytes: Uint8Array } {
  const place = { namespace, name: action.key };
  return { path: locateEntry(place, key.id), bytes: sealEntry(formatResultEntry(action, result), place, key) };
}
