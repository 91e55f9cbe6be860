import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRetryAfter } from '../../../../src/adapters/generate/openai/classify-failure.ts';
import { strikeSecrets } from '../../../../src/adapters/generate/openai/strike-secrets.ts';
import type { SendFailure } from '../../../../src/spec/generator.ts';
import { startOpenAiServer, type OpenAiServer } from '../../../support/openai-server/start-openai-server.ts';
import type { FaultChoice } from '../../../support/openai-server/faults.ts';
import { createRequest } from '../../../support/create-request.ts';
import { canary, collect, createGenerator, failureOf, listen, noFiles } from './support.ts';

const never = new AbortController().signal;

describe('failures as the provider and the network make them', () => {
  let server: OpenAiServer;
  beforeEach(async () => {
    server = await startOpenAiServer();
  });
  afterEach(() => server.close());

  const fail = async (fault: FaultChoice, timeout = 300): Promise<SendFailure> => {
    server.failNext(fault);
    const generator = createGenerator(server.baseUrl, { timeout });
    return failureOf(generator.send(createRequest(), noFiles, never).then(collect));
  };

  test.each<[FaultChoice, Partial<SendFailure>]>([
    ['rate-limited', { phase: 'status', status: 429, code: 'rate_limit_exceeded', explained: true, retryAfter: 1000 }],
    [
      { kind: 'rate-limited', retryAfter: 3600 },
      { phase: 'status', status: 429, retryAfter: 3_600_000 },
    ],
    [
      { kind: 'rate-limited', retryAfterMs: 2400 },
      { phase: 'status', status: 429, retryAfter: 2400 },
    ],
    ['insufficient-quota', { phase: 'status', status: 429, code: 'insufficient_quota', explained: true }],
    ['unauthorized', { phase: 'status', status: 401, explained: true }],
    ['not-verified', { phase: 'status', status: 403, explained: true }],
    ['unknown-model', { phase: 'status', status: 404, explained: true }],
    ['moderated', { phase: 'status', status: 400, code: 'moderation_blocked', type: 'image_generation_user_error', explained: true }],
    ['invalid-value', { phase: 'status', status: 400, code: 'invalid_value', explained: true }],
    ['server-error', { phase: 'status', status: 500, explained: true }],
    ['overloaded', { phase: 'status', status: 503, explained: true }],
    ['bad-gateway', { phase: 'status', status: 502, explained: false }],
    ['gateway-timeout', { phase: 'status', status: 504, explained: false }],
    ['reset-after-request', { phase: 'wait', explained: false }],
    ['close-after-request', { phase: 'wait', explained: false }],
    ['hang', { phase: 'wait', code: 'ETIMEDOUT', explained: false }],
    ['hang-in-body', { phase: 'body', code: 'ETIMEDOUT', explained: false }],
    ['reset-in-body', { phase: 'body', explained: false }],
    ['close-in-body', { phase: 'body', explained: false }],
  ])('%o', async (fault, expected) => {
    expect(await fail(fault)).toMatchObject(expected);
    expect(server.counters.posts).toBe(1);
  });

  test('an answer that drips slowly is no hanging one', async () => {
    server.failNext({ kind: 'slow-drip', bytesPerSecond: 20_000 });
    const generator = createGenerator(server.baseUrl, { timeout: 400 });
    expect(generator.parse(await collect(await generator.send(createRequest({ width: 816, height: 816 }), noFiles, never))).pictures).toHaveLength(1);
  });

  test('a refused connection sent nothing', async () => {
    await server.refuseConnections();
    const failure = await failureOf(createGenerator(server.baseUrl).send(createRequest(), noFiles, never));
    expect(failure).toMatchObject({ phase: 'connect', code: 'ECONNREFUSED', explained: false });
    await server.acceptConnections();
  });

  test('the id of the request goes with the failure', async () => {
    expect((await fail('moderated')).requestId).toBe(server.posts[0]?.requestId);
    expect((await fail('reset-in-body')).requestId).toBe(server.posts.at(-1)?.requestId);
  });

  test('a call that is stopped tells how far it came', async () => {
    const before = AbortSignal.abort();
    expect(await failureOf(createGenerator(server.baseUrl).send(createRequest(), noFiles, before))).toMatchObject({ phase: 'connect', code: 'ABORTED' });
    expect(server.counters.posts).toBe(0);
    server.failNext('hang');
    const controller = new AbortController();
    const sending = failureOf(createGenerator(server.baseUrl).send(createRequest(), noFiles, controller.signal));
    await server.waitForPosts(1);
    controller.abort();
    expect(await sending).toMatchObject({ phase: 'wait', code: 'ABORTED' });
  });

  test('stopping while the body comes ends it', async () => {
    server.failNext('hang-in-body');
    const controller = new AbortController();
    const reply = await createGenerator(server.baseUrl).send(createRequest(), noFiles, controller.signal);
    const reading = failureOf(collect(reply));
    controller.abort();
    expect(await reading).toMatchObject({ phase: 'body', code: 'ABORTED' });
  });
});

