import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VisualsError } from '../../../../src/model/diagnostic.ts';
import { startOpenAiServer, type OpenAiServer } from '../../../support/openai-server/start-openai-server.ts';
import { createRequest } from '../../../support/create-request.ts';
import { canary, collect, createGenerator, createReferences, failureOf, listen, noFiles } from './support.ts';

let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer({ apiKey: canary });
});
afterEach(() => server.close());

const never = new AbortController().signal;
const solid = (width: number, height: number, alpha = 1): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 80, b: 40, alpha } } })
    .png()
    .toBuffer();

async function sizeOf(bytes: Uint8Array | undefined): Promise<string> {
  const { width, height, format } = await sharp(bytes).metadata();
  return `${width}x${height} ${format}`;
}

describe('the Images API', () => {
  test('generates a picture with one POST and every documented parameter', async () => {
    const generator = createGenerator(server.baseUrl, { safetyIdentifier: 'user-7' });
    const request = createRequest({
      model: 'gpt-image-2.5-sunburst-2026-09-08',
      width: 1200,
      height: 640,
      quality: 'xhigh',
      format: 'webp',
      compression: 80,
      background: 'transparent',
      moderation: 'low',
      complexity: 'high',
    });
    const reply = await generator.send(request, noFiles, never);
    const { pictures, usage } = generator.parse(await collect(reply));
    expect(await sizeOf(pictures[0])).toBe('1200x640 webp');
    expect(server.posts.map(({ route, requestId, parameters }) => ({ route, requestId, parameters }))).toEqual([
      {
        route: 'generate',
        requestId: reply.requestId,
        parameters: {
          model: 'gpt-image-2.5-sunburst-2026-09-08',
          n: 1,
          size: '1200x640',
          quality: 'xhigh',
          background: 'transparent',
          output_format: 'webp',
          output_compression: 80,
          moderation: 'low',
          complexity: 'high',
          safety_identifier: 'user-7',
        },
      },
    ]);
    expect(server.posts[0]?.authorization).toBe(canary.slice(-4));
    expect(usage).not.toBeNull();
  });

  test('is billed what was foretold, by the same formula', async () => {
    const generator = createGenerator(server.baseUrl);
    const request = createRequest({ quality: 'high' });
    const { usage } = generator.parse(await collect(await generator.send(request, noFiles, never)));
    const cost = generator.computeCost(request.model, usage!)!;
    const { low, high } = generator.estimate(request);
    expect(usage?.output).toBe(7024);
    expect(cost).toBeGreaterThanOrEqual(low);
    expect(cost).toBeLessThanOrEqual(high);
    expect(cost).toBeCloseTo(server.counters.spentUsd, 6);
  });

  test('edits one picture as `image`, and several with a mask as `image[]`', async () => {
    const generator = createGenerator(server.baseUrl);
    const [first, second] = [await solid(64, 48), await solid(32, 32)];
    const mask = await solid(64, 48, 0);
    const one = createRequest({ operation: 'edit', references: createReferences(1) });
    const two = createRequest({ operation: 'edit', references: createReferences(2), mask: { name: 'mask', digest: one.references[0]!.digest } });
    await collect(await generator.send(one, { references: [first] }, never));
    await collect(await generator.send(two, { references: [first, second], mask }, never));
    expect(server.posts.map(({ route, references, mask, status }) => ({ route, references, mask, status }))).toEqual([
      { route: 'edit', references: 1, mask: false, status: 200 },
      { route: 'edit', references: 2, mask: true, status: 200 },
    ]);
  });

  test('names the parts of a form as the API wants them', async () => {
    const bodies: string[] = [];
    const { baseUrl } = await listen((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        bodies.push(Buffer.concat(chunks).toString('latin1'));
        response.end('{}');
      });
    });
    const generator = createGenerator(baseUrl);
    const picture = await solid(16, 16);
    for (const count of [1, 2]) {
      const references = createReferences(count);
      await collect(await generator.send(createRequest({ operation: 'edit', references }), { references: references.map(() => picture) }, never));
    }
    const namesOf = (body: string): string[] =>
      [...body.matchAll(/; name="([^"]+)"; filename="([^"]+)"\r\nContent-Type: (\S+)/g)].map(([, name, file, type]) => `${name} ${file} ${type}`);
    expect(namesOf(bodies[0]!)).toEqual(['image image-1.png image/png']);
    expect(namesOf(bodies[1]!)).toEqual(['image[] image-1.png image/png', 'image[] image-2.png image/png']);
    expect(bodies[0]).not.toContain('moderation');
  });

  test('asks for several pictures in one POST', async () => {
    const generator = createGenerator(server.baseUrl);
    const { pictures } = generator.parse(await collect(await generator.send(createRequest(), noFiles, never, { count: 3 })));
    expect(pictures).toHaveLength(3);
    expect(server.posts).toHaveLength(1);
  });

  test('streams previews, and hands the body on byte for byte', async () => {
    const generator = createGenerator(server.baseUrl);
    const previews: string[] = [];
    const onPreview = (picture: Uint8Array, index: number): void => {
      previews.push(`${index}: ${Buffer.from(picture).toString('latin1', 1, 4)}`);
      throw new Error('whoever shows a preview must not harm the purchase');
    };
    const body = await collect(await generator.send(createRequest(), noFiles, never, { previews: 2, onPreview }));
    const { pictures, usage } = generator.parse(body);
    expect(previews).toEqual(['0: PNG', '1: PNG']);
    expect(await sizeOf(pictures[0])).toBe('1024x1024 png');
    expect(usage?.output).toBe(196 + 200);
    expect(Buffer.from(body).toString('utf8')).toContain('image_generation.partial_image');
  });

  test('asks a portable server only for what every one of them understands', async () => {
    await server.close();
    server = await startOpenAiServer({ profile: 'portable' });
    const generator = createGenerator(server.baseUrl, { profile: 'portable' });
    const { pictures, usage } = generator.parse(
      await collect(await generator.send(createRequest({ model: 'flux-2', width: 500, height: 300 }), noFiles, never)),
    );
    expect(await sizeOf(pictures[0])).toBe('500x300 png');
    expect(usage).toBeNull();
    expect(server.posts[0]?.parameters).toEqual({ model: 'flux-2', n: 1, size: '500x300', response_format: 'b64_json' });
  });

  test('lists the models and the days on which they end', async () => {
    const models = await createGenerator(server.baseUrl).listModels!(never);
    expect(models).toContainEqual({ id: 'gpt-image-2', endsOn: null });
    expect(models).toContainEqual({ id: 'gpt-image-1.5', endsOn: '2026-12-01' });
  });
});

