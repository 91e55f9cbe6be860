import type { BuildEvent, PurchaseStep } from '../../model/event.ts';

/** Where a build stands. */
export interface Progress {
  readonly phase: 'load' | 'plan' | 'execute' | 'publish';
  /** Pictures in all; 0 as long as it is not planned. */
  readonly cells: number;
  /** Files in all. */
  readonly outputs: number;
  readonly cached: number;
  readonly made: number;
  readonly failed: number;
  /** Pictures that are bought, by where their requests are: before their turn, under way, answered. */
  readonly purchases: { readonly waiting: number; readonly sent: number; readonly received: number };
  /** Who holds the lock that this build waits for. */
  readonly waitingFor?: { readonly pid: number; readonly host: string; readonly since: string };
  /** When the last pictures were made, the latest last. */
  readonly madeAt: readonly number[];
}

/** Before the first event. */
export const noProgress: Progress = {
  phase: 'load',
  cells: 0,
  outputs: 0,
  cached: 0,
  made: 0,
  failed: 0,
  purchases: { waiting: 0, sent: 0, received: 0 },
  madeAt: [],
};

/** How many made pictures the rate is taken from: enough to even out sizes, few enough to notice a change. */
const rateWindow = 40;
const leastMade = 8;
const leastMilliseconds = 1500;

/** The progress after an event. */
export function advanceProgress(progress: Progress, event: BuildEvent, now: number): Progress {
  switch (event.type) {
    case 'phase': {
      const { waitingFor: _, ...rest } = progress;
      return { ...rest, phase: event.phase };
    }
    case 'planned':
      // A build whose inputs were edited meanwhile plans again and counts from the start.
      return { ...noProgress, phase: progress.phase, cells: event.cells, outputs: event.outputs };
    case 'cell':
      return {
        ...progress,
        [event.status]: progress[event.status] + 1,
        ...(event.status === 'made' && { madeAt: [...progress.madeAt.slice(1 - rateWindow), now] }),
      };
    case 'waiting':
      return { ...progress, waitingFor: { pid: event.pid, host: event.host, since: event.since } };
    case 'purchase':
      return { ...progress, purchases: advancePurchases(progress.purchases, event.step, event.pictures) };
    case 'task':
    case 'diagnostic':
    case 'finished':
      return progress;
  }
}

/** A request is in one place at a time; one that came to nothing is in none. */
function advancePurchases({ waiting, sent, received }: Progress['purchases'], step: PurchaseStep, pictures: number): Progress['purchases'] {
  switch (step) {
    case 'waiting':
      return { waiting: waiting + pictures, sent, received };
    case 'sent':
      return { waiting: waiting - pictures, sent: sent + pictures, received };
    case 'received':
      return { waiting, sent: sent - pictures, received: received + pictures };
    case 'failed':
      return { waiting, sent: sent - pictures, received };
    case 'withheld':
      return { waiting: waiting - pictures, sent, received };
  }
}

/**
 * Milliseconds that are left if all remaining pictures must be made at the rate of the last ones; undefined until there were enough of them to know.
 * Pictures from the cache count nothing: they come in bursts and would make promises that the rest can't keep.
 */
export function estimateRest({ cells, cached, made, failed, madeAt }: Progress, now: number): number | undefined {
  const first = madeAt[0];
  if (first === undefined || madeAt.length < leastMade || now - first < leastMilliseconds) return undefined;
  const rest = cells - cached - made - failed;
  return rest <= 0 ? undefined : (rest * (now - first)) / (madeAt.length - 1);
}
