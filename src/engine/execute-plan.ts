import type { TaskOutcome } from '../model/outcome.ts';
import type { PlannedCell, TaskKind } from '../model/plan.ts';
import { askAhead, findPaidBehind, groupCells } from './ask-ahead.ts';
import type { CellGroup } from './ask-ahead.ts';
import { createPauses } from './create-pauses.ts';
import { createRun } from './create-run.ts';
import type { CellViewer, ExecuteOptions, Run } from './create-run.ts';
import { createWorkQueue } from './create-work-queue.ts';
import type { WorkQueue } from './create-work-queue.ts';
import { Stopped } from './obtain-picture.ts';
import { providePayload, releasePayload } from './provide-payload.ts';
import { createRestorer } from './restore-ahead.ts';
import { resolveTask } from './resolve-task.ts';
import { isFinished } from './task-outcome.ts';

/** How each task ended, and how many really ran. Tasks that an abort kept from starting are absent. */
export interface Execution {
  readonly outcomes: ReadonlyMap<string, TaskOutcome>;
  readonly ran: { readonly [kind in TaskKind]: number };
}

/**
 * Brings every cell of a plan to its files. Work is pulled: a task runs when a cell needs it and no earlier result has its key. Pictures that are to be bought are asked for
 * at once; cells that need none go on meanwhile, in so many lanes. Pixels are held only while a task waits for them.
 */
export async function executePlan(options: ExecuteOptions): Promise<Execution> {
  const { plan, jobs, signal } = options;
  const paidBehind = findPaidBehind(plan.tasks);
  const groups = groupCells(plan.cells, paidBehind);
  const queue = createWorkQueue(groups.flatMap(({ pictures, cells }) => (pictures.length === 0 ? cells : [])));
  const restorer = createRestorer(() => run);
  const run: Run = createRun(options, { lend: (work) => queue.lend(work), restoreAhead: () => restorer.begin() });
  const close = (): void => queue.close();
  signal?.addEventListener('abort', close, { once: true });
  if (signal?.aborted) close();
  const asked = askAhead(plan.tasks, paidBehind, run);
  void addWhenBought(groups, asked, queue);
  // Everything that was begun ends by itself, also when something else breaks: a paid request that is under way is never left alone.
  const pause = createPauses();
  const ends = await Promise.allSettled([...Array.from({ length: Math.max(1, jobs) }, () => runLane(queue, run, pause)), ...asked.values()]);
  restorer.stop();
  signal?.removeEventListener('abort', close);
  for (const end of ends) if (end.status === 'rejected' && !isStop(end.reason, signal)) throw end.reason;
  return { outcomes: run.outcomes, ran: run.ran };
}

/** Cells come to the lanes when their pictures have come, or are known not to come. */
async function addWhenBought(groups: readonly CellGroup[], asked: ReadonlyMap<string, Promise<void>>, queue: WorkQueue<PlannedCell>): Promise<void> {
  const added = groups.map(async ({ pictures, cells }) => {
    if (pictures.length === 0) return;
    await Promise.allSettled(pictures.flatMap((id) => asked.get(id) ?? []));
    queue.add(cells);
  });
  await Promise.allSettled([...added, ...asked.values()]);
  queue.complete();
}

async function runLane(queue: WorkQueue<PlannedCell>, run: Run, pause: () => Promise<void> | undefined): Promise<void> {
  try {
    for (let work = await queue.take(); work !== undefined; work = await queue.take()) {
      await (typeof work === 'function' ? work() : finishCell(work, run));
      await pause();
    }
  } catch (error) {
    // This is a bug: the other lanes end too, so that nobody waits for a lane that is gone.
    queue.close();
    throw error;
  }
}

async function finishCell(planned: PlannedCell, run: Run): Promise<void> {
  const { cell, encodes } = planned;
  const statuses: TaskOutcome['status'][] = [];
  if (run.viewer !== undefined) statuses.push(await showCell(planned, run.viewer, run));
  for (const id of encodes) statuses.push((await resolveTask(id, run)).status);
  const failed = statuses.some((status) => status === 'failed' || status === 'blocked');
  const status = failed ? 'failed' : statuses.includes('made') ? 'made' : 'cached';
  run.onEvent({ type: 'cell', id: cell.id, status });
}

/** Shows a cell before it is encoded. */
async function showCell(planned: PlannedCell, { wants, show }: CellViewer, run: Run): Promise<TaskOutcome['status']> {
  const { compose } = planned;
  const outcome = await resolveTask(compose, run);
  if (isFinished(outcome) && wants(outcome.result.digest)) {
    const payload = await providePayload(compose, run);
    if (payload.type === 'raster') await show(planned, payload.raster, run.outcomes);
  }
  releasePayload(compose, run);
  return outcome.status;
}

/** Requests that were not sent because the build was stopped are no mistake. */
function isStop(reason: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && (reason === signal.reason || reason instanceof Stopped);
}
