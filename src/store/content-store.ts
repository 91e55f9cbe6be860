import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { computeDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import { linkFile } from './link-file.ts';
import { readIfThere } from './read-if-there.ts';
import { writeFileAtomic } from './write-file.ts';

/** What a content store tells while it works. */
export interface ContentStoreOptions {
  /** Absolute folder; made when first written. */
  readonly folder: string;
  /** Called when stored bytes no longer match their digest, with the path that was set aside. */
  readonly onCorrupt?: (path: string) => void;
  /** Flushes every blob to the disk before it counts as written: for what can't be made again. */
  readonly durable?: boolean;
  /** Keeps what is written in memory, for a disk that can't be written. */
  readonly memoryOnly?: boolean;
}

/** Bytes by digest in `<folder>/ab/<digest>`, read-only, written atomically, verified on every read. */
export function createContentStore({ folder, onCorrupt, memoryOnly, durable = false }: ContentStoreOptions): BlobStore {
  const memory = new Map<Digest, Uint8Array>();
  const locate = (digest: Digest): string => join(folder, digest.slice(0, 2), digest);

  const read = (digest: Digest): Uint8Array | undefined => {
    const bytes = memory.get(digest) ?? readIfThere(locate(digest));
    if (bytes === undefined || computeDigest(bytes) === digest) return bytes;
    if (!memoryOnly) setAside(locate(digest));
    onCorrupt?.(locate(digest));
    return undefined;
  };

  return {
    locate,
    has: (digest) => memory.has(digest) || existsSync(locate(digest)),
    read: async (digest) => read(digest),
    write: async (bytes, twin) => {
      const digest = computeDigest(bytes);
      // A blob that is there may be corrupt: only verified bytes save the write.
      if (memoryOnly) memory.set(digest, bytes);
      else if (read(digest) === undefined && (durable || twin === undefined || !linkFile(twin, locate(digest))))
        writeFileAtomic(locate(digest), bytes, { mode: 0o444, durable });
      return digest;
    },
    materialise: async (digest, target) => {
      const bytes = read(digest);
      if (bytes === undefined) return false;
      writeFileAtomic(target, bytes);
      return true;
    },
  };
}

function setAside(path: string): void {
  renameSync(path, `${path}.bad`);
}
