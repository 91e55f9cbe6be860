import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSharpCodec } from '../../../../src/adapters/image/sharp/create-sharp-codec.ts';
import { splitLines } from '../../../../src/engine/split-lines.ts';
import type { BatchLine, BatchService, BatchState } from '../../../../src/spec/batch-service.ts';
import type { Generator } from '../../../../src/spec/generator.ts';
import { createPng } from '../../../support/openai-server/call-server.ts';
import { startOpenAiServer, type OpenAiServer } from '../../../support/openai-server/start-openai-server.ts';
import { createRequest } from '../../../support/create-request.ts';
import { canary, createGenerator, createReferences, failureOf, noFiles, problemsOf } from './support.ts';

let server: OpenAiServer;
let generator: Generator;
let service: BatchService;
beforeEach(async () => {
  server = await startOpenAiServer({ apiKey: canary });
  generator = createGenerator(server.baseUrl);
  service = generator.batches!;
});
afterEach(() => server.close());

const never = new AbortController().signal;

function createLine(attempt: string, rest: Partial<BatchLine> = {}): BatchLine {
  return { attempt, request: createRequest({ prompt: `Picture ${attempt}`, width: 816, height: 816 }), files: noFiles, count: 1, ...rest };
}

async function order(lines: readonly BatchLine[], name = 'ours'): Promise<{ readonly state: BatchState; readonly file: string }> {
  const file = await service.upload(
    lines.map((line) => service.formatLine(line)),
    never,
  );
  return { file, state: await service.begin({ name, file, group: service.groupOf(lines[0]!.request) }, never) };
}

/** The lines of all results of a batch, as they stand in its files. */
async function readResults({ files }: BatchState): Promise<readonly Uint8Array[]> {
  const lines: Uint8Array[] = [];
  for (const file of files) for await (const line of splitLines((await service.fetch(file, never)).body)) lines.push(line);
  return lines;
}

describe('a batch', () => {
  test('is begun with one POST, works, ends, and brings each picture under its own name', async () => {
    const { state } = await order([createLine('a'), createLine('b', { count: 2 }), createLine('c')]);
    expect(state).toMatchObject({ phase: 'working', status: 'validating', total: 3, completed: 0, failed: 0, files: [], problem: '' });
    expect(Date.parse(state.expires ?? '')).toBeGreaterThan(Date.now());
    expect(server.posts.map(({ route }) => route)).toEqual(['upload-file', 'create-batch']);
    await server.finishBatch(state.id);
    const over = await service.inspect(state.id, never);
    expect(over).toMatchObject({ id: state.id, phase: 'ended', status: 'completed', completed: 3 });
    const lines = await readResults(over);
    const found = lines.map((line) => ({ attempt: service.readResult(line)!.attempt, pictures: generator.parse(line).pictures.length }));
    expect(found.toSorted((x, y) => (x.attempt < y.attempt ? -1 : 1))).toEqual([
      { attempt: 'a', pictures: 1 },
      { attempt: 'b', pictures: 2 },
      { attempt: 'c', pictures: 1 },
    ]);
    expect(generator.parse(lines[0]!)).toMatchObject({ requestId: expect.stringMatching(/^req_/), usage: { output: expect.any(Number) } });
  });

  test('costs half by its usage, and half of what is foretold', async () => {
    const { state } = await order([createLine('a')]);
    await server.finishBatch(state.id);
    const [line] = await readResults(await service.inspect(state.id, never));
    const { usage } = generator.parse(line!);
    const { model } = createRequest();
    expect(generator.computeCost(model, usage!, { batch: true })).toBeCloseTo(server.counters.spentUsd, 10);
    expect(generator.computeCost(model, usage!, { batch: true })! * 2).toBeCloseTo(generator.computeCost(model, usage!)!, 12);
    expect(generator.estimate(createRequest(), { batch: true }).high * 2).toBeCloseTo(generator.estimate(createRequest()).high, 5);
  });

  test('holds edits with their pictures and mask in them', async () => {
    const [picture, mask] = [await createPng(816, 816), await createPng(816, 816, 4)];
    const request = createRequest({ operation: 'edit', width: 816, height: 816, references: createReferences(2), mask: { name: 'mask', digest: '' as never } });
    const line = createLine('e', { request, files: { references: [picture, picture], mask } });
    const { state } = await order([line]);
    await server.finishBatch(state.id);
    expect(await service.inspect(state.id, never)).toMatchObject({ status: 'completed', completed: 1, failed: 0 });
    const sent = JSON.parse(Buffer.from(service.formatLine(line)).toString()) as { readonly url: string; readonly body: Readonly<Record<string, unknown>> };
    expect(sent.url).toBe('/v1/images/edits');
    expect(Object.keys(sent.body).toSorted()).toEqual(['background', 'images', 'mask', 'model', 'n', 'output_format', 'prompt', 'quality', 'size']);
  });

  test('is found by our name, and by its file, on whatever page it is', async () => {
    const wanted = await order([createLine('a')], 'wanted');
    for (let index = 0; index < 120; index += 1) await service.begin({ name: `other ${index}`, file: wanted.file, group: 'generate x' }, never);
    const found = await service.find({ name: 'wanted', file: undefined }, never);
    expect(found?.id).toBe(wanted.state.id);
    const other = await order([createLine('b')], 'another');
    expect((await service.find({ name: 'lost', file: other.file }, never))?.id).toBe(other.state.id);
    expect(await service.find({ name: 'never begun', file: 'file_none' }, never)).toBeUndefined();
  });

  test('tells of moderation, of mistakes and of requests whose turn never came', async () => {
    server.setFaults(['moderated', 'server-error'], ['batch-line']);
    const { state } = await order([createLine('a'), createLine('b'), createLine('c'), createLine('d')]);
    await server.finishBatch(state.id, { status: 'expired', lines: 3 });
    const over = await service.inspect(state.id, never);
    expect(over).toMatchObject({ phase: 'ended', status: 'expired', completed: 1, failed: 3 });
    const results = (await readResults(over)).map((line) => service.readResult(line)!);
    expect(results.toSorted((x, y) => (x.attempt < y.attempt ? -1 : 1))).toEqual([
      { attempt: 'a', unrun: false, failure: expect.objectContaining({ status: 400, code: 'moderation_blocked', requestId: expect.stringMatching(/^req_/) }) },
      { attempt: 'b', unrun: false, failure: expect.objectContaining({ status: 500 }) },
      { attempt: 'c' },
      { attempt: 'd', unrun: true, failure: expect.objectContaining({ code: 'batch_expired' }) },
    ]);
  });

  test('can be cancelled, and one that the provider refuses says why', async () => {
    const { state } = await order([createLine('a')]);
    expect(await service.cancel(state.id, never)).toMatchObject({ phase: 'working', status: 'cancelling' });
    expect(await service.inspect(state.id, never)).toMatchObject({ phase: 'ended', status: 'cancelled' });
    const twice = await order([createLine('same'), createLine('same')]);
    expect(await service.inspect(twice.state.id, never)).toMatchObject({ phase: 'refused', status: 'failed', problem: expect.stringContaining('not unique') });
  });

  test('is a failure like any other where the wire or the provider fails', async () => {
    server.setFaults(['reset-after-request', 'html-200', 'cut-json', 'rate-limited'], ['create-batch']);
    const begin = (): Promise<unknown> => order([createLine('a')]);
    expect(await failureOf(begin())).toMatchObject({ phase: 'wait' });
    expect(await failureOf(begin())).toMatchObject({ phase: 'wait', message: expect.stringContaining('not understood') });
    expect(await failureOf(begin())).toMatchObject({ phase: 'wait' });
    expect(await failureOf(begin())).toMatchObject({ phase: 'status', status: 429 });
    expect(await failureOf(service.inspect('batch_none', never))).toMatchObject({ phase: 'status', status: 404 });
  });
});

