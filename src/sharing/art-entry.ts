import type { Digest } from '../model/digest.ts';
import { isDigest } from '../model/digest.ts';
import type { PictureEntry } from '../model/purchase.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { RemoteStore } from '../spec/remote-store.ts';
import { fetchBlob, locateBlob } from './fetch-blob.ts';
import { mostEntryBytes } from './result-entry.ts';
import { locateEntry, openEntry, sealEntry } from './signed-entry.ts';
import type { Trust } from './trust.ts';

/** Bought pictures of one key, handed from machine to machine through the shared store. */
export interface SharedArt {
  readonly remote: RemoteStore;
  readonly trust: Trust;
  readonly vault: BlobStore;
}

/**
 * Leaves the bought pictures of a key for others: bytes first, then the signed lines of the lock.
 * @throws RemoteError
 */
export async function leaveArt(key: Digest, entries: readonly PictureEntry[], { remote, trust, vault }: SharedArt): Promise<void> {
  const { writes } = trust;
  if (writes === undefined) throw new Error('nobody here may write to the store');
  for (const { digest } of entries) {
    const bytes = await vault.read(digest);
    if (bytes !== undefined) await remote.put(locateBlob(digest), bytes);
  }
  const place = { namespace: writes.namespace, name: key };
  await remote.put(locateEntry(place, writes.key.id), sealEntry(Buffer.from(JSON.stringify({ kind: 'art', entries })), place, writes.key), { replace: true });
}

/**
 * Takes over the pictures of a key that others bought.
 * @returns their lines, whose bytes are in the vault now; none when nobody has left any that is believed
 * @throws RemoteError
 */
export async function takeArt(key: Digest, { remote, trust, vault }: SharedArt): Promise<readonly PictureEntry[]> {
  for (const { namespace, keys } of trust.reads) {
    for (const signer of keys) {
      const place = { namespace, name: key };
      const bytes = await remote.get(locateEntry(place, signer.id));
      const content = bytes === undefined || bytes.byteLength > mostEntryBytes ? undefined : openEntry(bytes, place, signer);
      const entries = content === undefined ? [] : parseEntries(content, key);
      if (entries.length > 0 && (await fetchAll(entries, { remote, trust, vault }))) return entries;
    }
  }
  return [];
}

async function fetchAll(entries: readonly PictureEntry[], { remote, vault }: SharedArt): Promise<boolean> {
  for (const { digest } of entries) {
    if (vault.has(digest)) continue;
    const bytes = await fetchBlob(remote, digest);
    if (bytes === undefined || bytes === 'damaged') return false;
    await vault.write(bytes);
  }
  return true;
}

function parseEntries(content: Uint8Array, key: Digest): readonly PictureEntry[] {
  try {
    const { kind, entries } = JSON.parse(Buffer.from(content).toString('utf8')) as { readonly kind?: unknown; readonly entries?: unknown };
    return kind === 'art' && Array.isArray(entries) && entries.every((entry) => isEntry(entry, key)) ? entries : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown, key: Digest): value is PictureEntry {
  const entry = value as Partial<Record<keyof PictureEntry, unknown>> | null;
  return typeof entry?.digest === 'string' && isDigest(entry.digest) && entry.key === key && typeof entry.date === 'string';
}
