import { expect, test } from 'vitest';
import { goodRequest, openServer, request, send, createPng } from './call-server.ts';
import { isRecord, type JsonRecord } from './json.ts';
import type { OpenAiServer } from './start-openai-server.ts';

const endpoint = '/v1/images/generations';

function createLines(count: number, change: (index: number) => JsonRecord = () => ({})): readonly JsonRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    custom_id: `line-${index}`,
    method: 'POST',
    url: endpoint,
    body: { ...goodRequest, prompt: `Number ${index}` },
    ...change(index),
  }));
}

async function upload(server: OpenAiServer, text: string, purpose = 'batch'): Promise<string> {
  const form = new FormData();
  form.append('purpose', purpose);
  form.append('file', new Blob([text]), 'input.jsonl');
  return String((await send(server, '/files', form)).body['id']);
}

async function create(server: OpenAiServer, lines: readonly JsonRecord[], url = endpoint): Promise<string> {
  const file = await upload(server, lines.map((line) => JSON.stringify(line)).join('\n'));
  const { body } = await send(server, '/batches', { input_file_id: file, endpoint: url, completion_window: '24h', metadata: { run: '1' } });
  expect(body).toMatchObject({ object: 'batch', status: 'validating', metadata: { run: '1' } });
  return String(body['id']);
}

async function readLines(server: OpenAiServer, file: unknown): Promise<readonly JsonRecord[]> {
  const text = await (await request(server, `/files/${String(file)}/content`, undefined, 'GET')).text();
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
    .filter(isRecord);
}

test('a batch is done after some asks; its output is out of order and its mistakes stand apart', async () => {
  const server = await openServer();
  const id = await create(
    server,
    createLines(5, (index) => (index === 2 ? { body: { ...goodRequest, size: '10x10' } } : {})),
  );
  expect((await send(server, `/batches/${id}`)).body['status']).toBe('in_progress');
  const { body } = await send(server, `/batches/${id}`);
  expect(body).toMatchObject({ status: 'completed', request_counts: { total: 5, completed: 4, failed: 1 } });
  const output = await readLines(server, body['output_file_id']);
  const order = output.map((line) => line['custom_id']);
  expect(order.toSorted()).toEqual(['line-0', 'line-1', 'line-3', 'line-4']);
  expect(order).not.toEqual(order.toSorted());
  expect(output[0]).toMatchObject({ error: null, response: { status_code: 200, body: { size: '816x816', data: [{ b64_json: expect.any(String) }] } } });
  expect(await readLines(server, body['error_file_id'])).toMatchObject([
    { custom_id: 'line-2', response: { status_code: 400, body: { error: { param: 'size' } } } },
  ]);
  expect(server.counters).toMatchObject({ paidPosts: 0, picturesMade: 4, picturesDelivered: 4 });
});

test('a batch costs half', async () => {
  const [batch, direct] = await Promise.all([openServer(), openServer()]);
  await batch.finishBatch(await create(batch, createLines(1)));
  await send(direct, '/images/generations', { ...goodRequest, prompt: 'Number 0' });
  expect(batch.counters.spentUsd).toBeCloseTo(direct.counters.spentUsd / 2, 12);
});

test('edits come in the JSON form', async () => {
  const server = await openServer();
  const image_url = `data:image/png;base64,${(await createPng(64, 64)).toString('base64')}`;
  const id = await create(
    server,
    createLines(1, () => ({ url: '/v1/images/edits', body: { ...goodRequest, images: [{ image_url }] } })),
    '/v1/images/edits',
  );
  await server.finishBatch(id);
  expect((await send(server, `/batches/${id}`)).body).toMatchObject({ status: 'completed', request_counts: { completed: 1, failed: 0 } });
});

test('a batch that expires keeps what was done', async () => {
  const server = await openServer();
  const id = await create(server, createLines(3));
  await server.finishBatch(id, { status: 'expired', lines: 1 });
  const { body } = await send(server, `/batches/${id}`);
  expect(body).toMatchObject({ status: 'expired', request_counts: { total: 3, completed: 1, failed: 2 } });
  expect(await readLines(server, body['error_file_id'])).toMatchObject([
    { error: { code: 'batch_expired' }, response: null },
    { error: { code: 'batch_expired' } },
  ]);
});

