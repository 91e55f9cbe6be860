import { ApiError } from './api-error.ts';
import type { Counters, Writable } from './records.ts';

/** What an account may ask for. */
export interface RateLimits {
  /** Pictures in any window; not limited when left out. */
  readonly imagesPerMinute?: number;
  /** Requests at the same time; not limited when left out. */
  readonly concurrency?: number;
  /** Length of the sliding window in milliseconds, 60,000; shorter in tests that have no minute. */
  readonly windowMs?: number;
}

/** One request that was let in: milliseconds since the epoch, and pictures. */
export interface Admission {
  readonly time: number;
  readonly images: number;
}

/** Lets requests in or answers 429, per model, over a sliding window: the strictest reading of images per minute. */
export interface RateLimiter {
  readonly admissions: readonly Admission[];
  setLimits(limits: RateLimits | undefined): void;
  /**
   * Lets a request in; what it returns is to be called once the request is over.
   * @throws {ApiError} 429 with `retry-after` and `retry-after-ms`.
   */
  admit(model: string, images: number): () => void;
}

interface ModelUse {
  readonly admissions: Admission[];
  waitUntil: number;
}

/** A limiter that writes `rateLimited`, `avoidableRateLimited` and `peakConcurrency`. */
export function createRateLimiter(initial: RateLimits | undefined, counters: Writable<Counters>): RateLimiter {
  let limits = initial ?? {};
  let running = 0;
  const admissions: Admission[] = [];
  const uses = new Map<string, ModelUse>();
  return {
    admissions,
    setLimits(next) {
      limits = next ?? {};
      uses.clear();
    },
    admit(model, images) {
      const time = Date.now();
      const use = uses.get(model) ?? { admissions: [], waitUntil: 0 };
      uses.set(model, use);
      const wait = findWait(use, limits, { time, images }, running);
      if (wait > 0) throw refuse(use, counters, time, wait);
      use.admissions.push({ time, images });
      admissions.push({ time, images });
      counters.peakConcurrency = Math.max(counters.peakConcurrency, ++running);
      return once(() => running--);
    },
  };
}

/** Milliseconds until the request would fit; 0 when it does. */
function findWait(use: ModelUse, limits: RateLimits, { time, images }: Admission, running: number): number {
  const { imagesPerMinute = Infinity, concurrency = Infinity, windowMs = 60_000 } = limits;
  if (running >= concurrency) return 100;
  const recent = use.admissions.filter((admission) => admission.time > time - windowMs);
  let used = recent.reduce((sum, admission) => sum + admission.images, 0);
  if (used + images <= imagesPerMinute) return 0;
  for (const admission of recent) {
    used -= admission.images;
    if (used + images <= imagesPerMinute) return Math.max(1, admission.time + windowMs - time);
  }
  return windowMs;
}

function refuse(use: ModelUse, counters: Writable<Counters>, time: number, wait: number): ApiError {
  counters.rateLimited++;
  if (time < use.waitUntil) counters.avoidableRateLimited++;
  use.waitUntil = Math.max(use.waitUntil, time + wait);
  return new ApiError({
    status: 429,
    type: 'input-images',
    code: 'rate_limit_exceeded',
    message: `Rate limit reached for images per minute. Please try again in ${(wait / 1000).toFixed(1)}s.`,
    headers: { 'retry-after': String(Math.ceil(wait / 1000)), 'retry-after-ms': String(wait) },
  });
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