describe('failures that no provider makes', () => {
  test('a redirect is not followed: the POST would go out twice', async () => {
    const { baseUrl, count } = await listen((_, response) => response.writeHead(307, { location: '/elsewhere' }).end());
    expect(await failureOf(createGenerator(baseUrl).send(createRequest(), noFiles, never))).toMatchObject({ phase: 'status', status: 307, explained: false });
    expect(count()).toBe(1);
  });

  test('a plea of the server to try again is not heeded', async () => {
    const { baseUrl, count } = await listen((_, response) => response.writeHead(500, { 'x-should-retry': 'true' }).end('{}'));
    expect(await failureOf(createGenerator(baseUrl).send(createRequest(), noFiles, never))).toMatchObject({ phase: 'status', status: 500, explained: false });
    expect(count()).toBe(1);
  });

  test('JSON of a gateway is no explanation', async () => {
    const { baseUrl } = await listen((_, response) =>
      response.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"upstream is gone","code":"x"}'),
    );
    expect(await failureOf(createGenerator(baseUrl).send(createRequest(), noFiles, never))).toMatchObject({ phase: 'status', status: 503, explained: false });
  });

  test('a server that does not speak TLS got nothing', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const failure = await failureOf(createGenerator(`https://127.0.0.1:${port}/v1`).send(createRequest(), noFiles, never));
    server.close();
    expect(failure.phase).toBe('connect');
  });

  test('a fetch that was handed in: only what surely was not sent counts as such', async () => {
    const fail = async (code: string): Promise<string> => {
      const fetch = (): Promise<Response> => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }));
      return (await failureOf(createGenerator('https://localhost/v1', { fetch }).send(createRequest(), noFiles, never))).phase;
    };
    expect(await Promise.all(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'].map(fail))).toEqual(
      Array.from({ length: 5 }, () => 'connect'),
    );
    expect(await Promise.all(['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'EPIPE', 'WHATEVER'].map(fail))).toEqual(
      Array.from({ length: 5 }, () => 'wait'),
    );
  });

  test('a key is shown by its last four characters, wherever it turns up', async () => {
    const { baseUrl } = await listen((_, response) =>
      response.writeHead(401).end(JSON.stringify({ error: { message: `Incorrect API key provided: ${canary}.\nBearer ${canary} sk-proj-anotherkey1234` } })),
    );
    const { message } = await failureOf(createGenerator(baseUrl).send(createRequest(), noFiles, never));
    expect(message).toBe('401 Incorrect API key provided: …WXYZ. Bearer …WXYZ …1234');
  });
});

describe('how long to wait', () => {
  test.each<[{ [name: string]: string }, string, number | undefined]>([
    [{ 'retry-after-ms': '1500', 'retry-after': '9' }, '', 1500],
    [{ 'retry-after': '90' }, '', 90_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 10:02:00 GMT', date: 'Sun, 22 Nov 2026 10:00:00 GMT' }, '', 120_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT', date: 'Sun, 22 Nov 2026 10:00:00 GMT' }, '', 0],
    [{}, 'Limit 5/min. Please try again in 2.4s.', 2400],
    [{}, 'try again in 350ms', 350],
    [{}, 'Try again in 6m0s.', 360_000],
    [{}, 'try again in 1h2m', 3_720_000],
    [{ 'retry-after': 'soon' }, 'Slow down.', undefined],
    [{ 'retry-after': '-5' }, '', undefined],
  ])('%o %s', (headers, message, expected) => {
    expect(findRetryAfter(new Headers(headers), message)).toBe(expected);
  });
});

describe('striking out secrets', () => {
  test('short secrets vanish whole, long messages are cut, lines are joined', () => {
    expect(strikeSecrets('key abc\u0000\n  failed', ['abc'])).toBe('key … failed');
    expect(strikeSecrets('x'.repeat(1000), []).length).toBe(301);
  });
});
