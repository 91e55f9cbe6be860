import { actionFor } from '../actions/registry.ts';
import type { GenerateTask, PlannedCell, Task } from '../model/plan.ts';
import type { Run } from './create-run.ts';
import { resolveTask } from './resolve-task.ts';
import { isFinished } from './task-outcome.ts';

/** Cells that rest on the same bought pictures: they can be finished when those are there. */
export interface CellGroup {
  /** Paid tasks; empty for cells that need none. */
  readonly pictures: readonly string[];
  readonly cells: readonly PlannedCell[];
}

/** Groups cells by the paid tasks that are nearest before them. */
export function groupCells(cells: readonly PlannedCell[], paidBehind: PaidBehind): readonly CellGroup[] {
  const groups = new Map<string, { readonly pictures: readonly string[]; readonly cells: PlannedCell[] }>();
  for (const cell of cells) {
    const pictures = unite(cell.encodes.map(paidBehind));
    const name = pictures.join(' ');
    const group = groups.get(name) ?? { pictures, cells: [] };
    groups.set(name, group);
    group.cells.push(cell);
  }
  return [...groups.values()];
}

/** The paid tasks that are nearest before a task, or the task itself where it is one. */
export type PaidBehind = (task: string) => readonly string[];

const none: readonly string[] = [];

/**
 * Finds what a plan's tasks need to have bought.
 * @param tasks inputs first
 */
export function findPaidBehind(tasks: readonly Task[]): PaidBehind {
  if (tasks.every(({ kind }) => kind !== 'generate')) return () => none;
  const behind = new Map<string, readonly string[]>();
  const nearest = (id: string): readonly string[] => behind.get(id) ?? none;
  for (const task of tasks) behind.set(task.id, task.kind === 'generate' ? [task.id] : unite(inputsOf(task).map(nearest)));
  return nearest;
}

/** Most tasks rest on one list; that list is then shared. */
function unite(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = none, ...others] = lists.filter((list) => list.length > 0);
  return others.every((list) => list === first) ? first : [...new Set([...first, ...others.flat()])].toSorted();
}

/**
 * Asks for all pictures of a plan, each as soon as what goes into it is there: one that needs nothing at once, one that is made from another when that has come. How many
 * requests are under way at a time is for the account's limiter to say, not for the number of lanes.
 * @returns one promise a paid task
 */
export function askAhead(tasks: readonly Task[], paidBehind: PaidBehind, run: Run): ReadonlyMap<string, Promise<void>> {
  const asked = new Map<string, Promise<void>>();
  for (const task of tasks) if (task.kind === 'generate') asked.set(task.id, ask(task, unite(inputsOf(task).map(paidBehind)), { asked, run }));
  return asked;
}

async function ask(
  task: GenerateTask,
  before: readonly string[],
  { asked, run }: { readonly asked: ReadonlyMap<string, Promise<void>>; readonly run: Run },
): Promise<void> {
  await Promise.all(before.flatMap((id) => asked.get(id) ?? []));
  const isReady = inputsOf(task).length === 0 || (await run.lend(() => prepareReferences(task, run)));
  if (isReady) await resolveTask(task.id, run);
}

/** References are local work. What is stored is not held until the request's turn comes: there may be hundreds of them. */
async function prepareReferences(task: GenerateTask, run: Run): Promise<true> {
  for (const input of inputsOf(task)) {
    const outcome = await resolveTask(input, run);
    if (isFinished(outcome) && outcome.result.stored) run.held.delete(input);
  }
  return true;
}

function inputsOf(task: Task): readonly string[] {
  return actionFor(task).inputs(task);
}
