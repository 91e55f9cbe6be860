import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { shardFolderTaken } from '../diagnostics/shard.ts';
import { isFinished } from '../engine/task-outcome.ts';
import { writeLock } from '../lock/lock-file.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { ShardPaper } from '../model/shard.ts';
import { createManifest, formatManifest } from '../publish/create-manifest.ts';
import { openActionLog } from '../store/action-log.ts';
import { createContentStore } from '../store/content-store.ts';
import { copyBlobs } from '../store/copy-blobs.ts';
import { readDurations, writeDurations } from '../store/durations.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import type { DeliveredBuild } from './build-course.ts';
import { listPictures } from './gather-execution.ts';
import type { ExecutedPlan } from './gather-execution.ts';
import { openTreasury } from './open-paid-art.ts';
import { locateShard } from './shard-paths.ts';
import type { ShardPaths } from './shard-paths.ts';
import type { Workspace } from './workspace.ts';

/** Writes what a shard made, so that another machine takes it over. */
export interface ShardWriter {
  /** Takes the results and finished files of a part that was executed. */
  add(executed: ExecutedPlan): Promise<void>;
  /** Writes what was bought, what there is of each picture, how long it took; and last what the shard is. */
  finish(paper: ShardPaper, built: DeliveredBuild): Promise<void>;
}

/** Where a shard is written: its absolute folder, and the name that a person knows it by. */
export interface ShardPlace {
  readonly folder: string;
  readonly name: string;
}

/**
 * Begins to write a shard into a folder: one that an earlier shard left is emptied.
 * @throws VisualsError `SHARD_FOLDER_TAKEN` when something else lies there
 */
export function openShardWriter(place: ShardPlace, workspace: Workspace): ShardWriter {
  clearShard(place);
  const paths = locateShard(place.folder);
  const log = openActionLog(paths.actions);
  const files = createContentStore({ folder: paths.files });
  /** Keys of all that is bought. */
  const paid = new Set<Digest>();
  return {
    add: async ({ plan, execution: { outcomes } }) => {
      for (const { id, kind } of plan.tasks) {
        const outcome = outcomes.get(id);
        if (!isFinished(outcome)) continue;
        // What was bought is in the lock, and stand-ins are nobody's result.
        if (kind === 'generate') paid.add(outcome.key);
        else log.set(outcome.key, outcome.result);
      }
      log.flush();
      await copyBlobs(listFiles(plan, outcomes), workspace.store, files);
    },
    finish: async (paper, { prepared, gathered, workspace: { host, paths: own } }) => {
      await writePurchases(paths, paid, host.root);
      const pictures = listPictures(gathered);
      writeFileAtomic(paths.manifest, formatManifest(createManifest({ pictures, matrix: prepared.matrix, previous: undefined })));
      const named = new Set(paper.cells);
      writeDurations(paths.durations, new Map([...readDurations(own.durations), ...gathered.times].filter(([cell]) => named.has(cell))));
      writeFileAtomic(paths.paper, `${JSON.stringify(paper)}\n`);
    },
  };
}

function clearShard({ folder, name }: ShardPlace): void {
  const own = new Set(Object.values(locateShard(folder)));
  if (existsSync(folder) && readdirSync(folder).some((each) => !own.has(join(folder, each)))) throw new VisualsError(shardFolderTaken({ path: name }));
  for (const path of own) rmSync(path, { recursive: true, force: true });
}

/** Finished files of a plan; a cell that failed has none. */
function listFiles({ cells }: Plan, outcomes: ExecutedPlan['execution']['outcomes']): readonly Digest[] {
  return cells.flatMap(({ encodes }) => {
    const found = encodes.map((id) => outcomes.get(id)).filter(isFinished);
    return found.length < encodes.length ? [] : found.map(({ result }) => result.digest);
  });
}

/** Pictures that this machine has bought for the shard; those of the commit are in every clone. */
async function writePurchases(paths: ShardPaths, keys: ReadonlySet<Digest>, root: string): Promise<void> {
  const { book, vault, journal } = openTreasury(root);
  const asked = new Set(journal.ledger().map(({ key }) => key));
  const lines = book.lines().flatMap((line) => (line.type === 'picture' && keys.has(line.key) && asked.has(line.key) ? [line] : []));
  if (lines.length === 0) return;
  await copyBlobs(
    lines.map(({ digest }) => digest),
    vault,
    createContentStore({ folder: paths.vault, durable: true }),
  );
  writeLock(paths.lock, lines);
}
