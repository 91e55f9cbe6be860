import type { Clock } from '../spec/clock.ts';

/** What an account allows. */
export interface LimiterOptions {
  readonly clock: Clock;
  /** Pictures a minute, of each model; undefined when unknown: then only the provider's own words slow us down. */
  readonly perMinute?: number;
  /** Requests under way at once, of all models together. */
  readonly concurrency: number;
  /** What was asked for in the last minute, by an earlier build with the same account; the provider has not forgotten it. */
  readonly earlier?: readonly EarlierRequest[];
}

/** A request that an earlier build has sent. */
export interface EarlierRequest {
  readonly model: string;
  /** Milliseconds since it was sent. */
  readonly age: number;
}

/** Lets paid requests through at the rate that the account allows, first come, first served within a model. */
export interface Limiter {
  /**
   * Waits until so many pictures of a model may be asked for in one request.
   */
  enter(signal: AbortSignal, pictures: number, model?: string): Promise<Turn>;
  /** No request for a model is let in before so many milliseconds have passed: the provider asked for it. */
  pause(milliseconds: number, model?: string): void;
  readonly waiting: number;
}

/** A request that was let in. */
export interface Turn {
  /** The request goes out now, after what had to be prepared for it: the provider's minute begins no earlier. */
  send(): void;
  /** The request is over; further calls do nothing. `refused`: the provider did not let it in, so that its pictures count for nothing. */
  leave(end?: 'refused'): void;
}

const minute = 60_000;

/**
 * Requests take different times to the provider: one that left later may arrive earlier, and find the window still full. So much longer is our minute, in milliseconds;
 * it costs 2.4 % of the rate and saves the refusals.
 */
const slack = 1500;

/**
 * Makes a limiter. A sliding window of one minute is kept for each model: a burst at the start is used, and not punished later. What fits into every sliding window fits into
 * windows that begin at fixed times too, wherever they begin, and into a bucket that fills up steadily.
 */
export function createLimiter({ clock, perMinute, concurrency, earlier = [] }: LimiterOptions): Limiter {
  const places = createPlaces(concurrency);
  const queues = new Map<string, Queue>();
  let waiting = 0;

  const queueOf = (model: string): Queue => {
    const known = queues.get(model) ?? createQueue(model, earlier, clock);
    queues.set(model, known);
    return known;
  };

  const waitForTurn = async (queue: Queue, signal: AbortSignal, pictures: number): Promise<void> => {
    for (;;) {
      signal.throwIfAborted();
      const delay = findDelay(queue, clock.monotonic(), { pictures, perMinute });
      if (delay > 0) await clock.sleep(Math.ceil(delay), signal);
      else if (places.take()) return;
      else await places.wait(signal);
    }
  };

  return {
    get waiting() {
      return waiting;
    },
    enter: async (signal, pictures, model = '') => {
      const queue = queueOf(model);
      waiting += 1;
      const before = queue.turn;
      let done: () => void = () => undefined;
      queue.turn = new Promise((resolve) => (done = resolve));
      try {
        await before;
        await waitForTurn(queue, signal, pictures);
        return createTurn(queue, note(queue, clock.monotonic(), pictures), { places, clock });
      } finally {
        waiting -= 1;
        done();
      }
    },
    pause: (milliseconds, model = '') => {
      const queue = queueOf(model);
      queue.pausedUntil = Math.max(queue.pausedUntil, clock.monotonic() + milliseconds);
    },
  };
}

/** Those who wait for one model. */
interface Queue {
  /** Pictures that were asked for in the last minute, the oldest first. */
  starts: Start[];
  pausedUntil: number;
  /** Resolves when the last one who came has had its turn. */
  turn: Promise<void>;
}

interface Start {
  at: number;
}

function createQueue(model: string, earlier: readonly EarlierRequest[], clock: Clock): Queue {
  const now = clock.monotonic();
  const starts = earlier.filter((each) => each.model === model).map(({ age }) => ({ at: now - age }));
  return { starts: starts.toSorted((a, b) => a.at - b.at), pausedUntil: 0, turn: Promise.resolve() };
}

/** Milliseconds until so many pictures fit into the window. */
function findDelay(queue: Queue, now: number, { pictures, perMinute }: { readonly pictures: number; readonly perMinute: number | undefined }): number {
  queue.starts = queue.starts.filter(({ at }) => at > now - minute - slack);
  const { starts, pausedUntil } = queue;
  // A request for more pictures than a whole minute allows waits for an empty window, and then goes.
  const over = perMinute === undefined ? 0 : Math.min(starts.length, starts.length + pictures - perMinute);
  const byRate = over > 0 ? starts[over - 1]!.at + minute + slack - now : 0;
  return Math.max(pausedUntil - now, byRate, 0);
}

function note(queue: Queue, at: number, pictures: number): readonly Start[] {
  const own = Array.from({ length: pictures }, (): Start => ({ at }));
  queue.starts.push(...own);
  return own;
}

/** Places for requests under way. */
interface Places {
  take(): boolean;
  give(): void;
  /** Waits until a place may be free, or until the signal. */
  wait(signal: AbortSignal): Promise<void>;
}

function createPlaces(most: number): Places {
  let taken = 0;
  let waiters: (() => void)[] = [];
  return {
    take: () => {
      if (taken >= most) return false;
      taken += 1;
      return true;
    },
    give: () => {
      taken -= 1;
      // Only the first of each model waits here, so waking all of them costs nothing.
      for (const wake of waiters.splice(0)) wake();
    },
    wait: (signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          waiters = waiters.filter((each) => each !== wake);
          resolve();
        };
        waiters.push(wake);
        signal.addEventListener('abort', wake, { once: true });
      }),
  };
}

/** A turn that is ended twice must not let two others in. */
function createTurn(queue: Queue, own: readonly Start[], { places, clock }: { readonly places: Places; readonly clock: Clock }): Turn {
  let inside = true;
  return {
    send: () => {
      const stamp = (): void => {
        for (const start of own) start.at = clock.monotonic();
        queue.starts = queue.starts.toSorted((a, b) => a.at - b.at);
      };
      stamp();
      // What is handed over now leaves when this process has a moment: many requests that begin together write their papers first.
      void clock.sleep(0).then(stamp);
    },
    leave: (end) => {
      if (!inside) return;
      inside = false;
      if (end === 'refused') queue.starts = queue.starts.filter((start) => !own.includes(start));
      places.give();
    },
  };
}
