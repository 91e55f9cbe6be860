import type { Clock } from '../spec/clock.ts';

/** A signal that follows another one late. */
export interface LateSignal {
  readonly signal: AbortSignal;
  /** Ends the waiting, once nobody listens any more. */
  end(): void;
}

/**
 * Makes a signal that is aborted some time after another one: what was paid for may still arrive when everything else has stopped.
 * @param patience milliseconds between the two
 */
export function outlastAbort(signal: AbortSignal, clock: Clock, patience: number): LateSignal {
  const late = new AbortController();
  const over = new AbortController();
  const follow = async (): Promise<void> => {
    await clock.sleep(patience, over.signal);
    if (!over.signal.aborted) late.abort(signal.reason);
  };
  const begin = (): void => void follow();
  signal.addEventListener('abort', begin, { once: true });
  return {
    signal: late.signal,
    end: () => {
      over.abort();
      signal.removeEventListener('abort', begin);
    },
  };
}
