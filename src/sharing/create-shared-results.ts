import type { Digest } from '../model/digest.ts';
import type { ActionResult } from '../model/outcome.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { RemotePath, RemoteStore } from '../spec/remote-store.ts';
import { RemoteError } from '../spec/remote-store.ts';
import type { KeyedAction, SharedResults } from '../spec/shared-results.ts';
import type { UploadQueue } from './create-upload-queue.ts';
import { fetchBlob, locateBlob } from './fetch-blob.ts';
import { mostEntryBytes, parseResultEntry } from './result-entry.ts';
import type { ResultSnapshot } from './result-snapshot.ts';
import { locateEntry, openEntry } from './signed-entry.ts';
import type { Trust } from './trust.ts';
import { isShared, uploadResult } from './upload-result.ts';

/** What results are shared through. */
export interface SharingTools {
  /** Guarded: what fails again and again fails at once. */
  readonly remote: RemoteStore;
  readonly trust: Trust;
  readonly index: ActionIndex;
  readonly store: BlobStore;
  readonly uploads: UploadQueue;
  /** Results that came in one piece; asked for before any entry. */
  readonly snapshot: ResultSnapshot;
  /** Told of what the store gave and was not believed. */
  readonly onRefused: (refusal: Refusal) => void;
  /** Told of each result that was not sent because many wait already. */
  readonly onPostponed: () => void;
}

/** `forged`: an entry that no believed key signed for its place, or about another action. `damaged`: bytes that are not what their digest says. */
export interface Refusal {
  readonly path: RemotePath;
  readonly why: 'forged' | 'damaged';
}

/** How long the lookup of an entry may take, in milliseconds: beyond that most pictures are made sooner. */
const lookupLimit = 2000;

/** Shares results through a remote store. */
export function createSharedResults(tools: SharingTools): SharedResults {
  const asked = new Map<Digest, Promise<ActionResult | undefined>>();
  return {
    restore: (action) => {
      if (!isShared(action)) return Promise.resolve(undefined);
      const known = asked.get(action.key);
      if (known !== undefined) return known;
      const begun = restore(action, tools).then((result) => {
        // What was found is in the index from now on; that there is nothing is remembered.
        if (result === undefined) asked.set(action.key, nothing);
        else asked.delete(action.key);
        return result;
      });
      asked.set(action.key, begun);
      return begun;
    },
    offer: (action, result) => {
      const { writes } = tools.trust;
      if (writes === undefined || !isShared(action)) return;
      if (!tools.uploads.offer((signal) => uploadResult(action, result, { ...tools, signal, writes }))) tools.onPostponed();
    },
  };
}

const nothing: Promise<undefined> = Promise.resolve(undefined);

async function restore(action: KeyedAction, tools: SharingTools): Promise<ActionResult | undefined> {
  try {
    const result = (await tools.snapshot.find(action.key)) ?? (await lookUp(action, tools));
    if (result === undefined || !(await hasBytes(action, result, tools))) return undefined;
    tools.index.set(action.key, result);
    return result;
  } catch (error) {
    if (error instanceof RemoteError) return undefined;
    throw error;
  }
}

async function lookUp(action: KeyedAction, { remote, trust, onRefused }: SharingTools): Promise<ActionResult | undefined> {
  for (const { namespace, keys } of trust.reads) {
    for (const key of keys) {
      const place = { namespace, name: action.key };
      const path = locateEntry(place, key.id);
      const bytes = await remote.get(path, { within: lookupLimit });
      if (bytes === undefined) continue;
      const content = bytes.byteLength > mostEntryBytes ? undefined : openEntry(bytes, place, key);
      const result = content && parseResultEntry(content, action);
      if (result !== undefined) return result;
      onRefused({ path, why: 'forged' });
    }
  }
  return undefined;
}

/** A finished file whose bytes are gone, or others, is a miss as a whole. Of art that is drawn its digest is enough: its bytes are made again when something is drawn from them. */
async function hasBytes({ kind }: KeyedAction, { stored, digest, bytes: size }: ActionResult, { remote, store, onRefused }: SharingTools): Promise<boolean> {
  if (kind !== 'encode' || !stored || store.has(digest)) return true;
  const bytes = await fetchBlob(remote, digest);
  if (bytes === undefined) return false;
  if (bytes === 'damaged' || bytes.byteLength !== size) {
    onRefused({ path: locateBlob(digest), why: 'damaged' });
    return false;
  }
  await store.write(bytes);
  return true;
}
