import type { PaidArt } from '../engine/obtain-art.ts';
import { openPaidArt } from '../project/open-paid-art.ts';
import type { Treasury } from '../project/open-paid-art.ts';
import { takeArt } from '../sharing/art-entry.ts';
import type { WorkerBench } from './worker-bench.ts';

/** What a worker may do about bought art. */
export interface PaidRules {
  /** US dollars; undefined to buy nothing. */
  readonly cap: number | undefined;
  /** Whether no other job of this worker is buying: only then are unfinished papers those of a dead process. */
  readonly alone: boolean;
  readonly buyAgain: boolean;
}

/** Bought art for a job: from the lock, then from the store, where other workers left it, and only then from the provider. */
export async function openPaid(bench: WorkerBench, treasury: Treasury, { cap, alone, buyAgain }: PaidRules): Promise<PaidArt> {
  const { workspace, project, sharing, tell, signal } = bench;
  const { paid } = await openPaidArt({
    project,
    treasury,
    host: workspace.host,
    // Where nobody knows a price, the sum that the job names stands for it.
    options: { buyAgain, ...(cap !== undefined && { spend: cap }) },
    wanted: { pictures: cap === undefined ? 0 : 1, low: 0, high: cap ?? 0, known: true },
    cap,
    alone,
    signal,
    emit: (event) => {
      if (event.type === 'diagnostic') tell(event.diagnostic);
    },
  });
  const { remote, trust } = sharing;
  const { book, vault } = treasury;
  return {
    read: (digest) => paid.read(digest),
    obtain: async (order) => {
      if (book.pictures(order.key).length < order.task.candidates) {
        const entries = await takeArt(order.key, { remote, trust, vault });
        if (entries.length > 0) book.add(entries);
      }
      return paid.obtain(order);
    },
  };
}
