import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { shardFolderTaken } from '../diagnostics/shard.ts';
import { isFinished } from '../engine/task-outcome.ts';
import { writeLock } from '../lock/lock-file.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { ShardPaper } from '../model/shard.ts';
import { createManifest, createPictures, formatManifest, listFiles } from '../publish/create-manifest.ts';
import { indexEntries } from '../publish/list-layers.ts';
import { openActionLog } from '../store/action-log.ts';
import { createContentStore } from '../store/content-store.ts';
import { copyBlobs } from '../store/copy-blobs.ts';
import { readDurations, writeDurations } from '../store/durations.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import type { BuiltProject } from './execute-build.ts';
import { openTreasury } from './open-paid-art.ts';
import type { Treasury } from './open-paid-art.ts';
import { locateShard } from './shard-paths.ts';
import type { ShardPaths } from './shard-paths.ts';

/**
 * Makes a folder ready to take a shard: one that an earlier shard left is emptied.
 * @throws VisualsError `SHARD_FOLDER_TAKEN` when something else lies there
 */
export function clearShard(folder: string, name: string): void {
  const paths = locateShard(folder);
  const own = new Set(Object.values(paths));
  if (existsSync(folder) && readdirSync(folder).some((each) => !own.has(join(folder, each)))) throw new VisualsError(shardFolderTaken({ path: name }));
  for (const path of own) rmSync(path, { recursive: true, force: true });
}

/** Writes what a shard made, so that another machine takes it over: results, finished files, what was bought, how long it took; and last what it is. */
export async function writeShard(folder: string, paper: ShardPaper, built: BuiltProject): Promise<void> {
  const paths = locateShard(folder);
  const treasury = openTreasury(built.workspace.host.root);
  writeResults(paths.actions, built);
  await writeFiles(paths, built, treasury);
  await writePurchases(paths, built, treasury);
  const cells = new Set(paper.cells);
  const durations = [...readDurations(built.workspace.paths.durations), ...built.times].filter(([cell]) => cells.has(cell));
  writeDurations(paths.durations, new Map(durations));
  writeFileAtomic(paths.paper, `${JSON.stringify(paper)}\n`);
}

/** What was bought is in the lock, and stand-ins are nobody's result. */
function writeResults(path: string, { prepared, execution }: BuiltProject): void {
  const log = openActionLog(path);
  for (const { id, kind } of prepared.plan.tasks) {
    const outcome = execution.outcomes.get(id);
    if (kind !== 'generate' && isFinished(outcome)) log.set(outcome.key, outcome.result);
  }
  log.flush();
}

async function writeFiles(paths: ShardPaths, { prepared, execution, workspace }: BuiltProject, { book }: Treasury): Promise<void> {
  const { plan, project } = prepared;
  const manifest = createManifest({
    pictures: createPictures({ plan, outcomes: execution.outcomes, bought: indexEntries(book.lines()) }),
    templates: new Map(project.config.assets.map((asset) => [asset.id, asset.template])),
    cells: plan.cells.map(({ cell }) => cell),
    previous: undefined,
  });
  const digests = [...listFiles(manifest).values()].map(({ digest }) => digest);
  await copyBlobs(digests, workspace.store, createContentStore({ folder: paths.files }));
  writeFileAtomic(paths.manifest, formatManifest(manifest));
}

/** Pictures that this machine has bought for the shard; those of the commit are in every clone. */
async function writePurchases(paths: ShardPaths, { prepared, execution }: BuiltProject, { book, vault, journal }: Treasury): Promise<void> {
  const asked = new Set(journal.ledger().map(({ key }) => key));
  const keys = new Set(prepared.plan.tasks.flatMap((task) => (task.kind === 'generate' ? listKeys(task.id, execution) : [])));
  const lines = book.lines().flatMap((line) => (line.type === 'picture' && keys.has(line.key) && asked.has(line.key) ? [line] : []));
  if (lines.length === 0) return;
  await copyBlobs(
    lines.map(({ digest }) => digest),
    vault,
    createContentStore({ folder: paths.vault, durable: true }),
  );
  writeLock(paths.lock, lines);
}

function listKeys(id: string, { outcomes }: BuiltProject['execution']): readonly Digest[] {
  const outcome = outcomes.get(id);
  return isFinished(outcome) ? [outcome.key] : [];
}
