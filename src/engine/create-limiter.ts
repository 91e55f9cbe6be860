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
  /** Waits for a turn; the caller ends it when its request is over. */
  enter(signal?: AbortSignal): Promise<() => void>;
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

  const findDelay = (now: number): number => {
    while (starts.length > 0 && starts[0]! <= now - minute) starts.shift();
    const byRate = perMinute !== undefined && starts.length >= perMinute ? starts[starts.length - perMinute]! + minute - now : 0;
    return Math.max(pausedUntil - now, byRate, 0);
  };

  const waitForTurn = async (signal: AbortSignal | undefined): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted();
      if (running >= concurrency) await new Promise<void>((resolve) => (wake = resolve));
      const delay = findDelay(clock.monotonic());
      if (delay === 0 && running < concurrency) return;
      if (delay > 0) await clock.sleep(Math.ceil(delay), signal);
    }
  };

  const leave = (): void => {
    running -= 1;
    wake?.();
    wake = undefined;
  };

  return {
    get waiting() {
      return waiting;
    },
    enter: async (signal) => {
      waiting += 1;
      const before = turn;
      let done: () => void = () => undefined;
      turn = new Promise((resolve) => (done = resolve));
      try {
        await before;
        await waitForTurn(signal);
        running += 1;
        starts.push(clock.monotonic());
        return leave;
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