describe('the Responses API', () => {
  const request = createRequest({ api: 'responses', quality: 'medium' });

  test('tells the id, waits, and gives the finished picture', async () => {
    const generator = createGenerator(server.baseUrl);
    const accepted: string[] = [];
    const reply = await generator.send(request, noFiles, never, { onAccepted: (id) => void accepted.push(id) });
    const { pictures, usage } = generator.parse(await collect(reply));
    expect(accepted).toHaveLength(1);
    expect(await sizeOf(pictures[0])).toBe('1024x1024 png');
    expect(usage?.output).toBe(1756);
    expect(server.counters.paidPosts).toBe(1);
  });

  test('is picked up again after a crash, without another POST', async () => {
    const generator = createGenerator(server.baseUrl);
    const crash = generator.send(request, noFiles, never, {
      onAccepted: (id) => {
        throw new Error(`crashed after ${id}`);
      },
    });
    const error: unknown = await crash.catch((reason: unknown) => reason);
    const id = /resp_\w+/.exec(error instanceof Error ? error.message : '')?.[0] ?? '';
    const { pictures } = generator.parse(await collect(await generator.resume!(id, never)));
    expect(await sizeOf(pictures[0])).toBe('1024x1024 png');
    expect(server.counters.paidPosts).toBe(1);
    expect(server.counters.picturesMade).toBe(1);
  });

  test('edits with references and a mask inside of the request', async () => {
    const generator = createGenerator(server.baseUrl);
    const edit = createRequest({
      api: 'responses',
      operation: 'edit',
      references: createReferences(2),
      mask: { name: 'mask', digest: createReferences(1)[0]!.digest },
    });
    await collect(await generator.send(edit, { references: [await solid(64, 64), await solid(20, 20)], mask: await solid(64, 64, 0) }, never));
    expect(server.posts[0]).toMatchObject({ route: 'respond', references: 2, mask: true, status: 200 });
  });

  test('streams previews and tells the id before the first piece goes on', async () => {
    const generator = createGenerator(server.baseUrl);
    const seen: string[] = [];
    const reply = await generator.send(request, noFiles, never, { previews: 1, onPreview: () => seen.push('preview'), onAccepted: () => void seen.push('id') });
    const { pictures } = generator.parse(await collect(reply));
    expect(seen).toEqual(['id', 'preview']);
    expect(await sizeOf(pictures[0])).toBe('1024x1024 png');
  });

  test('goes on asking over failures of the questions', async () => {
    const generator = createGenerator(server.baseUrl);
    server.setFaults(['overloaded', 'reset-before-reading', 'html-200', 'rate-limited'], ['get-response']);
    const { pictures } = generator.parse(await collect(await generator.send(request, noFiles, never)));
    expect(pictures).toHaveLength(1);
    expect(server.counters.paidPosts).toBe(1);
  });

  test('an id that is gone leaves the outcome unknown, never refused', async () => {
    expect(await failureOf(createGenerator(server.baseUrl).resume!('resp_999999', never))).toMatchObject({ phase: 'wait', status: 404 });
  });

  test('a refusal inside of a finished response is a refusal', async () => {
    server.failNext({ kind: 'failed-call', stage: 'output', categories: ['violence'] });
    const failure = await failureOf(createGenerator(server.baseUrl).send(request, noFiles, never));
    expect(failure).toMatchObject({ phase: 'status', status: 400, code: 'moderation_blocked', explained: true });
    expect(failure.message).toContain('stage: output; categories: violence');
  });

  test('gives up after the timeout with the id still good', async () => {
    await server.close();
    server = await startOpenAiServer({ pollsUntilDone: 1000 });
    expect(await failureOf(createGenerator(server.baseUrl, { timeout: 60 }).send(request, noFiles, never))).toMatchObject({ phase: 'wait' });
  });
});

