import { rmSync } from 'node:fs';
import { posix } from 'node:path';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Digest } from './model/digest.ts';
import type { ProjectOptions } from './model/report.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import type { Host } from './project/host.ts';
import { listBlobs } from './project/list-blobs.ts';
import type { StoredBlob } from './project/list-blobs.ts';
import { locateState } from './project/state-paths.ts';
import { openWorkspace, sweepState } from './project/workspace.ts';
import { readSnapshot } from './store/snapshot.ts';
import { listFiles } from './publish/create-manifest.ts';
import { readManifest } from './publish/read-manifest.ts';

/** What may stay in the cache. */
export interface CollectOptions extends ProjectOptions {
  /** Bytes that stored files may have together; default no limit. */
  readonly maxSize?: number;
  /** Milliseconds since a file was made, or read where the file system notes that, after which it goes, unless it is published; default 30 days where no size is given. */
  readonly maxAge?: number;
}

/** What went and what stayed. */
export interface CollectReport {
  readonly exit: number;
  /** Stored files that were removed. */
  readonly removed: number;
  /** Bytes of those. */
  readonly freed: number;
  /** Stored files that stay. */
  readonly blobs: number;
  /** Bytes of those. */
  readonly bytes: number;
  /** Remembered results that were forgotten with their files. */
  readonly forgotten: number;
  readonly diagnostics: readonly Diagnostic[];
}

const defaultAge = 30 * 24 * 3600 * 1000;

/**
 * Makes the cache smaller: what was not used for long goes, then the least recently used until the rest fits, what is published last of all. It takes the place of a build, so that none runs meanwhile.
 * What was bought lies in the vault, which is never touched.
 */
export async function collectGarbage(options: CollectOptions = {}): Promise<CollectReport> {
  const host = describeHost(options);
  try {
    return await holdBuildLock(host, options, async () => collect(host, options));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), removed: 0, freed: 0, blobs: 0, bytes: 0, forgotten: 0, diagnostics: error.diagnostics };
  }
}

function collect(host: Host, { maxSize = Infinity, maxAge = maxSize === Infinity ? defaultAge : Infinity }: CollectOptions): CollectReport {
  const { paths, index, store } = openWorkspace(host, undefined);
  const { blobs, damaged } = listBlobs(paths.blobs);
  const published = listPublished(host);
  const limits = { maxSize, oldest: host.clock.now() - maxAge };
  const evicted = chooseEvicted(blobs, published, limits);
  for (const { path } of evicted) rmSync(path, { force: true });
  for (const path of damaged) rmSync(path, { force: true });
  sweepState(paths);
  const forgotten = index.prune(({ stored, digest }) => !stored || store.has(digest));
  const freed = sumBytes(evicted);
  return { exit: 0, removed: evicted.length, freed, blobs: blobs.length - evicted.length, bytes: sumBytes(blobs) - freed, forgotten, diagnostics: [] };
}

/** Files of the last build: deleted outputs are put back from them. */
function listPublished(host: Host): ReadonlySet<Digest> {
  const path = readSnapshot(locateState(host.root).snapshot)?.manifest;
  const manifest = path === undefined ? undefined : readManifest(host.root, posix.dirname(path));
  return new Set([...listFiles(manifest).values()].flatMap(({ digest, signed }) => [digest, ...(signed ? [signed.unsigned] : [])]));
}

interface Limits {
  readonly maxSize: number;
  /** Milliseconds since 1970. */
  readonly oldest: number;
}

function chooseEvicted(blobs: readonly StoredBlob[], published: ReadonlySet<Digest>, { maxSize, oldest }: Limits): readonly StoredBlob[] {
  const rank = ({ digest, used }: StoredBlob): number => (published.has(digest) ? Infinity : used);
  const byAge = blobs.toSorted((a, b) => (rank(a) === rank(b) ? a.used - b.used : rank(a) - rank(b)));
  let left = sumBytes(blobs);
  return byAge.filter((blob) => {
    const goes = rank(blob) < oldest || left > maxSize;
    if (goes) left -= blob.bytes;
    return goes;
  });
}

function sumBytes(blobs: readonly StoredBlob[]): number {
  return blobs.reduce((sum, { bytes }) => sum + bytes, 0);
}
