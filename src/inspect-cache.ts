import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import type { Diagnostic } from './model/diagnostic.ts';
import { isDigest } from './model/digest.ts';
import type { ProjectOptions } from './model/report.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { describeHost } from './project/host.ts';
import type { Host } from './project/host.ts';
import { listBlobs } from './project/list-blobs.ts';
import { findTeamStore } from './project/open-team-store.ts';
import { openWorkspace } from './project/workspace.ts';
import type { Workspace } from './project/workspace.ts';
import { supportVault } from './sharing/keep-pictures.ts';

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
  /** Damaged files that came back from the shared store. */
  readonly repaired: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** How a cache is looked at. */
export interface InspectCacheOptions extends ProjectOptions {
  /** Read every stored file, and set aside those that no longer match their digest. */
  readonly verify?: boolean;
  /** Fetch damaged files from the shared store, if the project has one, and remove those that it does not have. */
  readonly repair?: boolean;
}

/** Tells what the cache holds, by name and size; with `verify`, by reading it. */
export async function inspectCache(options: InspectCacheOptions = {}): Promise<CacheReport> {
  const host = describeHost(options);
  const workspace = openWorkspace(host, undefined);
  const { paths, store, index, warnings } = workspace;
  if (options.verify) {
    for (const { digest } of listBlobs(paths.blobs).blobs) {
      options.signal?.throwIfAborted();
      await store.read(digest);
    }
  }
  const repaired = options.repair ? await repairBlobs(host, workspace) : 0;
  const { blobs, damaged } = listBlobs(paths.blobs);
  const bytes = blobs.reduce((sum, each) => sum + each.bytes, 0);
  return { exit: findWorstExit(warnings), results: index.size, blobs: blobs.length, bytes, damaged: damaged.length, repaired, diagnostics: warnings };
}

/** Damaged files come back from the shared store, by their digest, where it has them; the others are made again. None is left lying about. */
async function repairBlobs(host: Host, { paths, store }: Workspace): Promise<number> {
  const { damaged } = listBlobs(paths.blobs);
  const team = damaged.length === 0 ? undefined : await findTeamStore(host);
  const support = team && supportVault(store, { remote: team.remote, uploads: undefined });
  let repaired = 0;
  for (const path of damaged) {
    const digest = basename(path, '.bad');
    if (isDigest(digest) && (await support?.read(digest)) !== undefined) repaired += 1;
    rmSync(path, { force: true });
  }
  team?.remote.close();
  return repaired;
}
