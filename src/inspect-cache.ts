import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from './model/diagnostic.ts';
import type { Digest } from './model/digest.ts';
import { isDigest } from './model/digest.ts';
import type { ProjectOptions } from './model/report.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { describeHost } from './project/host.ts';
import { openWorkspace } from './project/workspace.ts';

/** What a project's cache holds. */
export interface CacheReport {
  readonly exit: number;
  /** Remembered results of tasks. */
  readonly results: number;
  /** Stored files. */
  readonly blobs: number;
  /** Of all stored files together. */
  readonly bytes: number;
  /** Files that were found damaged, now or earlier, and are no longer used. */
  readonly damaged: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Tells what the cache holds, by name and size; with `verify`, reads every stored file and sets aside those that no longer match their digest. */
export async function inspectCache(options: ProjectOptions & { readonly verify?: boolean } = {}): Promise<CacheReport> {
  const { paths, store, index, warnings } = openWorkspace(describeHost(options), undefined);
  if (options.verify) {
    for (const digest of listBlobs(paths.blobs).digests) {
      options.signal?.throwIfAborted();
      await store.read(digest);
    }
  }
  const { digests, bytes, damaged } = listBlobs(paths.blobs);
  return { exit: findWorstExit(warnings), results: index.size, blobs: digests.length, bytes, damaged, diagnostics: warnings };
}

interface BlobList {
  readonly digests: readonly Digest[];
  readonly bytes: number;
  readonly damaged: number;
}

function listBlobs(folder: string): BlobList {
  const digests: Digest[] = [];
  let bytes = 0;
  let damaged = 0;
  for (const name of listNames(folder).flatMap((first) => listNames(join(folder, first)).map((each) => join(first, each)))) {
    const [, file = ''] = name.split(/[\\/]/);
    if (file.endsWith('.bad')) damaged += 1;
    if (!isDigest(file)) continue;
    digests.push(file);
    bytes += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return { digests, bytes, damaged };
}

/** Nothing was stored yet where there is no folder. */
function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}
