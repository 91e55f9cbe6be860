import type { GenerateTask, Task } from '../model/plan.ts';
import { actionFor } from './registry.ts';

/** The paid requests that a task's picture rests on, those that others need first before them; one that is needed twice stands twice. */
export function listRequests(id: string, tasks: ReadonlyMap<string, Task>): readonly GenerateTask[] {
  const task = tasks.get(id);
  if (task === undefined) return [];
  const inner = actionFor(task)
    .inputs(task)
    .flatMap((input) => listRequests(input, tasks));
  return task.kind === 'generate' ? [...inner, task] : inner;
}
