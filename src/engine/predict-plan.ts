import { actionFor } from '../actions/registry.ts';
import type { ActionTools } from '../actions/action.ts';
import { computeActionKey } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import type { BlobStore } from '../spec/blob-store.ts';

/** What executing a plan would do, found without running anything. */
export interface Prediction {
  /** Task → its key record. An input that is still to be made shows as {@link unknownDigest}. */
  readonly records: ReadonlyMap<string, KeyRecord>;
  /** Tasks that would run. */
  readonly runs: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Stands for the digest of a result that does not exist yet. */
export const unknownDigest = 'to be made' as Digest;

/** Walks a plan in its order (inputs first) and looks every key up. */
export async function predictPlan(plan: Plan, tools: ActionTools, index: ActionIndex, store: BlobStore): Promise<Prediction> {
  const records = new Map<string, KeyRecord>();
  const digests = new Map<string, Digest>();
  const runs = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const task of plan.tasks) {
    try {
      const record = await actionFor(task).record(task, digests, tools);
      records.set(task.id, record);
      const known = actionFor(task)
        .inputs(task)
        .some((input) => digests.get(input) === unknownDigest)
        ? undefined
        : index.get(computeActionKey(task.kind, record));
      const there = known !== undefined && (!known.stored || store.has(known.digest));
      digests.set(task.id, there ? known.digest : unknownDigest);
      if (!there) runs.add(task.id);
    } catch (error) {
      if (!(error instanceof VisualsError)) throw error;
      diagnostics.push(...error.diagnostics);
      digests.set(task.id, unknownDigest);
      runs.add(task.id);
    }
  }
  return { records, runs, diagnostics };
}
