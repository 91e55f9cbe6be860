import { setMaxListeners } from 'node:events';
import type { Clock } from '../spec/clock.ts';
import { RemoteError } from '../spec/remote-store.ts';
import { lanes } from './visit-in-lanes.ts';

/** Uploads that go on beside other work. */
export interface UploadQueue {
  /** Adds an upload; it is tried again when it fails for a passing reason. */
  add(upload: Upload): void;
  /** Adds an upload unless many wait already: work may go on faster than a line takes it, and what waits is held in memory. @returns whether it was added */
  offer(upload: Upload): boolean;
  /** Waits until all is done or nothing gets through any more; what is added later goes on. @returns how those went that were added since the last time */
  drain(): Promise<UploadCount>;
}

/** Puts something into the store. */
export type Upload = (signal: AbortSignal) => Promise<void>;

/** How uploads went. */
export interface UploadCount {
  readonly done: number;
  readonly failed: number;
  /** The last failure. */
  readonly reason: string;
}

/** Uploads that wait at most when they are offered. */
const mostWaiting = 1000;

/** Pauses before an upload is tried again, in milliseconds. */
const pauses = [200, 1000] as const;

/** How long a build waits at its end without one upload getting through, in milliseconds. */
const mostIdle = 10_000;

/** Makes a queue whose uploads begin at once. */
export function createUploadQueue(clock: Clock): UploadQueue {
  const waiting: Upload[] = [];
  let stop = createStop();
  const running = new Set<Promise<void>>();
  let [done, failed, reason, lastSuccess] = [0, 0, '', clock.monotonic()];

  const begin = (): void => {
    while (running.size < lanes && waiting.length > 0) {
      const lane = runLane().finally(() => running.delete(lane));
      running.add(lane);
    }
  };
  const runLane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        await tryAgain(next, stop.signal, clock);
        done += 1;
        lastSuccess = clock.monotonic();
      } catch (error) {
        // Whatever keeps something from being shared: it is there locally, and nobody waits for more.
        failed += 1;
        reason = error instanceof Error ? error.message : String(error);
      }
    }
  };

  const add = (upload: Upload): void => {
    waiting.push(upload);
    begin();
  };

  return {
    add,
    offer: (upload) => {
      if (waiting.length >= mostWaiting) return false;
      add(upload);
      return true;
    },
    drain: async () => {
      const ended = Promise.all(running);
      lastSuccess = clock.monotonic();
      const isIdle = (): boolean => clock.monotonic() - lastSuccess >= mostIdle;
      while (running.size > 0 && !isIdle()) await Promise.race([ended, clock.sleep(250)]);
      failed += waiting.splice(0).length;
      stop.abort();
      await ended;
      const count = { done, failed, reason };
      [done, failed, reason, stop] = [0, 0, '', createStop()];
      return count;
    },
  };
}

/** Every upload under way hears of it, in its request and in its pauses. */
function createStop(): AbortController {
  const stop = new AbortController();
  setMaxListeners(4 * lanes, stop.signal);
  return stop;
}

async function tryAgain(upload: Upload, signal: AbortSignal, clock: Clock): Promise<void> {
  for (const pause of [...pauses, undefined]) {
    try {
      return await upload(signal);
    } catch (error) {
      if (pause === undefined || !(error instanceof RemoteError) || !error.isPassing || signal.aborted) throw error;
      await clock.sleep(pause, signal);
    }
  }
}
