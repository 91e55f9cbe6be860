import { accessSync, constants, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheCorrupt, cacheReadonly, schemaNewer } from '../diagnostics/storage.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import { openActionLog } from '../store/action-log.ts';
import type { ActionLog } from '../store/action-log.ts';
import { createContentStore } from '../store/content-store.ts';
import { createInputFiles } from '../store/input-files.ts';
import type { TrackedInputFiles } from '../store/input-files.ts';
import { findNewerSchema } from '../store/key-memory.ts';
import { knownFiles } from '../store/snapshot.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { sweepTemporaryFiles } from '../store/write-file.ts';
import type { Host } from './host.ts';
import { locateState } from './state-paths.ts';
import type { StatePaths } from './state-paths.ts';

/** A project opened for a command: its files, and the results of earlier builds. */
export interface Workspace {
  readonly host: Host;
  readonly paths: StatePaths;
  readonly files: TrackedInputFiles;
  readonly index: ActionLog;
  readonly store: BlobStore;
  /** Whether state may be written. */
  readonly writable: boolean;
  /** What opening and reading the state brought up. */
  readonly warnings: Diagnostic[];
}

/** Opens a project. Where its state folder can't be written, results live in a memory of this process only. */
export function openWorkspace(host: Host, snapshot: Snapshot | undefined): Workspace {
  const paths = locateState(host.root);
  const warnings: Diagnostic[] = [];
  const writable = prepareFolder(paths.folder);
  if (!writable) warnings.push(cacheReadonly({ path: '.visuals' }));
  const newer = findNewerSchema(paths.keyMemory);
  if (newer !== undefined) warnings.push(schemaNewer({ path: '.visuals/keys', needs: newer }));
  const onCorrupt = (path: string): void => {
    warnings.push(cacheCorrupt({ path: path.slice(host.root.length + 1) }));
  };
  return {
    host,
    paths,
    files: createInputFiles({ root: host.root, shipped: host.shipped, known: knownFiles(snapshot) }),
    index: openActionLog(paths.actions, { readonly: !writable }),
    store: createContentStore({ folder: paths.blobs, onCorrupt, memoryOnly: !writable }),
    writable,
    warnings,
  };
}

/** Makes the state folder, hidden from git by a file of its own, and tells whether it can be written. */
export function prepareFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    const ignore = join(folder, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
    return true;
  } catch {
    return false;
  }
}

/** Removes what a killed build left half-written in the state folder. */
export function sweepState({ folder, cache, blobs, modules }: StatePaths): void {
  const shelves = existsSync(blobs) ? readdirSync(blobs).map((name) => join(blobs, name)) : [];
  for (const each of [folder, cache, modules, ...shelves]) sweepTemporaryFiles(each);
}
