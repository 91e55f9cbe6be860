import fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { createLimiter } from '../../src/engine/create-limiter.ts';
import type { Clock } from '../../src/spec/clock.ts';

/** Time that passes only when everybody sleeps. */
interface FakeClock extends Clock {
  /** Runs until nobody sleeps, or until a time. */
  run(until?: number): Promise<void>;
}

function createFakeClock(): FakeClock {
  let now = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const idle = async (): Promise<void> => {
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
    await new Promise(setImmediate);
  };
  return {
    monotonic: () => now,
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        sleepers.push({ at: now + milliseconds, wake: resolve });
        signal?.addEventListener('abort', () => resolve(), { once: true });
      }),
    run: async (until = Infinity) => {
      for (;;) {
        await idle();
        sleepers.sort((a, b) => a.at - b.at);
        if (sleepers.length === 0 || sleepers[0]!.at > until) return;
        const { at, wake } = sleepers.shift()!;
        now = Math.max(now, at);
        wake();
      }
    },
  };
}

interface Entry {
  readonly at: number;
  readonly pictures: number;
}

interface Load {
  readonly perMinute?: number;
  readonly concurrency: number;
  readonly requests: readonly { readonly pictures: number; readonly lasts: number; readonly comes: number }[];
}

/** Sends all requests, and says when each was let in and how many ran at once. */
async function drive({ requests, ...options }: Load): Promise<{ readonly entries: readonly Entry[]; readonly peak: number }> {
  const clock = createFakeClock();
  const limiter = createLimiter({ clock, ...options });
  const entries: Entry[] = [];
  const { signal } = new AbortController();
  let [running, peak] = [0, 0];
  const all = requests.map(async ({ pictures, lasts, comes }) => {
    await clock.sleep(comes);
    const turn = await limiter.enter(signal, pictures);
    entries.push({ at: clock.monotonic(), pictures });
    peak = Math.max(peak, (running += 1));
    await clock.sleep(lasts);
    running -= 1;
    turn.leave();
    turn.leave();
  });
  await clock.run();
  await Promise.all(all);
  return { entries, peak };
}

/** What a provider does that counts by windows; it takes a while until a request is there. */
type Admit = (arrivals: readonly number[], at: number) => boolean;

const perMinute = 20;
const within = (arrivals: readonly number[], from: number, to: number): number => arrivals.filter((at) => at > from && at <= to).length;

/** Each of them at another time than ours, whatever `shift` is. */
const providers: { readonly [name: string]: (shift: number) => Admit } = {
  'a sliding window': () => (arrivals, at) => within(arrivals, at - 60_000, at) < perMinute,
  'windows that begin at fixed times': (shift) => (arrivals, at) => within(arrivals, Math.floor((at - shift) / 60_000) * 60_000 + shift - 1e-9, at) < perMinute,
  'a bucket that fills up': () => (arrivals, at) => {
    let [tokens, before] = [perMinute, 0];
    for (const each of arrivals) [tokens, before] = [Math.min(perMinute, tokens + ((each - before) * perMinute) / 60_000) - 1, each];
    return Math.min(perMinute, tokens + ((at - before) * perMinute) / 60_000) >= 1 - 1e-9;
  },
};

/** Share of the rate that was used at least, for each of them. */
const uses = new Map<string, number>();

test.each(Object.keys(providers))('no refusal by %s, and the rate is used', async (name) => {
  const create = providers[name]!;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 59_999 }),
      fc.array(fc.integer({ min: 0, max: 1400 }), { minLength: 7, maxLength: 7 }),
      async (shift, delays) => {
        const clock = createFakeClock();
        const limiter = createLimiter({ clock, perMinute, concurrency: 40 });
        const admit = create(shift);
        const [arrivals, refused]: [number[], number[]] = [[], []];
        const all = Array.from({ length: perMinute * 6 }, async (_, index) => {
          const turn = await limiter.enter(new AbortController().signal, 1);
          await clock.sleep(delays[index % 7]!);
          (admit(arrivals, clock.monotonic()) ? arrivals : refused).push(clock.monotonic());
          await clock.sleep(30_000);
          turn.leave();
        });
        await clock.run();
        await Promise.all(all);
        const ideal = 5 * 60_000;
        const use = ideal / (arrivals.at(-1)! - Math.max(...delays));
        uses.set(name, Math.min(use, uses.get(name) ?? 1));
        expect({ name, refused, used: use >= 0.95 }).toEqual({ name, refused: [], used: true });
      },
    ),
    { seed: 5, numRuns: 15 },
  );
  process.stdout.write(`limiter against ${name}: ${(uses.get(name)! * 100).toFixed(1)} % of the rate used, no refusal\n`);
});

