import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createLongFetch, WireError } from '../../../../src/adapters/generate/openai/create-long-fetch.ts';
import { listen } from './support.ts';

const dispatcherSymbol = Symbol.for('undici.globalDispatcher.1');

interface Dispatcher {
  readonly constructor: new (options: { readonly headersTimeout: number }) => Dispatcher;
}

/** Shortens the limit of the global fetch from its five minutes, which no test can wait for. */
async function withShortGlobalLimit<Result>(run: () => Promise<Result>): Promise<Result> {
  await fetch('data:,');
  const holder = globalThis as unknown as { [dispatcherSymbol]: Dispatcher };
  const usual = holder[dispatcherSymbol];
  holder[dispatcherSymbol] = new usual.constructor({ headersTimeout: 200 });
  try {
    return await run();
  } finally {
    holder[dispatcherSymbol] = usual;
  }
}

describe('createLongFetch', () => {
  test('waits for headers beyond the limit that the global fetch has', async () => {
    const { baseUrl } = await listen((_, response) => setTimeout(() => response.end('late'), 2500));
    await withShortGlobalLimit(async () => {
      const global = fetch(baseUrl, { method: 'POST', body: 'x' }).catch((error: unknown) => error);
      const ours = createLongFetch({ connect: 1000, idle: 10_000 })(baseUrl, { method: 'POST', body: 'x' });
      expect((await global) as Error).toMatchObject({ cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } });
      expect(await (await ours).text()).toBe('late');
    });
  }, 15_000);

  test('gives up after its own limit', async () => {
    const { baseUrl } = await listen(() => undefined);
    const error: unknown = await createLongFetch({ connect: 1000, idle: 80 })(baseUrl, { method: 'POST', body: 'x' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WireError);
    expect(error).toMatchObject({ phase: 'wait', code: 'ETIMEDOUT' });
  });

  test('sends bodies with their length on a connection of their own', async () => {
    const seen: unknown[] = [];
    const { baseUrl } = await listen((request, response) => {
      const { 'content-length': length, connection, 'accept-encoding': encoding } = request.headers;
      request.on('data', (chunk: Buffer) => seen.push({ length, connection, encoding, body: chunk.toString() }));
      request.on('end', () => response.writeHead(201, { 'x-one': ['a', 'b'] }).end('done'));
    });
    const response = await createLongFetch({ connect: 1000, idle: 1000 })(baseUrl, { method: 'POST', body: 'häuser' });
    expect(seen).toEqual([{ length: '7', connection: 'close', encoding: 'identity', body: 'häuser' }]);
    expect([response.status, response.headers.get('x-one'), await response.text()]).toEqual([201, 'a, b', 'done']);
  });

  test('unpacks what was packed without being asked', async () => {
    const { baseUrl } = await listen((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}')));
    expect(await (await createLongFetch({ connect: 1000, idle: 1000 })(baseUrl)).json()).toEqual({ a: 1 });
  });

  test('a packed body that breaks off fails too', async () => {
    const packed = gzipSync('x'.repeat(100_000));
    const { baseUrl } = await listen((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).write(packed.subarray(0, 50));
      setTimeout(() => response.destroy(), 20);
    });
    const response = await createLongFetch({ connect: 1000, idle: 1000 })(baseUrl);
    await expect(response.text()).rejects.toMatchObject({ phase: 'body' });
  });

  test('a status out of the ordinary and an empty answer', async () => {
    const { baseUrl } = await listen((request, response) => response.writeHead(request.url === '/v1/odd' ? 999 : 204).end());
    const fetchLong = createLongFetch({ connect: 1000, idle: 1000 });
    await expect(fetchLong(`${baseUrl}/odd`)).rejects.toMatchObject({ phase: 'wait', code: 'EPROTO' });
    expect((await fetchLong(baseUrl)).status).toBe(204);
  });

  test('a reader that leaves closes the connection', async () => {
    let closed = (): void => undefined;
    const gone = new Promise<void>((resolve) => (closed = resolve));
    const { baseUrl } = await listen((_, response) => {
      response.on('close', closed);
      response.write('first');
    });
    const response = await createLongFetch({ connect: 1000, idle: 5000 })(baseUrl);
    for await (const _ of response.body ?? []) break;
    await gone;
  });
});
