import { listAssetTasks } from '../actions/list-asset-tasks.ts';
import type { Execution } from '../engine/execute-plan.ts';
import { isFinished } from '../engine/task-outcome.ts';
import type { Digest } from '../model/digest.ts';
import type { BuildCounts } from '../model/event.ts';
import type { ManifestPicture } from '../model/manifest.ts';
import type { TaskOutcome } from '../model/outcome.ts';
import type { Plan, PlannedCell, TaskKind } from '../model/plan.ts';
import type { PictureEntry } from '../model/purchase.ts';
import type { CellChange } from '../model/report.ts';
import { createPictures } from '../publish/create-manifest.ts';
import { isShared } from '../sharing/upload-result.ts';
import type { Durations } from '../store/durations.ts';
import { gatherArt } from './gather-art.ts';
import type { ShownArt } from './gather-art.ts';
import type { ScratchFile, ScratchFiles } from '../store/scratch-files.ts';

/** What a build keeps of the plans that it has executed one after the other: tasks, key records and measured texts are let go with each. */
export interface Gathered {
  /** What the manifest says of the cells, by asset. */
  readonly pictures: ScratchFile<readonly ManifestPicture[]>;
  readonly counts: BuildCounts;
  readonly ran: Execution['ran'];
  /** Asset → how many of its cells have all files made or found. */
  readonly finished: Map<string, number>;
  /** Asset → what it shows of image models. */
  readonly art: Map<string, ShownArt>;
  /** Cell → milliseconds that making it took. */
  readonly times: Map<string, number>;
  /** Why cells were made. */
  readonly made: CellChange[];
  /** Asset → keys of its results that are shared; none where this machine may not write to the store. */
  readonly keys: Map<string, Set<Digest>>;
  /** Stand-ins for art that was not bought. */
  readonly drafts: number;
}

/** What a plan that was executed came to. */
export interface ExecutedPlan {
  readonly plan: Plan;
  readonly execution: Execution;
  readonly times: Durations;
  /** Bought pictures by their bytes. */
  readonly bought: ReadonlyMap<Digest, PictureEntry>;
  /** Whether it is noted which results it has, for whoever shares them. */
  readonly isNoted: boolean;
}

/** What is told of a build that came to nothing. */
export const nothingGathered: Pick<Gathered, 'counts' | 'ran' | 'made'> = {
  counts: { fresh: 0, cached: 0, made: 0, failed: 0 },
  ran: { ingest: 0, procedural: 0, generate: 0, restore: 0, transform: 0, compose: 0, encode: 0 },
  made: [],
};

/** Before the first plan is executed. */
export function createGathered(scratch: ScratchFiles): Gathered {
  return {
    ...nothingGathered,
    pictures: scratch.open(),
    finished: new Map(),
    art: new Map(),
    times: new Map(),
    made: [],
    keys: new Map(),
    drafts: 0,
  };
}

/** Adds a plan to what is gathered. */
export function gatherExecution(before: Gathered, executed: ExecutedPlan): Gathered {
  const { plan, execution, times, isNoted } = executed;
  for (const [asset, pictures] of createPictures({ ...executed, outcomes: execution.outcomes })) before.pictures.add(asset, pictures);
  for (const [cell, milliseconds] of times) before.times.set(cell, milliseconds);
  for (const { cell, encodes } of plan.cells)
    if (encodes.every((id) => isFinished(execution.outcomes.get(id)))) before.finished.set(cell.asset, (before.finished.get(cell.asset) ?? 0) + 1);
  if (isNoted) noteKeys(executed, before.keys);
  gatherArt(executed, before.art);
  return {
    ...before,
    counts: addCounts(before.counts, countCells(plan, execution)),
    ran: addRan(before.ran, execution.ran),
    drafts: before.drafts + countDrafts(execution),
  };
}

/** What was built of an asset, all parts together. */
export function listPictures({ pictures }: Gathered): (asset: string) => readonly ManifestPicture[] {
  return (asset) => pictures.read(asset).flat();
}

function countDrafts({ outcomes }: Execution): number {
  return [...outcomes.values()].filter((outcome) => isFinished(outcome) && outcome.result.facts['draft'] === true).length;
}

function noteKeys({ plan, execution }: ExecutedPlan, keys: Map<string, Set<Digest>>): void {
  for (const [asset, tasks] of listAssetTasks(plan)) {
    const own = keys.get(asset) ?? new Set();
    keys.set(asset, own);
    for (const task of tasks) {
      const outcome = execution.outcomes.get(task.id);
      if (isFinished(outcome) && isShared(task)) own.add(outcome.key);
    }
  }
}

function addRan(before: Execution['ran'], ran: Execution['ran']): Execution['ran'] {
  const sums: Record<TaskKind, number> = { ...ran };
  for (const kind of Object.keys(sums) as TaskKind[]) sums[kind] += before[kind];
  return sums;
}

function addCounts(before: BuildCounts, { cached, made, failed, waiting = 0 }: BuildCounts): BuildCounts {
  const awaited = (before.waiting ?? 0) + waiting;
  return {
    fresh: before.fresh,
    cached: before.cached + cached,
    made: before.made + made,
    failed: before.failed + failed,
    ...(awaited > 0 && { waiting: awaited }),
  };
}

function countCells({ cells }: Plan, execution: Execution): BuildCounts {
  const counts = { fresh: 0, cached: 0, made: 0, failed: 0, waiting: 0 };
  for (const cell of cells) counts[judgeCell(cell, execution)] += 1;
  return counts;
}

function judgeCell({ encodes }: PlannedCell, execution: Execution): 'waiting' | 'failed' | 'made' | 'cached' {
  const outcomes = encodes.map((id) => execution.outcomes.get(id));
  if (outcomes.some((outcome) => isWaiting(outcome, execution))) return 'waiting';
  if (!outcomes.every(isFinished)) return 'failed';
  return outcomes.some((outcome) => outcome?.status === 'made') ? 'made' : 'cached';
}

/** Says of art that it is ordered in a batch. */
export const awaitedCode = 'ART_AWAITED';

/** Whether nothing is lacking but art that is ordered in a batch. */
function isWaiting(outcome: TaskOutcome | undefined, { outcomes }: Execution): boolean {
  const cause = outcome?.status === 'blocked' ? outcomes.get(outcome.by) : outcome;
  return cause?.status === 'failed' && cause.diagnostics.every(({ code }) => code === awaitedCode);
}
