import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createPng, goodRequest, openServer, readEvents, request, send, type JsonAnswer } from './call-server.ts';
import { isRecord, toList, type JsonRecord } from './json.ts';

const tool = { type: 'image_generation', model: goodRequest.model, size: '816x816', quality: 'low' };
const ask = { model: 'gpt-5.5', input: 'A lighthouse at dusk', tools: [tool] };

function findCall({ body }: Pick<JsonAnswer, 'body'>): JsonRecord {
  const [call] = toList(body['output']);
  return isRecord(call) ? call : {};
}

test('the tool answers at once with its picture, its settings and its usage', async () => {
  const server = await openServer();
  const answer = await send(server, '/responses', ask);
  const call = findCall(answer);
  expect(answer.body).toMatchObject({ object: 'response', status: 'completed', tool_usage: { image_gen: { output_tokens: 171 } } });
  expect(call).toMatchObject({
    type: 'image_generation_call',
    status: 'completed',
    action: 'generate',
    size: '816x816',
    quality: 'low',
    background: 'opaque',
    output_format: 'png',
  });
  expect(await sharp(Buffer.from(String(call['result']), 'base64')).metadata()).toMatchObject({ width: 816, height: 816 });
  expect(server.posts).toMatchObject([{ route: 'respond', prompt: 'A lighthouse at dusk', model: goodRequest.model, made: 1 }]);
  expect(findCall(await send(server, `/responses/${String(answer.body['id'])}`))['result']).toBe(call['result']);
  expect(server.counters).toMatchObject({ picturesMade: 1, picturesDelivered: 1 });
});

test('images in the input make it an edit', async () => {
  const server = await openServer();
  const image = `data:image/png;base64,${(await createPng(64, 64)).toString('base64')}`;
  const input = [
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'Change only the sky' },
        { type: 'input_image', image_url: image },
      ],
    },
  ];
  const answer = await send(server, '/responses', { ...ask, input, tools: [{ ...tool, action: 'edit' }] });
  expect(findCall(answer)).toMatchObject({ action: 'edit', status: 'completed' });
  expect(server.posts[0]).toMatchObject({ references: 1, prompt: 'Change only the sky' });
});

test('in the background it is queued, in progress and then done, and the picture is made once', async () => {
  const server = await openServer({ pollsUntilDone: 3 });
  const { body } = await send(server, '/responses', { ...ask, background: true, store: true });
  expect(body['status']).toBe('queued');
  const polls = [];
  for (let poll = 0; poll < 4; poll++) polls.push(await send(server, `/responses/${String(body['id'])}`));
  expect(polls.map((poll) => poll.body['status'])).toEqual(['in_progress', 'in_progress', 'completed', 'completed']);
  expect(server.pictures).toMatchObject([{ deliveries: 2 }]);
  expect(server.counters).toMatchObject({ paidPosts: 1, picturesMade: 1, picturesDelivered: 1 });
});

test('a background response whose answer was lost is made and billed all the same', async () => {
  const server = await openServer();
  server.failNext('reset-after-request');
  await expect(send(server, '/responses', { ...ask, background: true })).rejects.toThrow();
  expect(server.counters).toMatchObject({ picturesMade: 1, picturesDelivered: 0 });
});

test('a background response can be cancelled; one without a background cannot', async () => {
  const server = await openServer();
  const { body } = await send(server, '/responses', { ...ask, background: true });
  const id = String(body['id']);
  expect((await send(server, `/responses/${id}/cancel`, {})).body['status']).toBe('cancelled');
  expect((await send(server, `/responses/${id}`)).body['status']).toBe('cancelled');
  const direct = await send(server, '/responses', ask);
  expect((await send(server, `/responses/${String(direct.body['id'])}/cancel`, {})).status).toBe(400);
});

test('what is not stored is forgotten, what is deleted is gone', async () => {
  const server = await openServer();
  const kept = String((await send(server, '/responses', { ...ask, background: true })).body['id']);
  const loose = String((await send(server, '/responses', { ...ask, background: true, store: false })).body['id']);
  server.forgetResponses();
  expect([(await send(server, `/responses/${kept}`)).status, (await send(server, `/responses/${loose}`)).status]).toEqual([200, 404]);
  expect((await send(server, `/responses/${kept}`, undefined, 'DELETE')).body).toEqual({ id: kept, object: 'response', deleted: true });
  expect((await send(server, `/responses/${kept}`)).status).toBe(404);
});

test('it streams every stage in order, and again for who comes back', async () => {
  const server = await openServer();
  const events = await readEvents(await request(server, '/responses', { ...ask, stream: true, tools: [{ ...tool, partial_images: 2 }] }));
  expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_, index) => index));
  expect(events.map(({ type }) => type)).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.image_generation_call.in_progress',
    'response.image_generation_call.generating',
    'response.image_generation_call.partial_image',
    'response.image_generation_call.partial_image',
    'response.image_generation_call.completed',
    'response.output_item.done',
    'response.completed',
  ]);
  const [first] = events;
  const id = isRecord(first?.['response']) ? String(first['response']['id']) : '';
  const rest = await readEvents(await request(server, `/responses/${id}?stream=true&starting_after=8`, undefined, 'GET'));
  expect(rest.map(({ type }) => type)).toEqual(['response.completed']);
});

test('a call can fail inside of a response that is complete, and a response as a whole', async () => {
  const server = await openServer();
  server.failNext({ kind: 'failed-call', stage: 'output', categories: ['violence'] }, 'failed-response');
  const call = await send(server, '/responses', ask);
  expect(call.body['status']).toBe('completed');
  expect(findCall(call)).toMatchObject({
    status: 'failed',
    result: null,
    error: { code: 'moderation_blocked', moderation_details: { moderation_stage: 'output', categories: ['violence'] } },
  });
  expect((await send(server, '/responses', ask)).body).toMatchObject({ status: 'failed', error: { code: 'server_error' }, output: [] });
  expect(server.counters.picturesMade).toBe(0);
});

test('faults of pictures reach the tool as well', async () => {
  const server = await openServer();
  server.failNext('missing-b64', 'empty-data');
  expect(findCall(await send(server, '/responses', ask))['result']).toBeNull();
  expect((await send(server, '/responses', ask)).body['output']).toEqual([]);
});

test.each([
  [{ model: 'gpt-image-2' }, 'model'],
  [{ input: undefined }, 'input'],
  [{ input: '' }, 'input'],
  [{ tools: [] }, 'tools'],
  [{ tools: [{ ...tool, size: '100x100' }] }, 'tools[0].size'],
  [{ tools: [{ type: 'web_search' }, { ...tool, n: 2 }] }, 'tools[1].n'],
  [{ tools: [{ ...tool, action: 'edit' }] }, 'tools'],
  [{ seed: 1 }, 'seed'],
])('a request with %j is refused at %s', async (change, param) => {
  const server = await openServer();
  expect(await send(server, '/responses', { ...ask, ...change })).toMatchObject({ status: 400, error: { param } });
});
