import { actionFor } from '../actions/registry.ts';
import type { ActionTools, Payload } from '../actions/action.ts';
import type { EventSink } from '../model/event.ts';
import type { TaskOutcome } from '../model/outcome.ts';
import type { Plan, Task, TaskKind } from '../model/plan.ts';
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
}

/** Where a run stands: what each task came to, and what is still needed of it. */
export interface Run extends Omit<ExecuteOptions, 'plan' | 'jobs' | 'signal'> {
  readonly tasks: ReadonlyMap<string, Task>;
  readonly outcomes: Map<string, TaskOutcome>;
  /** Tasks under way. */
  readonly begun: Map<string, Promise<TaskOutcome>>;
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
export function createRun({ plan, tools, index, store, paid, shared, clock, onEvent }: ExecuteOptions, driver: RunDriver): Run {
  return {
    tools,
    index,
    store,
    paid,
    clock,
    onEvent,
    ...(shared && { shared }),
    ...driver,
    tasks: new Map(plan.tasks.map((task) => [task.id, task])),
    outcomes: new Map(),
    begun: new Map(),
    dependents: countDependents(plan.tasks),
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

function countDependents(tasks: readonly Task[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const task of tasks) for (const input of actionFor(task).inputs(task)) counts.set(input, (counts.get(input) ?? 0) + 1);
  return counts;
}
