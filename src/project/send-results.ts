import { findLocal } from '../engine/find-local.ts';
import { predictPlan } from '../engine/predict-plan.ts';
import { computeActionKey } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import type { Plan } from '../model/plan.ts';
import type { UploadQueue } from '../sharing/create-upload-queue.ts';
import type { Trust } from '../sharing/trust.ts';
import { completeResult, isShared } from '../sharing/upload-result.ts';
import type { KeyedResult } from '../sharing/upload-result.ts';
import type { RemoteStore } from '../spec/remote-store.ts';
import { openTreasury } from './open-paid-art.ts';
import type { Treasury } from './open-paid-art.ts';
import { derivePlans } from './prepare-plan.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { Workspace } from './workspace.ts';

/** Where results are sent, and in whose name. */
export interface SendingTools {
  readonly remote: RemoteStore;
  readonly writes: NonNullable<Trust['writes']>;
  readonly uploads: UploadQueue;
}

/** What became of them. */
export interface SentResults {
  /** Keys of all that lie here. */
  readonly keys: ReadonlySet<Digest>;
  readonly sent: number;
  /** Those that the store had already. */
  readonly known: number;
  readonly failed: number;
  /** The last failure. */
  readonly reason: string;
}

/** Sends every result that the project as it stands is made of, that is shared and that lies here, unless the store has it: slice by slice, so that few wait at a time. */
export async function sendResults(
  prepared: PreparedPlan,
  workspace: Pick<Workspace, 'host' | 'index' | 'store'>,
  { remote, writes, uploads }: SendingTools,
): Promise<SentResults> {
  const { book } = openTreasury(workspace.host.root);
  const keys = new Set<Digest>();
  const counts = { sent: 0, known: 0, failed: 0, reason: '' };
  for await (const plan of derivePlans(prepared)) {
    for (const each of await findResults(plan, prepared, { ...workspace, book })) {
      if (keys.has(each.action.key)) continue;
      keys.add(each.action.key);
      uploads.add(async (signal) => {
        const isSent = await completeResult(each, { remote, writes, signal, store: workspace.store });
        counts[isSent ? 'sent' : 'known'] += 1;
      });
    }
    const { failed, reason } = await uploads.drain();
    counts.failed += failed;
    if (failed > 0) counts.reason = reason;
  }
  return { keys, ...counts };
}

async function findResults(
  plan: Plan,
  { project: { tools } }: PreparedPlan,
  { index, store, book }: Pick<Workspace, 'index' | 'store'> & Pick<Treasury, 'book'>,
): Promise<readonly KeyedResult[]> {
  const { records, runs } = await predictPlan(plan, { tools, index, store, book });
  return plan.tasks.flatMap(({ id, kind }) => {
    const record = runs.has(id) ? undefined : records.get(id);
    if (record === undefined || !isShared({ kind })) return [];
    const key = computeActionKey(kind, record);
    const result = findLocal({ kind, key }, { index, store });
    return result === undefined ? [] : [{ action: { kind, key, record }, result }];
  });
}
