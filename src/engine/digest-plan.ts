import { createHash } from 'node:crypto';
import type { Digest } from '../model/digest.ts';
import type { Plan, Task } from '../model/plan.ts';

/** Digest of all that a plan says of its pictures: two machines that have the same one make the same pictures, given the same art files. */
export function digestPlan({ tasks, cells }: Plan): Digest {
  const hash = createHash('sha256');
  for (const task of tasks) hash.update(`${JSON.stringify(withoutPlaces(task))}\n`);
  for (const { cell, alt, encodes } of cells) hash.update(`${JSON.stringify([cell.id, alt, encodes])}\n`);
  return hash.digest('hex') as Digest;
}

/** Where texts are written is for people, and in no key. */
function withoutPlaces(task: Task): object {
  if (task.kind !== 'compose') return task;
  const { messages: _, ...rest } = task;
  return rest;
}
