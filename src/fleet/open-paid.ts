import type { PaidArt } from '../engine/obtain-art.ts';
import type { Budget } from '../engine/create-budget.ts';
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
export async function openPaid(
  bench: WorkerBench,
  treasury: Treasury,
  { cap, alone, buyAgain }: PaidRules,
): Promise<{ readonly paid: PaidArt; readonly budget: Budget }> {
  const { workspace, prepared, sharing, tell, signal } = bench;
  const opened = await openPaidArt({
    project: prepared.project,
    treasury,
    host: workspace.host,
    options: { buyAgain },
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
    budget: opened.budget,
    paid: {
      read: (digest) => opened.paid.read(digest),
      obtain: async (order) => {
        if (book.pictures(order.key).length < order.task.candidates) {
          const entries = await takeArt(order.key, { remote, trust, vault });
          if (entries.length > 0) book.add(entries);
        }
        return opened.paid.obtain(order);
      },
    },
  };
}
