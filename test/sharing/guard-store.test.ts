import { describe, expect, test } from 'vitest';
import { createFolderStore } from '../../src/adapters/remote/create-folder-store.ts';
import type { GuardOptions } from '../../src/sharing/guard-store.ts';
import { guardStore } from '../../src/sharing/guard-store.ts';
import { RemoteError } from '../../src/spec/remote-store.ts';
import type { RemoteFailure, RemoteStore } from '../../src/spec/remote-store.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

interface Guarded {
  readonly store: RemoteStore;
  /** What fails from now on, by verb and space, such as `get cas`. */
  readonly failing: Map<string, RemoteFailure>;
  /** Requests that reached the store. */
  readonly asked: string[];
  readonly opened: string[];
}

/** A folder that can be made to fail, behind a guard. */
function guard(rest: Pick<GuardOptions, 'rest'> = {}): Guarded {
  const folder = createFolderStore({ folder: createTemporaryFolder() });
  const [failing, asked, opened] = [new Map<string, RemoteFailure>(), [] as string[], [] as string[]];
  const ask = <Result>(request: string, work: () => Promise<Result>): Promise<Result> => {
    asked.push(request);
    const failure = failing.get(request);
    return failure === undefined ? work() : Promise.reject(new RemoteError(failure, `${request} failed`));
  };
  const space = (path: string): string => path.split('/')[0]!;
  const store = guardStore(
    {
      ...folder,
      get: (path, request) => ask(`get ${space(path)}`, () => folder.get(path, request)),
      has: (path, request) => ask(`has ${space(path)}`, () => folder.has(path, request)),
      put: (path, bytes, request) => ask('put', () => folder.put(path, bytes, request)),
    },
    { ...rest, onOpen: (sort, { message }) => opened.push(`${sort}: ${message}`) },
  );
  return { store, failing, asked, opened };
}

function fail(request: Promise<unknown>): Promise<RemoteFailure> {
  return request.then(
    () => expect.unreachable(),
    (error: RemoteError) => error.failure,
  );
}

describe('a guard', () => {
  test('lets everything through while the store is well', async () => {
    const { store, opened } = guard();
    await store.put('cas/00', Buffer.from('x'));
    expect(String(await store.get('cas/00'))).toBe('x');
    expect(await store.has('ac/main/a/b')).toBe(false);
    expect(opened).toEqual([]);
  });

  test('asks no more after three failures in a row, and tells once; what it then refuses is not worth another try', async () => {
    const { store, failing, asked, opened } = guard();
    failing.set('get ac', 'slow');
    for (let count = 0; count < 3; count += 1) expect(await fail(store.get('ac/main/a/b'))).toBe('slow');
    failing.clear();
    const error = await store.get('ac/main/a/b').catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ failure: 'off', isPassing: false, message: 'get ac failed' });
    for (const request of [store.get('cas/00'), store.has('cas/00'), store.put('cas/00', Buffer.from('x'))]) expect(await fail(request)).toBe('off');
    expect(asked).toHaveLength(3);
    expect(opened).toEqual(['reading: get ac failed']);
  });

  test('one success between failures begins the count anew', async () => {
    const { store, failing, opened } = guard();
    for (let round = 0; round < 4; round += 1) {
      failing.set('get cas', 'failed');
      for (let count = 0; count < 2; count += 1) await fail(store.get('cas/00'));
      failing.clear();
      await store.get('cas/00');
    }
    expect(opened).toEqual([]);
  });

  test('lookups that succeed do not hide blobs that fail', async () => {
    const { store, failing, opened } = guard();
    failing.set('get cas', 'slow');
    for (let count = 0; count < 3; count += 1) {
      await store.get('ac/main/a/b');
      await fail(store.get('cas/00'));
    }
    expect(opened).toEqual(['reading: get cas failed']);
  });

  test('what can not be written may still be read', async () => {
    const { store, failing, opened } = guard();
    await store.put('cas/00', Buffer.from('x'));
    failing.set('put', 'failed');
    for (let count = 0; count < 3; count += 1) await fail(store.put('cas/01', Buffer.from('y')));
    expect(await fail(store.put('cas/01', Buffer.from('y')))).toBe('off');
    expect(String(await store.get('cas/00'))).toBe('x');
    expect(opened).toEqual(['writing: put failed']);
  });

  test.each(['refused', 'full'] as const)('one answer that it is %s is enough', async (failure) => {
    const { store, failing, asked, opened } = guard();
    failing.set('put', failure);
    expect(await fail(store.put('cas/00', Buffer.from('x')))).toBe(failure);
    expect(await fail(store.put('cas/00', Buffer.from('x')))).toBe('off');
    expect([asked, opened]).toEqual([['put'], ['writing: put failed']]);
  });

  test('where it may rest, a store that was given up is asked again, and one failure more is enough to let it rest', async () => {
    let now = 0;
    const clock = { monotonic: () => now, now: () => now, sleep: () => Promise.resolve() };
    const { store, failing, asked, opened } = guard({ rest: { clock, milliseconds: 30_000 } });
    const put = (): Promise<unknown> => fail(store.put('cas/one', new Uint8Array()));
    failing.set('put', 'failed');
    for (let count = 0; count < 3; count += 1) await put();
    now += 30_000;
    expect([await put(), await put()]).toEqual(['failed', 'off']);
    failing.clear();
    now += 30_000;
    for (let count = 0; count < 2; count += 1) await store.put('cas/one', new Uint8Array());
    expect([asked.length, opened]).toEqual([6, ['writing: put failed']]);
  });

  test('what is too large for the store says nothing of the rest', async () => {
    const { store, failing, opened } = guard();
    failing.set('put', 'large');
    for (let count = 0; count < 4; count += 1) expect(await fail(store.put('cas/00', Buffer.from('x')))).toBe('large');
    failing.clear();
    await store.put('cas/00', Buffer.from('x'));
    expect(opened).toEqual([]);
  });

  test('a mistake of ours is no failure of the store', async () => {
    const store = guardStore(
      { ...createFolderStore({ folder: createTemporaryFolder() }), get: () => Promise.reject(new TypeError('ours')) },
      { onOpen: () => expect.unreachable() },
    );
    for (let count = 0; count < 4; count += 1) await expect(store.get('cas/00')).rejects.toThrow(TypeError);
  });
});
