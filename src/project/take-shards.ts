import { shardConflict, shardDamaged } from '../diagnostics/shard.ts';
import { readLock } from '../lock/lock-file.ts';
import type { PictureLine } from '../lock/lock-file.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { ManifestPicture } from '../model/manifest.ts';
import type { ActionResult } from '../model/outcome.ts';
import type { PictureEntry } from '../model/purchase.ts';
import { formatCellId } from '../publish/create-manifest.ts';
import { scanAssets } from '../publish/manifest-blocks.ts';
import { openActionLog, shortenKey } from '../store/action-log.ts';
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

/** A cell that falls to two shards, as when one was built twice, must have the same files in both. */
function findCellConflicts(shards: readonly FoundShard[]): readonly Diagnostic[] {
  const repeated = findRepeated(shards.flatMap(({ paper }) => paper.cells));
  if (repeated.size === 0) return [];
  const known = new Map<string, { readonly files: string; readonly shard: number }>();
  const conflicts: Diagnostic[] = [];
  for (const { paper, paths } of shards) {
    visitPictures(paths.manifest, (cell, { files }) => {
      if (!repeated.has(cell)) return;
      const own = { files: files.map(({ digest }) => digest).join(' '), shard: paper.shard };
      const first = known.get(cell) ?? own;
      known.set(cell, first);
      if (first.files !== own.files) conflicts.push(shardConflict({ task: cell, shards: [first.shard, own.shard] }));
    });
  }
  return conflicts;
}

function findRepeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}

/** @returns whether the manifest could be read to its end */
function visitPictures(manifest: string, visit: (cell: string, picture: ManifestPicture) => void): boolean {
  try {
    scanAssets(manifest, (asset, { pictures }) => {
      for (const picture of pictures) visit(formatCellId(asset, picture), picture);
    });
    return true;
  } catch {
    return false;
  }
}

/** The same action in two shards must have the same result, such as art that both drew. */
function findResultConflicts(shards: readonly FoundShard[]): readonly Diagnostic[] {
  const logs = shards.map(({ paths }) => openActionLog(paths.actions));
  /** Key in short → the first that has it: there may be hundreds of thousands, and few are met twice. */
  const first = new Map<number, number>();
  const conflicts: Diagnostic[] = [];
  for (const [at, log] of logs.entries()) {
    for (const key of log.keys()) {
      const short = shortenKey(key);
      const before = first.get(short);
      if (before === undefined) first.set(short, at);
      else if (differ(logs[before]!.get(key), log.get(key)))
        conflicts.push(shardConflict({ task: `result ${key.slice(0, 12)}`, shards: [before, at].map((each) => shards[each]!.paper.shard) }));
    }
  }
  return conflicts;
}

function differ(a: ActionResult | undefined, b: ActionResult | undefined): boolean {
  return a !== undefined && b !== undefined && a.digest !== b.digest;
}

async function takeFiles({ paper, paths }: FoundShard, { store }: Workspace): Promise<readonly Diagnostic[]> {
  const digests: Digest[] = [];
  const isWhole = visitPictures(paths.manifest, (_, { files }) => {
    for (const { digest } of files) digests.push(digest);
  });
  if (!isWhole) return [shardDamaged({ ...paper, what: 'manifest.json' })];
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
