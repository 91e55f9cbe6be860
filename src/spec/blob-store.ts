import type { Digest } from '../model/digest.ts';

/** Bytes by their digest. */
export interface BlobStore {
  /** Whether the bytes are there, by name alone. */
  has(digest: Digest): boolean;
  /** The bytes, verified against their digest; undefined when absent or corrupt (a corrupt file is set aside). */
  read(digest: Digest): Promise<Uint8Array | undefined>;
  /**
   * Stores bytes atomically and gives their digest.
   * @param twin path of a file that holds the same bytes and that nobody writes to any more: where the disk can give it a second name, they are not written once more
   */
  write(bytes: Uint8Array, twin?: string): Promise<Digest>;
  /** Where the bytes lie, or would; absent for a store that has no files. */
  readonly locate?: (digest: Digest) => string;
  /** Copies verified bytes to a file, atomically; false when the blob is absent or corrupt. */
  materialise(digest: Digest, target: string): Promise<boolean>;
}
