import { computeDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import type { RemotePath, RemoteRequest, RemoteStore } from '../spec/remote-store.ts';

/** The path of bytes in a remote store. */
export function locateBlob(digest: Digest): RemotePath {
  return `cas/${digest}`;
}

/**
 * Bytes from a remote store, compared with their digest.
 * @returns `damaged` when the store gave other bytes
 * @throws RemoteError
 */
export async function fetchBlob(remote: RemoteStore, digest: Digest, request: RemoteRequest = {}): Promise<Uint8Array | 'damaged' | undefined> {
  const bytes = await remote.get(locateBlob(digest), request);
  return bytes === undefined || computeDigest(bytes) === digest ? bytes : 'damaged';
}