describe('before anything is sent', () => {
  const codes = async (promise: Promise<unknown>): Promise<readonly string[]> => {
    const error: unknown = await promise.catch((reason: unknown) => reason);
    return error instanceof VisualsError ? error.diagnostics.map(({ code }) => code) : [String(error)];
  };

  test.each([
    'http://api.example.com/v1',
    'http://10.0.0.1/v1',
    'http://127.0.0.1.example.com/v1',
    'ftp://localhost/v1',
    'nonsense',
    'http://user:secret@example.com/v1',
  ])('%s is refused: the key would travel in clear', async (baseURL) => {
    let sent = 0;
    const fetch = async (): Promise<Response> => {
      sent += 1;
      return new Response('{}');
    };
    const generator = createGenerator(baseURL, { fetch });
    expect(await codes(generator.send(createRequest(), noFiles, never))).toEqual(['API_INSECURE_URL']);
    expect(await codes(generator.resume!('resp_1', never))).toEqual(['API_INSECURE_URL']);
    expect(
      generator
        .check(createRequest())
        .map(({ message }) => message)
        .join(),
    ).not.toContain('secret');
    expect(sent).toBe(0);
  });

  test.each(['https://api.example.com/v1', 'http://localhost:4000/v1', 'http://127.1.2.3/v1', 'http://[::1]:8080/v1'])('%s is taken', (baseURL) => {
    expect(createGenerator(baseURL).check(createRequest())).toEqual([]);
  });

  test('a missing key, a bad request and bad files cost nothing', async () => {
    expect(await codes(createGenerator(server.baseUrl, { apiKey: undefined }).send(createRequest(), noFiles, never))).toEqual(['KEY_MISSING']);
    expect(await codes(createGenerator(server.baseUrl).send(createRequest({ width: 1200, height: 630 }), noFiles, never))).toEqual(['API_REQUEST_INVALID']);
    const edit = createRequest({ operation: 'edit', references: createReferences(1) });
    expect(await codes(createGenerator(server.baseUrl).send(edit, { references: [Buffer.from('GIF89a')] }, never))).toEqual(['API_REQUEST_INVALID']);
    expect(server.counters.requests).toBe(0);
  });

  test('the environment decides nothing', async () => {
    process.env['OPENAI_BASE_URL'] = 'http://127.0.0.1:9/v1';
    process.env['OPENAI_API_KEY'] = 'sk-from-the-environment';
    process.env['OPENAI_ORG_ID'] = 'org-from-the-environment';
    try {
      await collect(await createGenerator(server.baseUrl).send(createRequest(), noFiles, never));
      expect(server.posts[0]?.authorization).toBe(canary.slice(-4));
    } finally {
      for (const name of ['OPENAI_BASE_URL', 'OPENAI_API_KEY', 'OPENAI_ORG_ID']) delete process.env[name];
    }
  });
});
