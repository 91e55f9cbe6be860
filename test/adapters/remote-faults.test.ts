import { describe, expect, test } from 'vitest';
import { createHttpStore } from '../../src/adapters/remote/create-http-store.ts';
import { RemoteError } from '../../src/spec/remote-store.ts';
import type { RemoteFailure, RemoteStore } from '../../src/spec/remote-store.ts';
import { misdeeds, startFaultyServer } from '../support/faulty-server.ts';
import { findFreePort } from '../support/nginx-server.ts';

const limits = { firstByte: 150, total: 400 } as const;

async function fail(request: Promise<unknown>): Promise<RemoteFailure> {
  const error = await request.then(
    () => undefined,
    (refusal: unknown) => refusal,
  );
  if (!(error instanceof RemoteError)) throw new Error(`no failure of the store: ${String(error)}`);
  return error.failure;
}

async function open(name: keyof typeof misdeeds): Promise<RemoteStore> {
  return createHttpStore({ url: (await startFaultyServer(misdeeds[name])).url, limits });
}

describe('a server that', () => {
  test.each([
    ['never answers', 'slow'],
    ['begins an answer and stops', 'slow'],
    ['cuts the answer off', 'failed'],
    ['closes the connection', 'failed'],
    ['says 500', 'failed'],
    ['says 403', 'refused'],
    ['sends elsewhere', 'failed'],
  ] as const)('%s is %s', async (name, failure) => {
    const store = await open(name);
    expect(await fail(store.get('cas/00'))).toBe(failure);
    store.close();
  });

  test('is full refuses what is put, and no more', async () => {
    const store = await open('is full');
    expect(await fail(store.put('cas/00', Buffer.from('x')))).toBe('full');
    expect(await store.get('cas/00')).toBeUndefined();
    store.close();
  });

  test('is not there is unreachable', async () => {
    const store = createHttpStore({ url: `http://127.0.0.1:${await findFreePort()}`, limits });
    expect(await fail(store.get('cas/00'))).toBe('unreachable');
    expect(await fail(store.put('cas/00', Buffer.from('x')))).toBe('unreachable');
  });

  test('takes long over a large answer, but goes on, is waited for', async () => {
    const server = await startFaultyServer((_, response) => {
      response.writeHead(200);
      const beat = setInterval(() => response.write('x'), 40);
      setTimeout(() => (clearInterval(beat), response.end()), 300);
    });
    const store = createHttpStore({ url: server.url, limits });
    expect((await store.get('cas/00'))!.byteLength).toBeGreaterThan(2);
    store.close();
  });

  test('begins an answer and then stands still is not waited for to the end', async () => {
    const server = await startFaultyServer(misdeeds['begins an answer and stops']);
    const store = createHttpStore({ url: server.url, limits: { firstByte: 150, total: 50_000 } });
    expect(await fail(store.get('cas/00'))).toBe('slow');
    store.close();
  }, 10_000);

  test('answers while this process computes is not blamed for it', async () => {
    const server = await startFaultyServer((_, response) => void response.writeHead(200).end('fine'));
    const store = createHttpStore({ url: server.url, limits: { firstByte: 1600, total: 60_000 } });
    const answers = Promise.all(Array.from({ length: 8 }, () => store.get('cas/00', { within: 2000 })));
    await new Promise(setImmediate);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500);
    expect((await answers).map(String)).toEqual(Array.from({ length: 8 }, () => 'fine'));
    store.close();
  });

  test('never answers is waited for no longer than whoever asks says', async () => {
    const server = await startFaultyServer(misdeeds['never answers']);
    const store = createHttpStore({ url: server.url, limits: { firstByte: 50_000, total: 50_000 } });
    await expect(store.get('cas/00', { within: 150 })).rejects.toThrow('no end within 0.15 s');
    store.close();
  }, 10_000);

  test('closes what was kept open is asked once more over a new connection', async () => {
    let count = 0;
    const server = await startFaultyServer((request, response) => {
      count += 1;
      if (count === 2) request.socket.destroy();
      else response.writeHead(200).end('fine');
    });
    const store = createHttpStore({ url: server.url, limits });
    expect(String(await store.get('cas/00'))).toBe('fine');
    expect(String(await store.get('cas/00'))).toBe('fine');
    expect(count).toBe(3);
    store.close();
  });

  test('closes all that was kept open is asked over a connection of which nothing is kept, and fails like any other when that breaks too', async () => {
    let [isWell, count] = [true, 0];
    const server = await startFaultyServer((request, response) => {
      count += 1;
      if (!isWell) request.socket.destroy();
      else setTimeout(() => response.writeHead(200).end('fine'), 20);
    });
    const store = createHttpStore({ url: server.url, limits });
    await Promise.all(Array.from({ length: 4 }, () => store.get('cas/00')));
    isWell = false;
    expect(await fail(store.get('cas/00'))).toBe('failed');
    expect(count).toBe(6);
    store.close();
  });

  test('wants a name and a password gets them, and messages do not', async () => {
    const seen: (string | undefined)[] = [];
    const server = await startFaultyServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(200).end();
    });
    const withPassword = createHttpStore({ url: server.url.replace('//', '//ann:se%3Acret@'), limits });
    const withToken = createHttpStore({ url: server.url, token: 'abc', limits });
    await withPassword.has('cas/00');
    await withToken.has('cas/00');
    expect(seen).toEqual([`Basic ${Buffer.from('ann:se:cret').toString('base64')}`, 'Bearer abc']);
    expect(withPassword.name).toBe(server.url);
    for (const store of [withPassword, withToken]) store.close();
  });
});