test('a batch can be cancelled, once', async () => {
  const server = await openServer();
  const id = await create(server, createLines(2));
  expect((await send(server, `/batches/${id}/cancel`, {})).body['status']).toBe('cancelling');
  expect((await send(server, `/batches/${id}`)).body['status']).toBe('cancelled');
  expect((await send(server, `/batches/${id}/cancel`, {})).status).toBe(400);
  expect(server.counters.picturesMade).toBe(0);
  expect((await send(server, '/batches')).body).toMatchObject({ object: 'list', data: [{ id }], has_more: false });
});

test('batches are listed newest first, a page at a time', async () => {
  const server = await openServer();
  const ids = [await create(server, createLines(1)), await create(server, createLines(1)), await create(server, createLines(1))];
  const first = (await send(server, '/batches?limit=2')).body;
  expect(first).toMatchObject({ data: [{ id: ids[2] }, { id: ids[1] }], has_more: true, last_id: ids[1] });
  expect((await send(server, `/batches?limit=2&after=${ids[1]}`)).body).toMatchObject({ data: [{ id: ids[0] }], has_more: false });
  expect((await send(server, '/batches?limit=101')).status).toBe(400);
  const good = { input_file_id: await upload(server, '{}'), endpoint, completion_window: '24h' };
  expect((await send(server, '/batches', { ...good, metadata: { name: 'x'.repeat(513) } })).status).toBe(400);
});

test('a line has faults of its own', async () => {
  const server = await openServer();
  server.setFaults(['none', 'moderated', 'missing-b64'], ['batch-line']);
  const id = await create(server, createLines(3));
  await server.finishBatch(id);
  const { body } = await send(server, `/batches/${id}`);
  expect(await readLines(server, body['error_file_id'])).toMatchObject([
    { custom_id: 'line-1', response: { body: { error: { code: 'moderation_blocked' } } } },
  ]);
  const spoilt = (await readLines(server, body['output_file_id'])).find((line) => line['custom_id'] === 'line-2');
  expect(spoilt).toMatchObject({ response: { body: { data: [{}] } } });
});

test.each([
  ['the same id twice', () => ({ custom_id: 'same' }), 'duplicate_custom_id'],
  ['another url', () => ({ url: '/v1/images/edits' }), 'mismatched_url'],
  ['another method', () => ({ method: 'GET' }), 'invalid_method'],
  ['two models', (index: number) => ({ body: { ...goodRequest, model: index === 0 ? 'gpt-image-2-2026-04-21' : 'gpt-image-2' } }), 'mismatched_model'],
  ['no id', () => ({ custom_id: undefined }), 'missing_required_parameter'],
])('a batch with %s fails before it costs anything', async (_, change, code) => {
  const server = await openServer();
  const id = await create(server, createLines(2, change));
  expect((await send(server, `/batches/${id}`)).body).toMatchObject({
    status: 'failed',
    errors: { data: expect.arrayContaining([expect.objectContaining({ code })]) },
  });
});

test('a batch needs a file of its purpose, an endpoint and a window', async () => {
  const server = await openServer();
  const good = { input_file_id: await upload(server, '{}'), endpoint, completion_window: '24h' };
  const wrong = [{ input_file_id: 'file_no' }, { input_file_id: await upload(server, 'x', 'vision') }, { endpoint: '/v1/videos' }, { completion_window: '1h' }];
  for (const change of wrong) expect((await send(server, '/batches', { ...good, ...change })).status).toBe(400);
});

test('files are kept, listed by purpose, read and deleted', async () => {
  const server = await openServer();
  const id = await upload(server, 'hello', 'user_data');
  await upload(server, 'other');
  expect((await send(server, `/files/${id}`)).body).toMatchObject({ id, object: 'file', bytes: 5, purpose: 'user_data', filename: 'input.jsonl' });
  expect((await send(server, '/files?purpose=user_data')).body).toMatchObject({ data: [{ id }] });
  expect(await (await request(server, `/files/${id}/content`, undefined, 'GET')).text()).toBe('hello');
  expect((await send(server, `/files/${id}`, undefined, 'DELETE')).body).toEqual({ id, object: 'file', deleted: true });
  expect((await send(server, `/files/${id}`)).status).toBe(404);
  const form = new FormData();
  form.append('purpose', 'batch');
  expect((await send(server, '/files', form)).error).toMatchObject({ param: 'file' });
});
