import { actionFor } from '../actions/registry.ts';
import { computeActionKey } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import type { Task } from '../model/plan.ts';
import type { Run } from './create-run.ts';
import { findLocal } from './find-local.ts';
import { resultOf } from './task-outcome.ts';

/** Asks others for results before a lane needs them. */
export interface Restorer {
  /** Begins, the first time. */
  begin(): void;
  /** Begins nothing more. */
  stop(): void;
}

/** Questions at once. Lanes are as many as there are cores, and each waits for its own answer: on a far store that would take its time a cell. */
const questionsAtOnce = 24;

/**
 * Makes what walks the plan, inputs first, and has every result that is known elsewhere brought here, until it comes to those that nobody has. It changes nothing but what
 * lies in index and store: lanes come by, find what they need, and make the rest.
 */
export function createRestorer(getRun: () => Run): Restorer {
  const state = { isBegun: false, isStopped: false };
  return {
    begin: () => {
      if (state.isBegun) return;
      state.isBegun = true;
      void restoreAll(getRun(), () => state.isStopped);
    },
    stop: () => {
      state.isStopped = true;
    },
  };
}

/** Inputs come first in a plan, so whoever waits for one waits for a question that is under way. */
async function restoreAll(run: Run, isStopped: () => boolean): Promise<void> {
  const digests = new Map<string, Promise<Digest | undefined>>();
  const tasks = run.tasks.values();
  const ask = async (): Promise<void> => {
    for (const task of tasks) {
      if (isStopped()) return;
      const digest = findDigest(task, digests, run);
      digests.set(task.id, digest);
      await digest;
    }
  };
  await Promise.all(Array.from({ length: questionsAtOnce }, ask));
}

/** The digest of a task's result, if it has ended, lies here, or could be had from others. */
async function findDigest(task: Task, digests: ReadonlyMap<string, Promise<Digest | undefined>>, run: Run): Promise<Digest | undefined> {
  const inputs = new Map<string, Digest>();
  try {
    const ended = resultOf(run.outcomes.get(task.id) ?? (await run.begun.get(task.id)));
    if (ended !== undefined) return ended.digest;
    for (const id of actionFor(task).inputs(task)) {
      const digest = await digests.get(id);
      if (digest === undefined) return undefined;
      inputs.set(id, digest);
    }
    return await restore(task, inputs, run);
  } catch {
    // What is wrong with a task is told by the lane that comes to it.
    return undefined;
  }
}

async function restore(task: Task, inputs: ReadonlyMap<string, Digest>, run: Run): Promise<Digest | undefined> {
  // What is bought is not looked for: the lock has it, or somebody has to pay.
  if (task.kind === 'generate') return undefined;
  const record = await actionFor(task).record(task, inputs, run.tools);
  const key = computeActionKey(task.kind, record);
  return (findLocal({ kind: task.kind, key }, run) ?? (await run.shared?.restore({ kind: task.kind, key, record })))?.digest;
}
