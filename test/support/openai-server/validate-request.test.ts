import { expect, test } from 'vitest';
import { createForm, createPng, goodRequest, openServer, request, send } from './call-server.ts';

test.each([
  [{ prompt: undefined }, 'missing_required_parameter', 'prompt'],
  [{ prompt: ' ' }, 'empty_string', 'prompt'],
  [{ prompt: 'x'.repeat(32_001) }, 'string_above_max_length', 'prompt'],
  [{ model: undefined }, 'missing_required_parameter', 'model'],
  [{ size: '1200x630' }, 'invalid_value', 'size'],
  [{ size: '3856x1280' }, 'invalid_value', 'size'],
  [{ size: '2048x512' }, 'invalid_value', 'size'],
  [{ size: '800x800' }, 'invalid_value', 'size'],
  [{ size: '3840x2176' }, 'invalid_value', 'size'],
  [{ size: 'big' }, 'invalid_value', 'size'],
  [{ size: 1024 }, 'invalid_value', 'size'],
  [{ model: 'gpt-image-1.5', size: '1200x640' }, 'invalid_value', 'size'],
  [{ quality: 'max' }, 'invalid_value', 'quality'],
  [{ model: 'gpt-image-2.6-flare', quality: 'xhigh' }, 'invalid_value', 'quality'],
  [{ n: 0 }, 'integer_below_min_value', 'n'],
  [{ n: 11 }, 'integer_above_max_value', 'n'],
  [{ n: 1.5 }, 'invalid_type', 'n'],
  [{ n: '2' }, 'invalid_type', 'n'],
  [{ output_format: 'tiff' }, 'invalid_value', 'output_format'],
  [{ output_format: 'svg' }, 'unsupported_value', 'output_format'],
  [{ output_compression: 80 }, 'invalid_png_output_compression', 'output_compression'],
  [{ output_format: 'webp', output_compression: 101 }, 'integer_above_max_value', 'output_compression'],
  [{ background: 'transparent' }, 'invalid_value', 'background'],
  [{ model: 'gpt-image-2.5-flare', background: 'transparent', output_format: 'jpeg' }, 'invalid_value', 'background'],
  [{ background: 'green' }, 'invalid_value', 'background'],
  [{ moderation: 'none' }, 'invalid_value', 'moderation'],
  [{ complexity: 'high' }, 'unsupported_parameter', 'complexity'],
  [{ partial_images: 4, stream: true }, 'integer_above_max_value', 'partial_images'],
  [{ partial_images: 1 }, 'invalid_value', 'partial_images'],
  [{ seed: 7 }, 'unknown_parameter', 'seed'],
  [{ response_format: 'b64_json' }, 'unknown_parameter', 'response_format'],
] as const)('generate with %j is refused as %s of %s', async (change, code, param) => {
  const server = await openServer();
  const answer = await send(server, '/images/generations', { ...goodRequest, ...change });
  expect(answer).toMatchObject({ status: 400, error: { code, param, type: 'invalid_request_error' } });
  expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
  expect(server.counters).toMatchObject({ paidPosts: 1, picturesMade: 0, spentUsd: 0 });
});

test.each([
  { size: '1200x640' },
  { size: '3840x2160' },
  { size: '1536x512' },
  { size: 'auto', quality: 'auto' },
  { model: 'gpt-image-1.5', size: '1536x1024' },
  { model: 'gpt-image-2.5-sunburst', quality: 'max', complexity: 'high' },
  { output_format: 'jpeg', output_compression: 0 },
  { background: 'auto', moderation: 'low', n: null },
  { prompt: 'x'.repeat(32_000) },
])('generate with %j is allowed', async (change) => {
  const server = await openServer();
  expect((await send(server, '/images/generations', { ...goodRequest, ...change })).status).toBe(200);
});

test.each(['gpt-image-1', 'dall-e-3', 'gpt-image-9'])('the model %s is not there', async (model) => {
  const server = await openServer();
  expect(await send(server, '/images/generations', { ...goodRequest, model })).toMatchObject({
    status: 404,
    error: { code: 'model_not_found', param: 'model' },
  });
});

test('a model is served until its last day, and a preview only when asked for', async () => {
  const server = await openServer({ today: '2026-12-01', previews: true });
  expect((await send(server, '/images/generations', { ...goodRequest, model: 'gpt-image-1.5', size: '1024x1024' })).status).toBe(404);
  expect((await send(server, '/images/generations', { ...goodRequest, background: 'transparent' })).status).toBe(200);
});

