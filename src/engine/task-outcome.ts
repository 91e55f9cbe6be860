import type { Digest } from '../model/digest.ts';
import type { ActionResult, KeyRecord, TaskOutcome } from '../model/outcome.ts';

/** An outcome with a result. */
export type Finished = Extract<TaskOutcome, { status: 'cached' | 'made' }>;

/** Whether a task ended well. */
export function isFinished(outcome: TaskOutcome | undefined): outcome is Finished {
  return outcome?.status === 'cached' || outcome?.status === 'made';
}

/** The result of a task that ended well. */
export function resultOf(outcome: TaskOutcome | undefined): ActionResult | undefined {
  return isFinished(outcome) ? outcome.result : undefined;
}

/** A record of one task that finished, for whoever explains it. */
export function recordOf(outcome: TaskOutcome | undefined): { readonly key: Digest; readonly record: KeyRecord } | undefined {
  return isFinished(outcome) ? { key: outcome.key, record: outcome.record } : undefined;
}
