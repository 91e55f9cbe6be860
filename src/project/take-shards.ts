import { shardConflict, shardDamaged } from '../diagnostics/shard.ts';
import { readLock } from '../lock/lock-file.ts';
import type { PictureLine } from '../lock/lock-file.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { PictureEntry } from '../model/purchase.ts';
import { indexPictures, listFiles } from '../publish/create-manifest.ts';
import { readManifest } from '../publish/publish-outputs.ts';
import { openActionLog } from '../store/action-log.ts';
import { createContentStore } from '../store/content-store.ts';
import { copyBlobs } from '../store/copy-blobs.ts';
import { readDurations } from '../store/durations.ts';
import { openTreasury } from './open-paid-art.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { FoundShard } from './read-shards.ts';
import { rememberDurations } from './remember-durations.ts';
import type { Workspace } from './workspace.ts';

/**
 * Takes over what shards made and bought, so that a build here finds everything done. No result is taken before all of them are known to agree; bytes are verified on their way.
 * @throws VisualsError `SHARD_CONFLICT`, `SHARD_DAMAGED`
 */
export async function takeShards(shards: readonly FoundShard[], prepared: PreparedPlan, workspace: Workspace): Promise<void> {
  const conflicts = [...findCellConflicts(shards), ...findResultConflicts(shards)];
  if (conflicts.length > 0) throw new VisualsError(conflicts);
  const damages: Diagnostic[] = [];
  for (const shard of shards) damages.push(...(await takeFiles(shard, workspace)), ...(await takePurchases(shard, workspace)));
  if (damages.length > 0) throw new VisualsError(damages);
  for (const shard of shards) takeResults(shard, workspace);
  workspace.index.flush();
  const times = shards.flatMap(({ paths }) => [...readDurations(paths.durations)]);
  rememberDurations(workspace, prepared, new Map(times));
}

/** The same cell in two shards must have the same files. */
function findCellConflicts(shards: readonly FoundShard[]): readonly Diagnostic[] {
  return findConflicts(shards, ({ folder }) =>
    [...indexPictures(readManifest(folder, '.'))].map(([cell, { files }]) => [cell, files.map(({ digest }) => digest).join(' ')] as const),
  );
}

/** The same action in two shards must have the same result, such as art that both drew. */
function findResultConflicts(shards: readonly FoundShard[]): readonly Diagnostic[] {
  return findConflicts(shards, ({ paths }) => {
    const log = openActionLog(paths.actions);
    return [...log.keys()].map((key) => [`result ${key.slice(0, 12)}`, log.get(key)?.digest ?? ''] as const);
  });
}

function findConflicts(shards: readonly FoundShard[], list: (shard: FoundShard) => readonly (readonly [name: string, bytes: string])[]): readonly Diagnostic[] {
  const known = new Map<string, { readonly bytes: string; readonly shard: number }>();
  const conflicts: Diagnostic[] = [];
  for (const shard of shards) {
    for (const [task, bytes] of list(shard)) {
      const first = known.get(task);
      if (first === undefined) known.set(task, { bytes, shard: shard.paper.shard });
      else if (first.bytes !== bytes) conflicts.push(shardConflict({ task, shards: [first.shard, shard.paper.shard] }));
    }
  }
  return conflicts;
}

async function takeFiles({ folder, paper, paths }: FoundShard, { store }: Workspace): Promise<readonly Diagnostic[]> {
  const manifest = readManifest(folder, '.');
  if (manifest === undefined) return [shardDamaged({ ...paper, what: 'manifest.json' })];
  const digests = [...listFiles(manifest).values()].map(({ digest }) => digest);
  const lost = await copyBlobs(digests, createContentStore({ folder: paths.files }), store);
  return lost.map((digest) => shardDamaged({ ...paper, what: `file ${digest.slice(0, 12)}` }));
}

/** Pictures first, then the lines that name them. */
async function takePurchases({ paper, paths }: FoundShard, { host }: Workspace): Promise<readonly Diagnostic[]> {
  const entries = readLock(paths.lock).flatMap((line) => (line.type === 'picture' ? [entryOf(line)] : []));
  if (entries.length === 0) return [];
  const { book, vault } = openTreasury(host.root);
  const lost = await copyBlobs(
    entries.map(({ digest }) => digest),
    createContentStore({ folder: paths.vault }),
    vault,
  );
  book.add(entries);
  return lost.map((digest) => shardDamaged({ ...paper, what: `bought picture ${digest.slice(0, 12)}` }));
}

function entryOf(line: PictureLine): PictureEntry {
  const { type: _, ...entry } = line;
  return entry;
}

function takeResults({ paths }: FoundShard, { index }: Workspace): void {
  const log = openActionLog(paths.actions);
  for (const key of log.keys()) {
    const result = log.get(key);
    if (result !== undefined && index.get(key) === undefined) index.set(key, result);
  }
}
