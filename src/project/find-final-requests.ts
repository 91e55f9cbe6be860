import { actionFor } from '../actions/registry.ts';
import type { GenerateTask, Plan, Task } from '../model/plan.ts';

/** The request whose picture a slot shows. */
export interface FinalRequest {
  readonly slot: string;
  readonly task: GenerateTask;
}

/**
 * The requests whose pictures an asset's slots show, each once: not those that only go into another picture. Where a language's picture is made from that of another,
 * only the one that stands at the beginning is named.
 */
export function findFinalRequests({ tasks, cells }: Plan, asset: string): readonly FinalRequest[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const composed = cells.flatMap(({ cell, compose }) => (cell.asset === asset ? (byId.get(compose) ?? []) : [])).filter((task) => task.kind === 'compose');
  const shown = composed.flatMap(({ art }) => Object.entries(art).flatMap(([slot, id]) => findShown(slot, byId.get(id), byId)));
  const finals = [...new Map(shown.map((each) => [`${each.slot} ${each.task.id}`, each])).values()];
  return finals.filter(({ slot, task }) => !finals.some((other) => other.slot === slot && other.task.id !== task.id && restsOn(task.id, other.task.id, byId)));
}

/** Behind crops and masks. */
function findShown(slot: string, task: Task | undefined, tasks: ReadonlyMap<string, Task>): readonly FinalRequest[] {
  if (task?.kind === 'transform') return findShown(slot, tasks.get(task.input), tasks);
  if (task?.kind === 'restore') return findShown(slot, tasks.get(task.edited), tasks);
  return task?.kind === 'generate' ? [{ slot, task }] : [];
}

function restsOn(id: string, base: string, tasks: ReadonlyMap<string, Task>): boolean {
  const task = tasks.get(id);
  return (
    task !== undefined &&
    actionFor(task)
      .inputs(task)
      .some((input) => input === base || restsOn(input, base, tasks))
  );
}
