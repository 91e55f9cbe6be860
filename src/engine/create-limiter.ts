import type { Clock } from '../spec/clock.ts';

/** What an account allows. */
export interface LimiterOptions {
  readonly clock: Clock;
  /** Pictures a minute; undefined when unknown: then only the provider's own words slow us down. */
  readonly perMinute?: number;
  /** Requests under way at once. */
  readonly concurrency: number;
}

/** Lets paid requests through at the rate that the account allows, first come, first served. */
export interface Limiter {
  /** Waits until so many pictures may be asked for in one request; the caller ends its turn when the request is over. */
  enter(signal: AbortSignal, pictures: number): Promise<() => void>;
  /** Nobody is let in before so many milliseconds have passed: the provider asked for it. */
  pause(milliseconds: number): void;
  readonly waiting: number;
}

const minute = 60_000;

/** Makes a limiter. A sliding window of one minute is kept, which is what providers count by: a burst at the start is used, and not punished later. */
export function createLimiter({ clock, perMinute, concurrency }: LimiterOptions): Limiter {
  const starts: number[] = [];
  let running = 0;
  let waiting = 0;
  let pausedUntil = 0;
  let turn: Promise<void> = Promise.resolve();
  let wake: (() => void) | undefined;

  const findDelay = (now: number, pictures: number): number => {
    while (starts.length > 0 && starts[0]! <= now - minute) starts.shift();
    // A request for more pictures than a whole minute allows waits for an empty window, and then goes.
    const over = perMinute === undefined ? 0 : Math.min(starts.length, starts.length + pictures - perMinute);
    const byRate = over > 0 ? starts[over - 1]! + minute - now : 0;
    return Math.max(pausedUntil - now, byRate, 0);
  };

  const waitForTurn = async (signal: AbortSignal, pictures: number): Promise<void> => {
    for (;;) {
      signal.throwIfAborted();
      if (running >= concurrency) {
        await waitForLeave(signal);
        continue;
      }
      const delay = findDelay(clock.monotonic(), pictures);
      if (delay === 0) return;
      await clock.sleep(Math.ceil(delay), signal);
    }
  };

  /** Only the first in the queue waits here, so one call to wake is enough. An abort wakes it too. */
  const waitForLeave = async (signal: AbortSignal): Promise<void> => {
    const left = new Promise<void>((resolve) => (wake = resolve));
    signal.addEventListener('abort', leaveQueue, { once: true });
    await left;
    signal.removeEventListener('abort', leaveQueue);
  };

  const leaveQueue = (): void => wake?.();

  /** A turn that is ended twice must not let two others in. */
  const createLeave = (): (() => void) => {
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      running -= 1;
      wake?.();
    };
  };

  return {
    get waiting() {
      return waiting;
    },
    enter: async (signal, pictures) => {
      waiting += 1;
      const before = turn;
      let done: () => void = () => undefined;
      turn = new Promise((resolve) => (done = resolve));
      try {
        await before;
        await waitForTurn(signal, pictures);
        running += 1;
        for (let picture = 0; picture < pictures; picture += 1) starts.push(clock.monotonic());
        return createLeave();
      } finally {
        waiting -= 1;
        done();
      }
    },
    pause: (milliseconds) => {
      pausedUntil = Math.max(pausedUntil, clock.monotonic() + milliseconds);
    },
  };
}
