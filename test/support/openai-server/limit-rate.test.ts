import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { goodRequest, openServer, send } from './call-server.ts';

const path = '/images/generations';

test('pictures above the limit of a window are refused with how long to wait, and let in after it', async () => {
  const server = await openServer({ limits: { imagesPerMinute: 3, windowMs: 700 } });
  expect((await send(server, path, { ...goodRequest, n: 3 })).status).toBe(200);
  const refused = await send(server, path, goodRequest);
  expect(refused).toMatchObject({ status: 429, error: { type: 'input-images', code: 'rate_limit_exceeded' } });
  const wait = Number(refused.headers.get('retry-after-ms'));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(700);
  expect((await send(server, path, goodRequest)).status).toBe(429);
  expect(server.counters).toMatchObject({ rateLimited: 2, avoidableRateLimited: 1 });
  await sleep(wait + 20);
  expect((await send(server, path, goodRequest)).status).toBe(200);
  expect(server.admissions.map(({ images }) => images)).toEqual([3, 1]);
  expect(server.counters.picturesMade).toBe(4);
});

test('models have limits of their own, and a refused request of a wrong size uses none', async () => {
  const server = await openServer({ limits: { imagesPerMinute: 1 } });
  expect((await send(server, path, { ...goodRequest, size: '1x1' })).status).toBe(400);
  expect((await send(server, path, goodRequest)).status).toBe(200);
  expect((await send(server, path, { ...goodRequest, model: 'gpt-image-2.5-flare' })).status).toBe(200);
});

test('concurrency is counted while a picture is being made, and freed when its connection ends', async () => {
  const server = await openServer({ limits: { concurrency: 2 }, latency: 250 });
  const answers = await Promise.all([1, 2, 3].map(() => send(server, path, goodRequest)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 429]);
  expect(server.counters.peakConcurrency).toBe(2);
  server.setLimits({ concurrency: 1 });
  await sleep(20);
  expect((await send(server, path, goodRequest)).status).toBe(200);
});

test('a latency may depend on the picture', async () => {
  const server = await openServer({ latency: (counter) => (counter === 2 ? 300 : 0) });
  await send(server, path, goodRequest);
  const start = performance.now();
  await send(server, path, goodRequest);
  expect(performance.now() - start).toBeGreaterThan(295);
});

test('the models are listed with the day they end', async () => {
  const server = await openServer();
  const { body } = await send(server, '/models');
  expect(body['data']).toContainEqual(expect.objectContaining({ id: 'gpt-image-2-2026-04-21', object: 'model', shutdown_date: null }));
  expect((await send(server, '/models/gpt-image-1-mini')).body).toMatchObject({ shutdown_date: '2026-12-01' });
  expect((await send(server, '/models/gpt-image-1')).status).toBe(404);
});
