import { createConnection } from 'node:net';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { goodRequest, listBase64, listPictures, openServer, readEvents, request, send, type JsonAnswer } from './call-server.ts';
import { faultFacts, faultKinds, type FaultChoice } from './faults.ts';
import type { OpenAiServer } from './start-openai-server.ts';

const path = '/images/generations';

/** Asks once under a fault. */
async function ask(server: OpenAiServer, fault: FaultChoice, change: Readonly<Record<string, unknown>> = {}): Promise<JsonAnswer> {
  server.failNext(fault);
  return send(server, path, { ...goodRequest, ...change });
}

test.each([
  ['refuse-connection', 0],
  ['reset-before-reading', 0],
  ['reset-after-request', 1],
  ['close-after-request', 1],
] as const)('%s ends the connection without an answer', async (fault, made) => {
  const server = await openServer();
  await expect(ask(server, fault)).rejects.toThrow('fetch failed');
  expect(server.counters).toMatchObject({ picturesMade: made, picturesDelivered: 0, connectionsRefused: fault === 'refuse-connection' ? 1 : 0 });
  expect(server.posts).toHaveLength(fault === 'refuse-connection' ? 0 : 1);
  expect((await send(server, path, goodRequest)).status).toBe(200);
});

test('a server that refuses connections gives ECONNREFUSED until it listens again', async () => {
  const server = await openServer();
  await server.refuseConnections();
  await expect(send(server, '/models')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await server.acceptConnections();
  expect((await send(server, '/models')).status).toBe(200);
});

test.each(['hang', 'hang-in-headers'] as const)('%s never answers', async (fault) => {
  const server = await openServer();
  server.failNext(fault);
  await expect(request(server, path, goodRequest, 'POST', AbortSignal.timeout(400))).rejects.toThrow('aborted');
  expect(server.posts).toMatchObject([{ fault, made: 1, delivered: false }]);
});

test('hang-in-headers sends a part of the head', async () => {
  const server = await openServer();
  server.failNext('hang-in-headers');
  const body = JSON.stringify(goodRequest);
  const socket = createConnection(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(`POST /v1${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  const head = await new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(bytes.toString())));
  socket.destroy();
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n(?!.*\r\n\r\n)/s);
});

test.each(['reset-in-body', 'close-in-body', 'hang-in-body'] as const)('%s sends a part of a body whose length is announced', async (fault) => {
  const server = await openServer();
  server.failNext({ kind: fault, at: 0.25 });
  const response = await request(server, path, goodRequest, 'POST', AbortSignal.timeout(600));
  expect(response.status).toBe(200);
  const announced = Number(response.headers.get('content-length'));
  const received: number[] = [];
  await expect(collect(response, received)).rejects.toThrow();
  expect(received.reduce((sum, length) => sum + length, 0)).toBe(Math.floor(announced / 4));
  expect(server.posts).toMatchObject([{ status: 200, made: 1, delivered: false }]);
  expect(server.counters.picturesDelivered).toBe(0);
});

async function collect(response: Response, received: number[]): Promise<void> {
  for await (const chunk of response.body ?? []) received.push(chunk.length);
}

test('cut-json ends early and in order', async () => {
  const server = await openServer();
  server.failNext({ kind: 'cut-json', at: 0.5 });
  const text = await (await request(server, path, goodRequest)).text();
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(server.posts).toMatchObject([{ made: 1, delivered: false }]);
});

test.each([
  ['html-200', /^<html>/],
  ['json-string-200', /^"/],
  ['empty-body', /^$/],
] as const)('%s answers 200 with something else', async (fault, start) => {
  const server = await openServer();
  server.failNext(fault);
  const response = await request(server, path, goodRequest);
  expect(response.status).toBe(200);
  expect(await response.text()).toMatch(start);
  expect(server.counters).toMatchObject({ picturesMade: 1, picturesDelivered: 0 });
});

test('huge-body streams as much as it is told without holding it', async () => {
  const server = await openServer();
  server.failNext({ kind: 'huge-body', bytes: 40_000_000 });
  const received: number[] = [];
  await collect(await request(server, path, goodRequest), received);
  expect(received.reduce((sum, length) => sum + length, 0)).toBe(40_000_000 + '{"created":1,"data":[{"b64_json":""}]}'.length);
});

test('slow-drip keeps to its rate and comes whole', async () => {
  const server = await openServer();
  const start = performance.now();
  const answer = await ask(server, { kind: 'slow-drip', bytesPerSecond: 60_000 }, { output_format: 'webp', output_compression: 20 });
  const size = server.pictures[0]?.bytes ?? 0;
  expect(performance.now() - start).toBeGreaterThan(((size * 4) / 3 / 60_000) * 800);
  expect(await sharp(listPictures(answer)[0]).metadata()).toMatchObject({ width: 816 });
});

test('delay holds a good answer back', async () => {
  const server = await openServer();
  const start = performance.now();
  expect((await ask(server, { kind: 'delay', milliseconds: 300 })).status).toBe(200);
  expect(performance.now() - start).toBeGreaterThan(295);
});

test('base64 is left out, cut off its grid, or not base64 at all', async () => {
  const server = await openServer();
  expect((await ask(server, 'missing-b64')).body['data']).toEqual([{}]);
  expect((await ask(server, 'empty-data')).body['data']).toEqual([]);
  const [cut = ''] = listBase64(await ask(server, 'cut-base64'));
  expect(cut.length % 4).toBe(1);
  expect(listBase64(await ask(server, 'invalid-base64'))[0]).not.toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
  expect(server.counters).toMatchObject({ picturesMade: 4, picturesDelivered: 0 });
});

test('bytes that are no picture, or only the start of one', async () => {
  const server = await openServer();
  const [text] = listPictures(await ask(server, 'not-an-image'));
  await expect(sharp(text).metadata()).rejects.toThrow();
  const [part] = listPictures(await ask(server, 'cut-image'));
  await expect(sharp(part, { failOn: 'warning' }).raw().toBuffer()).rejects.toThrow();
});

test('pictures that are not the one asked for', async () => {
  const server = await openServer();
  const transparent = { model: 'gpt-image-2.5-flare', background: 'transparent' };
  const [small] = listPictures(await ask(server, 'wrong-size'));
  const [jpeg] = listPictures(await ask(server, 'wrong-format'));
  const [opaque] = listPictures(await ask(server, 'no-alpha', transparent));
  expect(await sharp(small).metadata()).toMatchObject({ width: 408, height: 408 });
  expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 816 });
  expect(await sharp(opaque).metadata()).toMatchObject({ hasAlpha: false });
  expect(server.pictures.map(({ spoilt }) => spoilt)).toEqual(['wrong-size', 'wrong-format', 'no-alpha']);
});

test('fewer images than asked are billed as what they are', async () => {
  const server = await openServer();
  expect(listPictures(await ask(server, { kind: 'fewer-images', images: 2 }, { n: 4 }))).toHaveLength(2);
  expect(listPictures(await ask(server, 'fewer-images', { n: 4 }))).toHaveLength(3);
  expect(server.counters).toMatchObject({ picturesMade: 5, picturesDelivered: 5 });
});

test.each([
  ['insufficient-quota', 429, 'insufficient_quota', 'insufficient_quota'],
  ['unauthorized', 401, 'invalid_request_error', 'invalid_api_key'],
  ['not-verified', 403, 'invalid_request_error', null],
  ['unknown-model', 404, 'invalid_request_error', 'model_not_found'],
  ['moderated', 400, 'image_generation_user_error', 'moderation_blocked'],
  ['invalid-value', 400, 'invalid_request_error', 'invalid_value'],
  ['server-error', 500, 'server_error', null],
  ['overloaded', 503, 'service_unavailable_error', 'server_is_overloaded'],
  ['request-timeout', 408, 'server_error', null],
  ['conflict', 409, 'invalid_request_error', null],
] as const)('%s answers %i in the form of the provider', async (fault, status, type, code) => {
  const server = await openServer();
  const answer = await ask(server, fault);
  expect(answer).toMatchObject({ status, error: { type, code, message: expect.any(String) } });
  expect(answer.headers.get('x-request-id')).toBe(server.posts[0]?.requestId);
  expect(server.counters.picturesMade).toBe(0);
});

test('moderation says where and why; a quota says which', async () => {
  const server = await openServer();
  const { error } = await ask(server, { kind: 'moderated', stage: 'output', categories: ['sexual'] });
  expect(error['moderation_details']).toEqual({ moderation_stage: 'output', categories: ['sexual'] });
  expect((await ask(server, { kind: 'insufficient-quota', code: 'project_spend_limit_exceeded' })).error['code']).toBe('project_spend_limit_exceeded');
});

test.each([
  [{ retryAfter: 90 }, '90', null],
  [{ retryAfterMs: 250 }, null, '250'],
  [{}, '1', null],
])('rate-limited with %j says how long to wait', async (measures, seconds, milliseconds) => {
  const server = await openServer();
  const { status, error, headers } = await ask(server, { kind: 'rate-limited', ...measures });
  expect([status, error['type'], error['code']]).toEqual([429, 'input-images', 'rate_limit_exceeded']);
  expect([headers.get('retry-after'), headers.get('retry-after-ms')]).toEqual([seconds, milliseconds]);
});

test.each([
  ['bad-gateway', 502],
  ['gateway-timeout', 504],
] as const)('%s answers %i in HTML, without a request id', async (fault, status) => {
  const server = await openServer();
  server.failNext(fault);
  const response = await request(server, path, goodRequest);
  expect([response.status, response.headers.get('x-request-id')]).toEqual([status, null]);
  expect(await response.text()).toMatch(/^<html>/);
});

test('a stream can be reset between its events', async () => {
  const server = await openServer();
  server.failNext({ kind: 'reset-in-body', at: 0.5 });
  const response = await request(server, path, { ...goodRequest, stream: true, partial_images: 1 });
  await expect(readEvents(response)).rejects.toThrow();
  expect(server.counters).toMatchObject({ picturesMade: 1, picturesDelivered: 0 });
});

test('a schedule decides by the number of the request, counting the paid ones only', async () => {
  const server = await openServer();
  server.setFaults(({ index }) => (index % 2 === 1 ? 'overloaded' : undefined));
  const statuses = [];
  for (let index = 0; index < 4; index++) {
    statuses.push((await send(server, path, goodRequest)).status);
    await send(server, '/models');
  }
  expect(statuses).toEqual([200, 503, 200, 503]);
});

test('a schedule can be about other routes, and skip requests', async () => {
  const server = await openServer();
  server.setFaults(['none', 'server-error'], ['list-models']);
  expect((await send(server, path, goodRequest)).status).toBe(200);
  expect([(await send(server, '/models')).status, (await send(server, '/models')).status]).toEqual([200, 500]);
});

test('every fault does on the wire what its row says about billing', async () => {
  const slow = { 'huge-body': { bytes: 1000 }, 'slow-drip': { bytesPerSecond: 10_000_000 }, delay: { milliseconds: 1 } } as const;
  for (const kind of faultKinds.filter((each) => faultFacts[each].phase !== 'job')) {
    const server = await openServer();
    server.failNext({ kind, ...(kind in slow ? slow[kind as keyof typeof slow] : {}) });
    await request(server, path, { ...goodRequest, n: 2 }, 'POST', AbortSignal.timeout(500))
      .then((response) => response.text())
      .catch(() => undefined);
    expect([kind, server.counters.picturesMade > 0]).toEqual([kind, faultFacts[kind].billed]);
    await server.close();
  }
});
