import type { Plan, Task } from '../model/plan.ts';
import { actionFor } from './registry.ts';

/** Asset → all tasks that the files of its planned cells rest on, inputs first; one that several assets rest on stands with each. */
export function listAssetTasks({ tasks, cells }: Plan): ReadonlyMap<string, ReadonlySet<Task>> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const found = new Map<string, Set<Task>>();
  for (const { cell, encodes } of cells) {
    const own = found.get(cell.asset) ?? new Set();
    found.set(cell.asset, own);
    for (const id of encodes) addBehind(id, byId, own);
  }
  return found;
}

function addBehind(id: string, tasks: ReadonlyMap<string, Task>, found: Set<Task>): void {
  const task = tasks.get(id);
  if (task === undefined || found.has(task)) return;
  for (const input of actionFor(task).inputs(task)) addBehind(input, tasks, found);
  found.add(task);
}
