import type { Digest } from '../model/digest.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { RemoteStore } from '../spec/remote-store.ts';
import { RemoteError } from '../spec/remote-store.ts';
import type { UploadQueue } from './create-upload-queue.ts';
import { fetchBlob, locateBlob } from './fetch-blob.ts';

/** What a vault leans on. */
export interface VaultSupport {
  readonly remote: RemoteStore;
  /** Where new pictures go as well; undefined for whoever only reads. */
  readonly uploads: UploadQueue | undefined;
}

/**
 * A vault whose pictures may lie in the shared store as well. What is missing or damaged here is fetched when it is read, compared with the digest that the lock names, and
 * kept; what is bought is sent there once it lies here.
 */
export function supportVault(vault: BlobStore, { remote, uploads }: VaultSupport): BlobStore {
  return {
    ...vault,
    read: async (digest) => (await vault.read(digest)) ?? fetchQuietly(digest, vault, remote),
    write: async (bytes) => {
      const digest = await vault.write(bytes);
      uploads?.add((signal) => remote.put(locateBlob(digest), bytes, { signal }));
      return digest;
    },
  };
}

/**
 * Brings a picture into the vault.
 * @returns its bytes; undefined when the store has none, or others
 * @throws RemoteError
 */
export async function fetchPicture(digest: Digest, vault: BlobStore, remote: RemoteStore): Promise<Uint8Array | undefined> {
  const bytes = await fetchBlob(remote, digest);
  if (bytes === undefined || bytes === 'damaged') return undefined;
  await vault.write(bytes);
  return bytes;
}

async function fetchQuietly(digest: Digest, vault: BlobStore, remote: RemoteStore): Promise<Uint8Array | undefined> {
  try {
    return await fetchPicture(digest, vault, remote);
  } catch (error) {
    if (error instanceof RemoteError) return undefined;
    throw error;
  }
}
