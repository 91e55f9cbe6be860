import { actionFor } from '../actions/registry.ts';
import type { ActionTools } from '../actions/action.ts';
import { computeActionKey } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { LockBook } from '../lock/lock-book.ts';
import type { Plan, Task } from '../model/plan.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import { findLocal } from './find-local.ts';

/** What executing a plan would do, found without running anything. */
export interface Prediction {
  /** Task → its key record. An input that is still to be made shows as {@link unknownDigest}. */
  readonly records: ReadonlyMap<string, KeyRecord>;
  /** Tasks that would run. */
  readonly runs: ReadonlySet<string>;
  /** Paid task → pictures that would be bought. */
  readonly purchases: ReadonlyMap<string, number>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Stands for the digest of a result that does not exist yet. */
export const unknownDigest = 'to be made' as Digest;

/** What a prediction looks things up in. */
export interface PredictOptions {
  readonly tools: ActionTools;
  readonly index: ActionIndex;
  readonly store: BlobStore;
  readonly book: LockBook;
  /** Keys that are ordered in batches: they are not bought once more. */
  readonly awaited?: ReadonlySet<Digest>;
}

/** Walks a plan in its order (inputs first) and looks every key up, those of paid tasks in the lock. */
export async function predictPlan(plan: Plan, options: PredictOptions): Promise<Prediction> {
  const records = new Map<string, KeyRecord>();
  const digests = new Map<string, Digest>();
  const runs = new Set<string>();
  const purchases = new Map<string, number>();
  const diagnostics: Diagnostic[] = [];
  for (const task of plan.tasks) {
    try {
      const record = await actionFor(task).record(task, digests, options.tools);
      records.set(task.id, record);
      const isKnown = actionFor(task)
        .inputs(task)
        .every((input) => digests.get(input) !== unknownDigest);
      const found = isKnown ? findResult(task, computeActionKey(task.kind, record), options) : { digest: undefined, missing: missingOf(task) };
      digests.set(task.id, found.digest ?? unknownDigest);
      if (found.digest === undefined) runs.add(task.id);
      if (found.missing > 0) purchases.set(task.id, found.missing);
    } catch (error) {
      if (!(error instanceof VisualsError)) throw error;
      diagnostics.push(...(await options.tools.locate(error.diagnostics)));
      digests.set(task.id, unknownDigest);
      runs.add(task.id);
    }
  }
  return { records, runs, purchases, diagnostics };
}

interface Found {
  readonly digest: Digest | undefined;
  /** Pictures that are still to be bought. */
  readonly missing: number;
}

function findResult(task: Task, key: Digest, options: PredictOptions): Found {
  const { book, awaited } = options;
  if (task.kind !== 'generate') return { digest: findLocal({ kind: task.kind, key }, options)?.digest, missing: 0 };
  const missing = awaited?.has(key) === true ? 0 : task.candidates - book.pictures(key).length;
  return { digest: book.chosen(key)?.digest, missing: Math.max(0, missing) };
}

function missingOf(task: Task): number {
  return task.kind === 'generate' ? task.candidates : 0;
}
