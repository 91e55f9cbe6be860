import type { SendFailure } from '../spec/generator.ts';

/** How often a request failed so far, by the sort of failure, this one included. */
export interface FailureCounts {
  readonly connect: number;
  readonly rate: number;
  readonly server: number;
}

/** What a failure of a paid request is called. */
export type FailureCode =
  | 'API_UNREACHABLE'
  | 'API_RATE_LIMITED'
  | 'API_QUOTA'
  | 'API_AUTH'
  | 'API_MODEL'
  | 'API_MODERATED'
  | 'API_REFUSED'
  | 'API_SERVER'
  | 'API_AMBIGUOUS'
  | 'API_PAID_TRUNCATED';

/** What is done about a failure of a paid request. */
export type RetryDecision =
  | { readonly kind: 'retry'; readonly sort: keyof FailureCounts; readonly delay: number }
  | {
      readonly kind: 'stop';
      readonly code: FailureCode;
      /** Whether money may have been spent: `unknown` is never sent again by itself. */
      readonly charged: 'no' | 'unknown';
      /** Whether no other request has a chance either. */
      readonly stopAll: boolean;
    };

/** The longest that one picture waits for its turn, in milliseconds. */
export const rateLimitPatience = 15 * 60_000;

const mostConnects = 3;
const mostServerErrors = 2;

/** Codes of a 429 that waiting does not mend. */
const outOfMoney = /quota|credit|billing|spend_limit|hard_limit/;

/**
 * Decides whether a paid request may be sent again. Only when it is certain that nothing was billed: nothing was sent, or the provider said no in its own words.
 * Pure, so that every combination can be tested.
 * @param waited milliseconds that this request has waited for rate limits so far
 */
export function decideRetry(failure: SendFailure, counts: FailureCounts, waited: number): RetryDecision {
  if (failure.phase === 'connect') return counts.connect <= mostConnects ? retry('connect', 500 * 2 ** (counts.connect - 1)) : stop('API_UNREACHABLE');
  if (failure.phase === 'wait') return stop('API_AMBIGUOUS', 'unknown');
  if (failure.phase === 'body') return stop('API_PAID_TRUNCATED', 'unknown');
  return decideByStatus(failure, counts, waited);
}

function decideByStatus(failure: SendFailure, counts: FailureCounts, waited: number): RetryDecision {
  const { status = 0, explained } = failure;
  if (status === 429) return decideRateLimit(failure, counts, waited);
  if (status === 401 || status === 403) return stop('API_AUTH', 'no', true);
  if (status === 404) return stop('API_MODEL');
  if (status === 400 && /moderation/.test(failure.code ?? '')) return stop('API_MODERATED');
  // A 408 says that the provider waited for us, or that a gateway waited for the provider: nobody knows which.
  if (status >= 400 && status < 500 && status !== 408) return stop('API_REFUSED');
  if (!explained || (status !== 500 && status !== 503)) return stop('API_AMBIGUOUS', 'unknown');
  return counts.server <= mostServerErrors ? retry('server', failure.retryAfter ?? 1000 * 2 ** (counts.server - 1)) : stop('API_SERVER');
}

function decideRateLimit(failure: SendFailure, counts: FailureCounts, waited: number): RetryDecision {
  if (outOfMoney.test(`${failure.code ?? ''} ${failure.type ?? ''}`)) return stop('API_QUOTA', 'no', true);
  // A provider that says "at once" again and again is asked less and less often all the same.
  const grown = Math.min(60_000, (failure.retryAfter === undefined ? 2000 : 100) * 2 ** (counts.rate - 1));
  const delay = Math.max(failure.retryAfter ?? 0, grown);
  return waited + delay <= rateLimitPatience ? retry('rate', delay) : stop('API_RATE_LIMITED');
}

function retry(sort: keyof FailureCounts, delay: number): RetryDecision {
  return { kind: 'retry', sort, delay };
}

function stop(code: FailureCode, charged: 'no' | 'unknown' = 'no', stopAll = false): RetryDecision {
  return { kind: 'stop', code, charged, stopAll };
}
