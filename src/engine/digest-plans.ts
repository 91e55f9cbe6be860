import { computeJoinedDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import type { Plan, Task } from '../model/plan.ts';

/**
 * Digest of all that the plans of a build say of its pictures: two machines that have the same one make the same pictures, given the same art files.
 * @param plans one after the other; each is let go before the next one is asked for
 */
export function digestPlans(plans: Iterable<Plan>): Digest {
  return computeJoinedDigest(listLines(plans));
}

function* listLines(plans: Iterable<Plan>): Iterable<string> {
  for (const { tasks, cells } of plans) {
    for (const task of tasks) yield `${JSON.stringify(withoutPlaces(task))}\n`;
    for (const { cell, alt, encodes } of cells) yield `${JSON.stringify([cell.id, alt, encodes])}\n`;
  }
}

/** Where texts are written is for people, and in no key. */
function withoutPlaces(task: Task): object {
  if (task.kind !== 'compose') return task;
  const { messages: _, ...rest } = task;
  return rest;
}
