import fc from '../support/properties.ts';
import { describe, expect, test } from 'vitest';
import { decideRetry, rateLimitPatience } from '../../src/engine/decide-retry.ts';
import type { FailureCounts, RetryDecision } from '../../src/engine/decide-retry.ts';
import type { SendFailure } from '../../src/spec/generator.ts';

const first: FailureCounts = { connect: 1, rate: 1, server: 1 };
const connectCodes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED', 'UND_ERR_CONNECT_TIMEOUT', undefined];

function fail(rest: Partial<SendFailure>): SendFailure {
  return { phase: 'status', explained: true, message: 'no', ...rest };
}

function name(decision: RetryDecision): string {
  return decision.kind === 'retry'
    ? `retry ${decision.sort}`
    : `${decision.code}${decision.charged === 'unknown' ? ' unknown' : ''}${decision.stopAll ? ' all' : ''}`;
}

describe('section G, row by row', () => {
  test.each([
    ['G1 nothing sent', fail({ phase: 'connect', code: 'ECONNREFUSED', explained: false }), 'retry connect'],
    ['G2 rate limit', fail({ status: 429, code: 'rate_limit_exceeded' }), 'retry rate'],
    ['G2 from a gateway', fail({ status: 429, explained: false }), 'retry rate'],
    ['G3 quota', fail({ status: 429, code: 'insufficient_quota' }), 'API_QUOTA all'],
    ['G3 quota by its type', fail({ status: 429, type: 'insufficient_quota' }), 'API_QUOTA all'],
    ['G3 a hard limit', fail({ status: 429, code: 'billing_hard_limit_reached' }), 'API_QUOTA all'],
    ['G4 key', fail({ status: 401, code: 'invalid_api_key' }), 'API_AUTH all'],
    ['G4 not verified', fail({ status: 403 }), 'API_AUTH all'],
    ['G4 model', fail({ status: 404, code: 'model_not_found' }), 'API_MODEL'],
    ['G5 moderation', fail({ status: 400, code: 'moderation_blocked' }), 'API_MODERATED'],
    ['a refused value', fail({ status: 400, code: 'invalid_value' }), 'API_REFUSED'],
    ['a conflict', fail({ status: 409 }), 'API_REFUSED'],
    ['G6 500 in the provider’s words', fail({ status: 500 }), 'retry server'],
    ['G6 503 in the provider’s words', fail({ status: 503 }), 'retry server'],
    ['500 without words', fail({ status: 500, explained: false }), 'API_AMBIGUOUS unknown'],
    ['503 without words', fail({ status: 503, explained: false }), 'API_AMBIGUOUS unknown'],
    ['G7 502', fail({ status: 502, explained: false }), 'API_AMBIGUOUS unknown'],
    ['G7 502 with words', fail({ status: 502 }), 'API_AMBIGUOUS unknown'],
    ['G7 504', fail({ status: 504, explained: false }), 'API_AMBIGUOUS unknown'],
    ['G7 520', fail({ status: 520, explained: false }), 'API_AMBIGUOUS unknown'],
    ['G7 524', fail({ status: 524, explained: false }), 'API_AMBIGUOUS unknown'],
    ['408', fail({ status: 408 }), 'API_AMBIGUOUS unknown'],
    ['a redirect', fail({ status: 302, explained: false }), 'API_AMBIGUOUS unknown'],
    ['no status', fail({ explained: false }), 'API_AMBIGUOUS unknown'],
    ['G8 sent, no answer', fail({ phase: 'wait', explained: false }), 'API_AMBIGUOUS unknown'],
    ['G9 broken off', fail({ phase: 'body', explained: false }), 'API_PAID_TRUNCATED unknown'],
  ] as const)('%s', (_, failure, wanted) => expect(name(decideRetry(failure, first, 0))).toBe(wanted));

  test('G1 three times, with growing pauses, and then no more', () => {
    const delays = [1, 2, 3].map((connect) => decideRetry(fail({ phase: 'connect' }), { ...first, connect }, 0));
    expect(delays).toMatchObject([{ delay: 500 }, { delay: 1000 }, { delay: 2000 }]);
    expect(name(decideRetry(fail({ phase: 'connect' }), { ...first, connect: 4 }, 0))).toBe('API_UNREACHABLE');
  });

  test('G6 twice, and then no more', () => {
    expect([1, 2].map((server) => name(decideRetry(fail({ status: 500 }), { ...first, server }, 0)))).toEqual(['retry server', 'retry server']);
    expect(name(decideRetry(fail({ status: 500 }), { ...first, server: 3 }, 0))).toBe('API_SERVER');
  });

  test('G2 waits as long as it was told, until patience ends', () => {
    expect(decideRetry(fail({ status: 429, retryAfter: 7300 }), first, 0)).toMatchObject({ delay: 7300 });
    expect(decideRetry(fail({ status: 429, retryAfter: 1000 }), first, rateLimitPatience - 1000)).toMatchObject({ kind: 'retry' });
    expect(name(decideRetry(fail({ status: 429, retryAfter: 1001 }), first, rateLimitPatience - 1000))).toBe('API_RATE_LIMITED');
  });
});