test('a key is needed, the right one if the server has one, and never repeated', async () => {
  const server = await openServer({ apiKey: 'sk-right' });
  const none = await fetch(`${server.baseUrl}/models`);
  expect(none.status).toBe(401);
  const wrong = await send(server, '/models');
  expect(wrong).toMatchObject({ status: 401, error: { code: 'invalid_api_key' } });
  expect(JSON.stringify(wrong.body)).toContain('****abcd');
  expect(JSON.stringify(wrong.body)).not.toContain('sk-test');
});

test('what is no JSON, no route or no method is refused in the same form', async () => {
  const server = await openServer();
  const headers = { authorization: 'Bearer x' };
  expect((await fetch(`${server.baseUrl}/images/generations`, { method: 'POST', headers, body: '{"a":' })).status).toBe(400);
  expect((await send(server, '/images/variations', {})).status).toBe(404);
  expect((await send(server, '/images/generations')).status).toBe(405);
  expect(
    (await fetch(`${server.baseUrl}/images/edits`, { method: 'POST', headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' }, body: 'y' }))
      .status,
  ).toBe(400);
});

const edit = { model: goodRequest.model, prompt: 'Change only the sky', size: '816x816' };

test.each([
  ['no image', [], 'missing_required_parameter', 'image'],
  ['seventeen images', Array.from({ length: 17 }, () => ({ name: 'image[]' })), 'array_above_max_length', 'image'],
  ['`image` twice', [{ name: 'image' }, { name: 'image' }], 'duplicate_parameter', 'image'],
  ['a file without a type', [{ name: 'image', type: 'application/octet-stream' }], 'unsupported_file_mimetype', 'image'],
  ['a text for a picture', [{ name: 'image', bytes: Buffer.from('hello') }], 'invalid_image', 'image'],
  ['an empty file', [{ name: 'image', bytes: Buffer.alloc(0) }], 'empty_image_file', 'image'],
  ['50 MB', [{ name: 'image', bytes: Buffer.alloc(50 * 1024 * 1024) }], 'image_file_too_large', 'image'],
  ['a mask of 4 MB', [{ name: 'image' }, { name: 'mask', bytes: Buffer.alloc(4 * 1024 * 1024) }], 'image_file_too_large', 'mask'],
  ['a mask without alpha', [{ name: 'image' }, { name: 'mask' }], 'invalid_mask_image_format', 'mask'],
] as const)('an edit with %s is refused', async (_, files, code, param) => {
  const server = await openServer();
  const png = await createPng(64, 64);
  const form = createForm(
    edit,
    [...files].map((file: { readonly name: string; readonly bytes?: Buffer; readonly type?: string }) => ({ bytes: png, ...file })),
  );
  expect(await send(server, '/images/edits', form)).toMatchObject({ status: 400, error: { code, param } });
  expect(server.counters.picturesMade).toBe(0);
});

test('a mask has to be as large as the first image, and a PNG', async () => {
  const server = await openServer();
  const [image, small] = await Promise.all([createPng(64, 64), createPng(64, 32, 4)]);
  const answer = await send(
    server,
    '/images/edits',
    createForm(edit, [
      { name: 'image', bytes: image },
      { name: 'mask', bytes: small },
    ]),
  );
  expect(answer.error).toMatchObject({ code: 'invalid_mask_image_format', message: expect.stringContaining('64x32 does not match image size 64x64') });
});

test.each([
  [{ input_fidelity: 'high' }, 'unsupported_parameter'],
  [{ moderation: 'low' }, 'unknown_parameter'],
  [{ n: 'two' }, 'invalid_type'],
])('an edit with %j is refused', async (change, code) => {
  const server = await openServer();
  const form = createForm({ ...edit, ...change }, [{ name: 'image', bytes: await createPng(64, 64) }]);
  expect((await send(server, '/images/edits', form)).error['code']).toBe(code);
});

test('a request cut off by its sender is counted and makes nothing', async () => {
  const server = await openServer({ latency: 0 });
  const abort = new AbortController();
  const body = new FormData();
  body.append('image', new Blob([new Uint8Array(30_000_000)]));
  const sent = request(server, '/images/edits', body, 'POST', abort.signal);
  await server.waitForPosts(1);
  abort.abort();
  await expect(sent).rejects.toThrow();
  expect(server.counters).toMatchObject({ posts: 1, picturesMade: 0 });
});