describe('what is refused before anything is sent', () => {
  test('the Responses API, and a model that is gone before the batch is over', () => {
    const near = createGenerator(server.baseUrl, { today: '2026-11-30' }).batches!;
    expect(near.check({ api: 'images', model: 'gpt-image-1.5' })).toMatchObject([
      { code: 'API_REQUEST_INVALID', message: expect.stringContaining('2026-12-01') },
    ]);
    expect(createGenerator(server.baseUrl, { today: '2026-11-29' }).batches!.check({ api: 'images', model: 'gpt-image-1.5' })).toEqual([]);
    const spoken = createLine('a', { request: createRequest({ api: 'responses' }) });
    expect(problemsOf(() => service.formatLine(spoken))).toEqual([expect.stringContaining('it is not offered in batches')]);
  });

  test('pictures that are too large to stand in the file, one by one and together', async () => {
    const picture = await createPng(816, 816);
    const sized = (bytes: number): Buffer => Buffer.concat([picture, Buffer.alloc(bytes - picture.byteLength)]);
    const format = (...references: readonly Buffer[]): readonly string[] => {
      const request = createRequest({ operation: 'edit', width: 816, height: 816, references: createReferences(references.length) });
      return problemsOf(() => service.formatLine(createLine('e', { request, files: { references } })));
    };
    const most = 15_728_621;
    expect(sized(most).toString('base64').length + 'data:image/png;base64,'.length).toBeLessThanOrEqual(20_971_520);
    expect(format(sized(most))).toEqual([]);
    expect(format(picture, sized(most + 3))).toEqual([expect.stringContaining(`of ${most + 3} bytes as PNG`)]);
    expect(format(...Array.from({ length: 11 }, () => sized(most)))).toEqual([expect.stringContaining('references')]);
    expect(server.posts).toEqual([]);
  });

  test('not what a build sends: noise with transparency at the longest edge, and sixteen of it', async () => {
    const edge = 1536;
    const pixels = { width: edge, height: edge, data: new Uint8Array(randomBytes(edge * edge * 4)) };
    const noise = await createSharpCodec().encode(pixels, 'png', { quality: 100, effort: 0 });
    const request = createRequest({ operation: 'edit', width: 816, height: 816, references: createReferences(1) });
    const line = service.formatLine(createLine('e', { request, files: { references: [noise] } }));
    expect(line.byteLength * 16).toBeLessThan(200 * 1024 * 1024);
  });

  test('what the Images API is known to refuse too', () => {
    expect(problemsOf(() => service.formatLine(createLine('a', { request: createRequest({ width: 1001 }) })))).toEqual([expect.stringContaining('1001')]);
    expect(problemsOf(() => service.formatLine(createLine('a', { count: 11 })))).toHaveLength(1);
  });

  test('everything without a key, and batches of the portable profile', async () => {
    const keyless = createGenerator(server.baseUrl, { apiKey: '' }).batches!;
    await expect(keyless.inspect('batch_1', never)).rejects.toThrow(/OPENAI_API_KEY/);
    expect(createGenerator(server.baseUrl, { profile: 'portable' }).batches).toBeUndefined();
    expect(server.counters.requests).toBe(0);
  });
});

test('requests of one route and one model share a batch', () => {
  const groups = [{}, { prompt: 'another' }, { operation: 'edit' as const }, { model: 'gpt-image-2.5-sunburst-2026-09-08' }].map((rest) =>
    service.groupOf(createRequest(rest)),
  );
  expect(new Set(groups).size).toBe(3);
  expect(groups[0]).toBe(groups[1]);
});