/** May have been billed: it was sent, and the provider did not say no in its own words (429 is said by gateways too, before anything is made). */
function mayBeBilled({ phase, status = 0, explained }: SendFailure): boolean {
  if (phase === 'connect') return false;
  if (phase !== 'status' || status === 408 || status < 400) return true;
  return status >= 500 && !(explained && (status === 500 || status === 503));
}

const statuses = [
  undefined,
  200,
  204,
  301,
  302,
  304,
  400,
  401,
  402,
  403,
  404,
  405,
  408,
  409,
  413,
  415,
  422,
  425,
  429,
  451,
  500,
  501,
  502,
  503,
  504,
  505,
  507,
  520,
  521,
  522,
  523,
  524,
  525,
  526,
  529,
  530,
  599,
];
const codes = [
  undefined,
  ...connectCodes,
  'ECONNRESET',
  'rate_limit_exceeded',
  'insufficient_quota',
  'billing_hard_limit_reached',
  'moderation_blocked',
  'invalid_api_key',
  'model_not_found',
  'server_error',
  'server_is_overloaded',
  'ABORTED',
];

test('every combination: nothing that may have been billed is sent again, and it is called unknown', () => {
  let seen = 0;
  for (const phase of ['connect', 'status', 'wait', 'body'] as const)
    for (const status of statuses)
      for (const code of codes)
        for (const explained of [true, false])
          for (const count of [1, 2, 3, 4, 50])
            for (const retryAfter of [undefined, 0, 20, 60_000, rateLimitPatience + 1]) {
              const failure = {
                phase,
                explained,
                message: '',
                ...(status === undefined ? {} : { status }),
                ...(code === undefined ? {} : { code }),
                ...(retryAfter === undefined ? {} : { retryAfter }),
              };
              const decision = decideRetry(failure, { connect: count, rate: count, server: count }, 0);
              seen += 1;
              if (mayBeBilled(failure) !== (decision.kind === 'stop' && decision.charged === 'unknown'))
                expect.fail(`${JSON.stringify(failure)} → ${JSON.stringify(decision)}`);
              if (decision.kind === 'retry' && !(decision.delay >= 0)) expect.fail(`${JSON.stringify(failure)} waits ${decision.delay}`);
            }
  expect(seen).toBeGreaterThan(100_000);
});

test('G2 a provider that says "at once" for ever is not asked for ever', () => {
  const delays = [1, 2, 3, 11].map((rate) => decideRetry(fail({ status: 429, retryAfter: 0 }), { ...first, rate }, 0));
  expect(delays).toMatchObject([{ delay: 100 }, { delay: 200 }, { delay: 400 }, { delay: 60_000 }]);
});

test('whatever the provider invents: nothing that may have been billed is sent again, and every run of failures ends', () => {
  const failure = fc.record(
    {
      phase: fc.constantFrom('connect', 'status', 'wait', 'body'),
      status: fc.integer({ min: 0, max: 999 }),
      code: fc.string(),
      type: fc.string(),
      explained: fc.boolean(),
      retryAfter: fc.nat(2_000_000),
      message: fc.string(),
    },
    { requiredKeys: ['phase', 'explained', 'message'] },
  ) as fc.Arbitrary<SendFailure>;
  fc.assert(
    fc.property(failure, (each) => {
      const counts = { connect: 0, rate: 0, server: 0 };
      let waited = 0;
      for (let attempt = 0; attempt < 100; attempt += 1) {
        for (const sort of ['connect', 'rate', 'server'] as const) counts[sort] += 1;
        const decision = decideRetry(each, counts, waited);
        if (decision.kind === 'stop') return;
        if (mayBeBilled(each)) throw new Error('sent again');
        waited += decision.delay;
      }
      throw new Error('never ends');
    }),
    { seed: 3, numRuns: 2000 },
  );
});
