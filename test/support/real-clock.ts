import type { Clock } from '../../src/spec/clock.ts';

/** The time of this machine. */
export const clock: Clock = {
  monotonic: () => performance.now(),
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise<void>((end) => setTimeout(end, milliseconds)),
};
