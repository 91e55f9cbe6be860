import { afterEach, describe, expect, test, vi } from 'vitest';
import { hasSlept, noticeWakes } from '../../src/watch/notice-wakes.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('I9 a machine that slept', () => {
  const before = { wall: 1_000_000, monotonic: 5000 };

  test.each([
    ['nothing happened', 2000, 2000, false],
    ['the process was busy', 4500, 4500, false],
    ['the clock was set by a second', 3000, 2000, false],
    ['the machine slept, and the clock that only runs stood still', 3_600_000, 2000, true],
    ['the machine slept, and both clocks ran', 3_600_000, 3_600_000, true],
    ['the process was held', 9000, 9000, true],
    ['somebody set the clock back', -86_400_000, 2000, true],
  ])('is noticed by its clocks: %s', (_, wall, monotonic, slept) => {
    expect(hasSlept(before, { wall: before.wall + wall, monotonic: before.monotonic + monotonic })).toBe(slept);
  });

  test('is looked for until it is told to stop', () => {
    vi.useFakeTimers();
    let [wall, monotonic, wakes] = [0, 0, 0];
    const clock = { now: () => wall, monotonic: () => monotonic, sleep: () => Promise.resolve() };
    const stop = noticeWakes(clock, () => (wakes += 1));
    const pass = (milliseconds: number): void => {
      wall += milliseconds;
      monotonic += 2000;
      vi.advanceTimersByTime(2000);
    };
    pass(2000);
    pass(600_000);
    pass(2000);
    expect(wakes).toBe(1);
    stop();
    pass(600_000);
    expect(wakes).toBe(1);
  });
});
