import type { Clock } from '../spec/clock.ts';

/** Milliseconds between two looks at the clocks. */
const lookTime = 2000;

/** Milliseconds by which a look may come late, or the clocks may drift apart, on a machine that is only busy. */
const patience = 3000;

/**
 * Notices that the machine slept, the process was held, or somebody set the clock: file systems may have kept quiet meanwhile.
 * @returns the function that ends it
 */
export function noticeWakes(clock: Clock, onWake: () => void): () => void {
  let last = readClocks(clock);
  const timer = setInterval(() => {
    const now = readClocks(clock);
    if (hasSlept(last, now)) onWake();
    last = now;
  }, lookTime);
  timer.unref();
  return () => clearInterval(timer);
}

/** Milliseconds of the clock that people set, and of the one that only runs; during sleep one of them may stand still. */
export interface ClockReading {
  readonly wall: number;
  readonly monotonic: number;
}

/** Whether more passed between two looks than the time between them, by one clock or by both. */
export function hasSlept(before: ClockReading, after: ClockReading): boolean {
  const [wall, monotonic] = [after.wall - before.wall, after.monotonic - before.monotonic];
  return Math.abs(wall - monotonic) > patience || Math.max(wall, monotonic) > lookTime + patience;
}

function readClocks(clock: Clock): ClockReading {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}
