import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../model/digest.ts';
import { isDigest } from '../model/digest.ts';

/** A file of the content store. */
export interface StoredBlob {
  readonly digest: Digest;
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** When it was written or, where the file system notes that, read (mostly to the day), as milliseconds since 1970. */
  readonly used: number;
}

/** What a content store holds. */
export interface BlobList {
  readonly blobs: readonly StoredBlob[];
  /** Absolute paths of files that were found damaged and set aside. */
  readonly damaged: readonly string[];
}

/** Lists the files of a content store by their names. */
export function listBlobs(folder: string): BlobList {
  const paths = listNames(folder).flatMap((shelf) => listNames(join(folder, shelf)).map((name) => ({ name, path: join(folder, shelf, name) })));
  return {
    blobs: paths.flatMap(({ name, path }) => (isDigest(name) ? describe(name, path) : [])),
    damaged: paths.flatMap(({ name, path }) => (name.endsWith('.bad') ? [path] : [])),
  };
}

/** Another process may have removed it meanwhile. */
function describe(digest: Digest, path: string): readonly StoredBlob[] {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? [] : [{ digest, path, bytes: found.size, used: Math.max(found.mtimeMs, found.atimeMs) }];
}

/** Nothing was stored yet where there is no folder. */
function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}
