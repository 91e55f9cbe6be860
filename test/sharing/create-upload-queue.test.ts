import { describe, expect, test } from 'vitest';
import { createUploadQueue } from '../../src/sharing/create-upload-queue.ts';
import type { Clock } from '../../src/spec/clock.ts';
import { RemoteError } from '../../src/spec/remote-store.ts';

/** A clock that only goes while somebody sleeps. */
function createTestClock(): Clock & { readonly sleeps: readonly number[] } {
  let now = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    monotonic: () => now,
    now: () => now,
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds);
      await new Promise(setImmediate);
      now += milliseconds;
    },
  };
}

const passing = new RemoteError('failed', 'PUT was answered with 500');

describe('an upload queue', () => {
  test('begins at once, so many at a time, and counts what went through', async () => {
    const queue = createUploadQueue(createTestClock());
    let [running, most] = [0, 0];
    for (let count = 0; count < 50; count += 1)
      queue.add(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
      });
    expect(running).toBe(24);
    expect(await queue.drain()).toEqual({ done: 50, failed: 0, reason: '' });
    expect(most).toBe(24);
  });

  test('takes an offer only while a thousand wait at most', async () => {
    const queue = createUploadQueue(createTestClock());
    const taken = Array.from({ length: 1100 }, () => queue.offer(() => new Promise(setImmediate)));
    expect(taken.filter(Boolean)).toHaveLength(1024);
    expect(await queue.drain()).toMatchObject({ done: 1024 });
    expect(queue.offer(() => Promise.resolve())).toBe(true);
  });

  test('tries what may pass three times, with pauses', async () => {
    const clock = createTestClock();
    const queue = createUploadQueue(clock);
    let [tries, others] = [0, 0];
    queue.add(() => ((tries += 1) < 3 ? Promise.reject(passing) : Promise.resolve()));
    queue.add(() => ((others += 1), Promise.reject(passing)));
    expect(await queue.drain()).toEqual({ done: 1, failed: 1, reason: passing.message });
    expect([tries, others]).toEqual([3, 3]);
    expect(clock.sleeps.filter((each) => each !== 250)).toEqual([200, 200, 1000, 1000]);
  });

  test.each(['refused', 'full', 'large', 'off'] as const)('tries what is %s once', async (failure) => {
    const queue = createUploadQueue(createTestClock());
    let tries = 0;
    queue.add(() => ((tries += 1), Promise.reject(new RemoteError(failure, 'no'))));
    expect(await queue.drain()).toMatchObject({ failed: 1 });
    expect(tries).toBe(1);
  });

  test('whatever else goes wrong with one, the others are sent', async () => {
    const queue = createUploadQueue(createTestClock());
    queue.add(() => Promise.reject(new TypeError('unexpected')));
    queue.add(() => Promise.resolve());
    expect(await queue.drain()).toEqual({ done: 1, failed: 1, reason: 'unexpected' });
  });

  test('waits while something gets through, and ten seconds beyond the last', async () => {
    const clock = createTestClock();
    const queue = createUploadQueue(clock);
    let line = Promise.resolve();
    // One after the other, each six seconds after the one before: half a minute in all.
    for (let count = 0; count < 5; count += 1) queue.add(() => (line = line.then(() => clock.sleep(6000))));
    // It ends with the signal alone.
    queue.add((signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))));
    expect(await queue.drain()).toMatchObject({ done: 5, failed: 1 });
    expect(clock.monotonic()).toBeGreaterThanOrEqual(40_000);
  });

  test('goes on after a wait: what is added later is sent, and counted by itself', async () => {
    const queue = createUploadQueue(createTestClock());
    const heed = (signal: AbortSignal): Promise<void> => (signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve());
    for (let wait = 0; wait < 3; wait += 1) {
      queue.add(heed);
      expect(await queue.drain()).toEqual({ done: 1, failed: 0, reason: '' });
    }
  });

  test('what has not begun by then counts as failed', async () => {
    const queue = createUploadQueue(createTestClock());
    for (let count = 0; count < 12; count += 1)
      queue.add((signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))));
    expect(await queue.drain()).toMatchObject({ done: 0, failed: 12 });
  });
});
