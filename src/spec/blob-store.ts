import type { Digest } from '../model/digest.ts';

/** Bytes by their digest. */
export interface BlobStore {
  /** Whether the bytes are there, by name alone. */
  has(digest: Digest): boolean;
  /** The bytes, verified against their digest; undefined when absent or corrupt (a corrupt file is set aside). */
  read(digest: Digest): Promise<Uint8Array | undefined>;
  /** Stores bytes atomically and gives their digest. */
  write(bytes: Uint8Array): Promise<Digest>;
  /** Copies verified bytes to a file, atomically; false when the blob is absent or corrupt. */
  materialise(digest: Digest, target: string): Promise<boolean>;
}
