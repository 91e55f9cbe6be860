import { createHash } from 'node:crypto';
import type { Digest } from '../model/digest.ts';
import type { Plan, Task } from '../model/plan.ts';

/** Digest of all that the plans of a build say of its pictures: two machines that have the same one make the same pictures, given the same art files. */
export interface PlanDigester {
  /** Takes the plans one after the other; none of them is kept. */
  readonly add: (plan: Plan) => void;
  /** Of all that were added; asked for once, at the end. */
  digest(): Digest;
}

/** Makes a digester that has seen no plan. */
export function createPlanDigester(): PlanDigester {
  const hash = createHash('sha256');
  return {
    // One text a plan: a call for each of its lines takes longer than all of them together.
    add: (plan) => void hash.update([...listLines(plan)].join('')),
    digest: () => hash.digest('hex') as Digest,
  };
}

function* listLines({ tasks, cells }: Plan): Iterable<string> {
  for (const task of tasks) yield `${JSON.stringify(withoutPlaces(task))}\n`;
  for (const { cell, alt, encodes } of cells) yield `${JSON.stringify([cell.id, alt, encodes])}\n`;
}

/** Where texts are written is for people, and in no key. */
function withoutPlaces(task: Task): object {
  if (task.kind !== 'compose') return task;
  const { messages: _, ...rest } = task;
  return rest;
}
