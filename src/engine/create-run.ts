import { actionFor } from '../actions/registry.ts';
import type { ActionTools, Payload } from '../actions/action.ts';
import type { EventSink } from '../model/event.ts';
import type { Digest } from '../model/digest.ts';
import type { TaskOutcome } from '../model/outcome.ts';
import type { Raster } from '../model/geometry.ts';
import type { Plan, PlannedCell, Task, TaskKind } from '../model/plan.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { Clock } from '../spec/clock.ts';
import type { SharedResults } from '../spec/shared-results.ts';
import type { PaidArt } from './obtain-art.ts';

/** What the engine works with. */
export interface ExecuteOptions {
  readonly plan: Plan;
  readonly tools: ActionTools;
  readonly index: ActionIndex;
  readonly store: BlobStore;
  /** Where the pictures of paid tasks come from. */
  readonly paid: PaidArt;
  /** Results of others; absent where nothing is shared. */
  readonly shared?: SharedResults;
  readonly clock: Clock;
  /** Pieces of local work at once; memory is bounded by it. Paid requests are not: the limiter of their account is their bound. */
  readonly jobs: number;
  readonly onEvent: EventSink;
  readonly signal?: AbortSignal;
  /** Who looks at cells as they are finished. */
  readonly viewer?: CellViewer;
}

/** Sees the pixels of cells while they are there. */
export interface CellViewer {
  /** Whether these pixels are to be shown; those of a cell that need not be drawn again are made only for that. */
  readonly wants: (raster: Digest) => boolean;
  readonly show: (cell: PlannedCell, raster: Raster, outcomes: ReadonlyMap<string, TaskOutcome>) => Promise<void>;
}

/** Where a run stands: what each task came to, and what is still needed of it. */
export interface Run extends Omit<ExecuteOptions, 'plan' | 'jobs' | 'signal'> {
  readonly tasks: ReadonlyMap<string, Task>;
  readonly outcomes: Map<string, TaskOutcome>;
  /** Tasks under way. */
  readonly begun: Map<string, Promise<TaskOutcome>>;
  /** Keys whose results are looked for or made; what is waited for never rejects. */
  readonly making: Map<Digest, Promise<void>>;
  /** Task → how many tasks that need its payload have not ended. */
  readonly dependents: Map<string, number>;
  /** Payloads, only as long as a task may still ask for them. */
  readonly held: Map<string, Promise<Payload>>;
  readonly ran: { [kind in TaskKind]: number };
  /** Has local work done in a lane by somebody who is in none; undefined when the run was stopped before. */
  readonly lend: <Result>(work: () => Promise<Result>) => Promise<Result | undefined>;
  /** Begins, the first time, to ask others for all results of the plan that are missing here. */
  readonly restoreAhead: () => void;
}

/** What whoever drives a run lends it. */
export type RunDriver = Pick<Run, 'lend' | 'restoreAhead'>;

/** Begins a run of a plan: nothing is done yet. */
export function createRun({ plan, tools, index, store, paid, shared, clock, onEvent, viewer }: ExecuteOptions, driver: RunDriver): Run {
  return {
    tools,
    index,
    store,
    paid,
    clock,
    onEvent,
    ...(shared && { shared }),
    ...(viewer && { viewer }),
    ...driver,
    tasks: new Map(plan.tasks.map((task) => [task.id, task])),
    outcomes: new Map(),
    begun: new Map(),
    making: new Map(),
    dependents: countDependents(plan, viewer !== undefined),
    held: new Map(),
    ran: { ingest: 0, procedural: 0, generate: 0, restore: 0, transform: 0, compose: 0, encode: 0 },
  };
}

/** A task by its id. */
export function findTask(id: string, { tasks }: Run): Task {
  const task = tasks.get(id);
  if (task === undefined) throw new Error(`the plan has no task ${id}`);
  return task;
}

function countDependents({ tasks, cells }: Plan, isViewed: boolean): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (id: string): unknown => counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const task of tasks) for (const input of actionFor(task).inputs(task)) count(input);
  if (isViewed) for (const { compose } of cells) count(compose);
  return counts;
}
