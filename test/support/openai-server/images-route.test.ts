import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createForm, createPng, goodRequest, listPictures, openServer, readEvents, request, send, testKey } from './call-server.ts';
import { isRecord } from './json.ts';

const digest = (bytes: Buffer | undefined): string =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');

test.each([
  ['1200x640', 'png'],
  ['816x816', 'jpeg'],
  ['1536x512', 'webp'],
] as const)('a picture of %s comes as %s of exactly that size', async (size, format) => {
  const server = await openServer();
  const answer = await send(server, '/images/generations', { ...goodRequest, size, output_format: format });
  const [picture] = listPictures(answer);
  const found = await sharp(picture).metadata();
  expect(`${found.width}x${found.height} ${found.format}`).toBe(`${size} ${format}`);
  expect(found.hasAlpha).toBe(false);
  await expect(sharp(picture).stats()).resolves.toBeDefined();
});

test('the answer echoes what was asked and bills it by the formula', async () => {
  const server = await openServer();
  const { body, headers } = await send(server, '/images/generations', { ...goodRequest, size: '1200x640', n: 2, safety_identifier: 'shop' });
  expect(body).toMatchObject({ size: '1200x640', quality: 'low', background: 'opaque', output_format: 'png', safety_identifier: 'shop' });
  expect(body['usage']).toMatchObject({ output_tokens: 200, input_tokens: 5, total_tokens: 205, input_tokens_details: { text_tokens: 5, image_tokens: 0 } });
  expect(headers.get('x-request-id')).toBe('req_000001');
  expect(server.counters.spentUsd).toBeCloseTo((5 * 5 + 200 * 30) / 1e6, 12);
});

test('the same request gives another picture every time, and every one is on record', async () => {
  const server = await openServer();
  const first = await send(server, '/images/generations', { ...goodRequest, n: 2 });
  const second = await send(server, '/images/generations', goodRequest);
  const digests = [...listPictures(first), ...listPictures(second)].map(digest);
  expect(new Set(digests).size).toBe(3);
  expect(server.pictures.map((picture) => picture.digest).toSorted()).toEqual(digests.toSorted());
  expect(server.counters).toMatchObject({ posts: 2, paidPosts: 2, picturesMade: 3, picturesDelivered: 3 });
});

test('a POST is recorded with what it asked for and the last four of its key only', async () => {
  const server = await openServer();
  await send(server, '/images/generations', { ...goodRequest, n: 2 });
  expect(server.posts).toMatchObject([
    { index: 0, route: 'generate', n: 2, size: '816x816', prompt: goodRequest.prompt, authorization: 'abcd', made: 2, delivered: true, status: 200 },
  ]);
  expect(JSON.stringify([server.posts, server.pictures])).not.toContain(testKey.slice(0, -4));
});

test('a transparent picture has alpha and clear pixels', async () => {
  const server = await openServer();
  const answer = await send(server, '/images/generations', { ...goodRequest, model: 'gpt-image-2.5-flare', background: 'transparent', output_format: 'webp' });
  const { hasAlpha } = await sharp(listPictures(answer)[0]).metadata();
  expect(hasAlpha).toBe(true);
  expect((await sharp(listPictures(answer)[0]).stats()).isOpaque).toBe(false);
  expect(answer.body['background']).toBe('transparent');
});

test('an edit takes one image, several, and a mask, and shows the first image changed everywhere', async () => {
  const server = await openServer();
  const [image, mask] = await Promise.all([createPng(816, 816), createPng(816, 816, 4)]);
  const one = await send(
    server,
    '/images/edits',
    createForm({ ...goodRequest, n: '1' }, [
      { name: 'image', bytes: image },
      { name: 'mask', bytes: mask },
    ]),
  );
  const two = await send(
    server,
    '/images/edits',
    createForm(goodRequest, [
      { name: 'image[]', bytes: image },
      { name: 'image[]', bytes: image },
    ]),
  );
  expect([one.status, two.status]).toEqual([200, 200]);
  expect(server.posts).toMatchObject([
    { route: 'edit', references: 1, mask: true, n: 1 },
    { references: 2, mask: false },
  ]);
  const corner = await sharp(listPictures(one)[0]).extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer();
  expect([...corner]).not.toEqual([30, 90, 160]);
  expect(one.body['usage']).toMatchObject({ input_tokens_details: { image_tokens: 26 * 26 } });
});

test('an edit as JSON takes data URLs and uploaded files', async () => {
  const server = await openServer();
  const image = await createPng(816, 816);
  const form = new FormData();
  form.append('purpose', 'vision');
  form.append('file', new Blob([new Uint8Array(image)], { type: 'image/png' }), 'plate.png');
  const { body: file } = await send(server, '/files', form);
  const images = [{ file_id: file['id'] }, { image_url: `data:image/png;base64,${image.toString('base64')}` }];
  const answer = await send(server, '/images/edits', { ...goodRequest, images });
  expect(answer.status).toBe(200);
  expect(server.posts.at(-1)).toMatchObject({ route: 'edit', references: 2 });
});

test.each([
  ['image_generation', '/images/generations'],
  ['image_edit', '/images/edits'],
] as const)('%s streams its partial pictures and then the whole one', async (name, path) => {
  const server = await openServer();
  const image = await createPng(816, 816);
  const fields = { ...goodRequest, stream: true, partial_images: 2 };
  const body = path === '/images/edits' ? { ...fields, images: [{ image_url: `data:image/png;base64,${image.toString('base64')}` }] } : fields;
  const events = await readEvents(await request(server, path, body));
  expect(events.map(({ type }) => type)).toEqual([`${name}.partial_image`, `${name}.partial_image`, `${name}.completed`]);
  expect(events.map((event) => event['partial_image_index'])).toEqual([0, 1, undefined]);
  expect(new Set(events.map((event) => event['b64_json'])).size).toBe(3);
  const usage = events[2]?.['usage'];
  expect(isRecord(usage) ? usage['output_tokens'] : undefined).toBe(171 + 200);
  expect(server.counters).toMatchObject({ picturesMade: 1, picturesDelivered: 1 });
});

test('a portable server takes any model and size and echoes nothing', async () => {
  const server = await openServer({ profile: 'portable' });
  const answer = await send(server, '/images/generations', { model: 'my-diffusion', prompt: 'x', size: '100x50', seed: 3 });
  expect(Object.keys(answer.body)).toEqual(['created', 'data']);
  expect(await sharp(listPictures(answer)[0]).metadata()).toMatchObject({ width: 100, height: 50 });
});
