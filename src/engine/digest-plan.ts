import { computeJoinedDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import type { Plan, Task } from '../model/plan.ts';

/** Digest of all that a plan says of its pictures: two machines that have the same one make the same pictures, given the same art files. */
export function digestPlan(plan: Plan): Digest {
  return computeJoinedDigest(listLines(plan));
}

function* listLines({ tasks, cells }: Pick<Plan, 'tasks' | 'cells'>): Iterable<string> {
  for (const task of tasks) yield `${JSON.stringify(withoutPlaces(task))}\n`;
  for (const { cell, alt, encodes } of cells) yield `${JSON.stringify([cell.id, alt, encodes])}\n`;
}

/** Where texts are written is for people, and in no key. */
function withoutPlaces(task: Task): object {
  if (task.kind !== 'compose') return task;
  const { messages: _, ...rest } = task;
  return rest;
}