/** The most pictures in any window of a minute. */
function findFullest(entries: readonly Entry[]): number {
  return Math.max(
    0,
    ...entries.map(({ at }) => entries.filter((each) => each.at >= at && each.at < at + 60_000).reduce((sum, each) => sum + each.pictures, 0)),
  );
}

test('never more pictures in any minute, nor requests at once, than allowed; and all get in', async () => {
  const request = fc.record({
    pictures: fc.integer({ min: 1, max: 4 }),
    lasts: fc.integer({ min: 0, max: 40_000 }),
    comes: fc.integer({ min: 0, max: 90_000 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 4, max: 20 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(request, { maxLength: 40 }),
      async (perMinute, concurrency, requests) => {
        const { entries, peak } = await drive({ perMinute, concurrency, requests });
        expect(entries).toHaveLength(requests.length);
        expect(findFullest(entries)).toBeLessThanOrEqual(perMinute);
        expect(peak).toBeLessThanOrEqual(concurrency);
      },
    ),
    { seed: 11, numRuns: 60 },
  );
});

test('under steady load at least 95 % of what is allowed is used', async () => {
  const requests = Array.from({ length: 200 }, (_, index) => ({ pictures: 1, lasts: 20_000 + (index % 7) * 1000, comes: 0 }));
  const { entries } = await drive({ perMinute: 20, concurrency: 50, requests });
  const last = Math.max(...entries.map(({ at }) => at));
  const possible = (Math.ceil(200 / 20) - 1) * 60_000;
  expect(last / possible).toBeLessThanOrEqual(1 / 0.95);
  expect(last).toBeGreaterThanOrEqual(possible);
});

test('without a rate only concurrency counts, and nobody waits longer than needed', async () => {
  const { entries, peak } = await drive({ concurrency: 3, requests: Array.from({ length: 30 }, () => ({ pictures: 1, lasts: 1000, comes: 0 })) });
  expect(peak).toBe(3);
  expect(Math.max(...entries.map(({ at }) => at))).toBe(9000);
});

test('first come, first served, also behind a large request', async () => {
  const clock = createFakeClock();
  const limiter = createLimiter({ clock, perMinute: 4, concurrency: 9 });
  const order: string[] = [];
  const { signal } = new AbortController();
  const enter = async (name: string, pictures: number): Promise<void> => {
    await limiter.enter(signal, pictures);
    order.push(`${name} ${clock.monotonic()}`);
  };
  const all = [enter('a', 2), enter('b', 4), enter('c', 1), enter('more than a minute', 7)];
  await clock.run();
  await Promise.all(all);
  expect(order).toEqual(['a 0', 'b 61500', 'c 123000', 'more than a minute 184500']);
});

test('a pause holds everybody back, also whoever waits already', async () => {
  const clock = createFakeClock();
  const limiter = createLimiter({ clock, perMinute: 1, concurrency: 9 });
  const times: number[] = [];
  const { signal } = new AbortController();
  const enter = async (): Promise<void> => {
    await limiter.enter(signal, 1);
    times.push(clock.monotonic());
  };
  const all = [enter(), enter()];
  await clock.run(30_000);
  limiter.pause(90_000);
  limiter.pause(10);
  await clock.run();
  await Promise.all(all);
  expect(times).toEqual([0, 90_000]);
});

test('an abort frees everybody who waits, for a place or for time, and those inside go on', async () => {
  const clock = createFakeClock();
  const limiter = createLimiter({ clock, perMinute: 60, concurrency: 2 });
  const controller = new AbortController();
  const turns = [await limiter.enter(controller.signal, 1), await limiter.enter(controller.signal, 1)];
  const waiting = Array.from({ length: 5 }, () => limiter.enter(controller.signal, 1));
  await clock.run(0);
  expect(limiter.waiting).toBe(5);
  controller.abort(new Error('stop'));
  const ends = await Promise.allSettled(waiting);
  expect(ends.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
  expect(limiter.waiting).toBe(0);
  for (const each of turns) each.leave();
  const { signal } = new AbortController();
  await expect(limiter.enter(signal, 1)).resolves.toHaveProperty('leave');
});

test('whoever gives up does not hold up those behind', async () => {
  const clock = createFakeClock();
  const limiter = createLimiter({ clock, concurrency: 1 });
  const [impatient, patient] = [new AbortController(), new AbortController()];
  const turn = await limiter.enter(patient.signal, 1);
  const first = limiter.enter(impatient.signal, 1);
  const second = limiter.enter(patient.signal, 1);
  await clock.run(0);
  impatient.abort();
  await expect(first).rejects.toThrow();
  turn.leave();
  await expect(second).resolves.toHaveProperty('leave');
});
