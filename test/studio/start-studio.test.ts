import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VisualsError } from '../../src/model/diagnostic.ts';
import type { LiveAnswer, LiveCell, LiveSession, LiveState } from '../../src/model/live.ts';
import { studioPaths } from '../../src/studio/api.ts';
import { startStudio, type Studio } from '../../src/studio/server/start-studio.ts';
import { openSession } from '../../src/watch/open-session.ts';
import { createLastingProject, type TestProject } from '../support/create-project.ts';

let project: TestProject;
let session: LiveSession;
let studio: Studio;
let cookie = '';
let token = '';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Sends exactly these headers; `fetch` would not let a test name its own host. */
function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: studio.port, path, method, headers: { host: `127.0.0.1:${studio.port}`, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject);
    if (body !== undefined) sent.write(typeof body === 'string' ? body : JSON.stringify(body));
    sent.end();
  });
}

const read = (path: string, headers = {}): Promise<Answer> => ask(path, { headers: { cookie, ...headers } });
const act = (path: string, body: unknown, headers = {}): Promise<Answer> =>
  ask(path, { method: 'POST', body, headers: { cookie, 'content-type': 'application/json', 'x-visuals-token': token, ...headers } });

const rest = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const readLock = (): string => (existsSync(join(project.root, 'visuals.lock.json')) ? project.read('visuals.lock.json') : '');
const untilIdle = (): Promise<void> =>
  new Promise((resolve) => {
    const end = session.subscribe(() => look());
    const look = (): void => {
      if (session.state().phase !== 'idle') return;
      end();
      resolve();
    };
    look();
  });

/** Sends a head that never ends. @returns how it ended all the same */
function dripHead(): Promise<'cut off'> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: studio.port }, () => socket.write('GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: '));
    const drip = setInterval(() => socket.write('x'), 200);
    socket.on('error', () => undefined);
    socket.resume().on('close', () => {
      clearInterval(drip);
      resolve('cut off');
    });
  });
}

/** Begun before all tests, since it takes seconds. */
let slowHead: Promise<'cut off'>;

beforeAll(async () => {
  project = createLastingProject();
  session = await openSession({ root: project.root });
  studio = await startStudio({ session, client: tmpdir(), port: 0 });
  slowHead = dripHead();
  await untilIdle();
  const opened = await ask(new URL(studio.invite()).pathname + new URL(studio.invite()).search);
  cookie = opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  token = /name="visuals-token" content="([^"]+)"/.exec((await read('/')).text)?.[1] ?? '';
});

afterAll(async () => {
  await studio.close();
  await session.close();
  project.remove();
});

describe('the door', () => {
  test('J11 opens once by the link, for a cookie that scripts and other sites don’t get', async () => {
    const link = new URL(studio.invite());
    const first = await ask(link.pathname + link.search);
    expect(first.status).toBe(303);
    expect(first.headers['set-cookie']?.[0]).toMatch(/^visuals-studio=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect((await ask(link.pathname + link.search)).status).toBe(401);
  });

  test('shows nothing without the cookie', async () => {
    for (const path of ['/', studioPaths.state, studioPaths.events, '/client/studio.js']) {
      const { status, text } = await ask(path);
      expect([path, status]).toEqual([path, 401]);
      expect(text).not.toContain('hello');
    }
    expect((await ask('/', { headers: { cookie: 'visuals-studio=guess' } })).status).toBe(401);
  });

  test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost.evil.example:1'])(
    'J1 refuses the host %j, which a rebound name would have',
    async (host) => {
      expect((await read(studioPaths.state, { host })).status).toBe(403);
    },
  );

  test('J2 refuses what another site sends', async () => {
    expect((await read(studioPaths.state, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await read(studioPaths.state, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await read(studioPaths.state, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await read(studioPaths.events, { origin: 'null' })).status).toBe(403);
    expect((await read(studioPaths.state, { origin: `http://127.0.0.1:${studio.port}`, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  test('J2 does nothing without the page’s token, and takes JSON alone', async () => {
    const body = { cells: [] };
    expect((await act(studioPaths.focus, body, { 'x-visuals-token': '' })).status).toBe(403);
    expect((await act(studioPaths.focus, body, { 'x-visuals-token': `${token}x` })).status).toBe(403);
    expect((await act(studioPaths.focus, body, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await act(studioPaths.focus, body)).status).toBe(200);
  });

  test('J7 a port that is taken: the next one where none was named', async () => {
    const [one, other] = [await startStudio({ session, client: tmpdir() }), await startStudio({ session, client: tmpdir() })];
    expect(other.port).toBeGreaterThan(one.port);
    expect(new URL(other.invite()).port).toBe(`${other.port}`);
    await Promise.all([one.close(), other.close()]);
  });

  test('J7 a port that was named and is taken: an error that says by whom', async () => {
    const failure: unknown = await startStudio({ session, client: tmpdir(), port: studio.port }).catch((error: unknown) => error);
    const who = process.platform === 'linux' ? ` by ${readFileSync('/proc/self/comm', 'utf8').trim()} (process ${process.pid})` : '';
    expect(failure).toBeInstanceOf(VisualsError);
    expect((failure as VisualsError).diagnostics).toMatchObject([{ code: 'PORT_TAKEN', exit: 2, message: `port ${studio.port} is taken${who}` }]);
  });

  test('J6 listens on this machine alone', async () => {
    const refused = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.2', port: studio.port }, () => resolve(socket.destroy() === undefined));
      socket.on('error', () => resolve(true));
    });
    expect(refused).toBe(true);
  });

  test('J3, J5 every answer says how it may be used', async () => {
    for (const { headers } of [await read('/'), await read(studioPaths.state), await ask('/nothing')]) {
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'cross-origin-resource-policy': 'same-origin' });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

describe('what is served', () => {
  test('the state, and pictures by name', async () => {
    const state = JSON.parse((await read(studioPaths.state)).text) as LiveState;
    expect(state.cells).toHaveLength(4);
    const { status, headers } = await read(studioPaths.pictures + state.cells[0]!.picture);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'image/png', 'private, max-age=31536000, immutable']);
  });

  test.each(['../visuals.config.ts', '..%2fvisuals.config.ts', '%2e%2e/%2e%2e/etc/passwd', 'visuals.config.ts', '', 'x'.repeat(500)])(
    'J4 no file by its path: %j',
    async (name) => {
      expect((await read(studioPaths.pictures + name)).status).toBe(404);
    },
  );

  test.each(['/%E0%A4%A', '/%', '//evil.example/', '/%00%zz'])('J8 a broken address is a bad request: %j', async (path) => {
    expect((await read(path)).status).toBe(400);
  });

  test('no machine path and no secret is in what a page gets', async () => {
    const detail = await read(`${studioPaths.cell}?id=photo/wide.en`);
    const state = await read(studioPaths.state);
    for (const { text } of [detail, state]) {
      expect(text).not.toContain(project.root);
      expect(text).not.toContain(token);
    }
    expect((await read(`${studioPaths.cell}?id=nothing`)).status).toBe(404);
  });

  test('J8 raw nonsense is answered, and the server goes on', async () => {
    for (const bytes of [
      '* / HTTP/9\r\n\r\n',
      'GET * HTTP/1.1\r\nhost: x\r\n\r\n',
      '\u0016\u0003\u0001',
      `GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
    ]) {
      const answer = await new Promise<string>((resolve) => {
        const socket = connect({ host: '127.0.0.1', port: studio.port }, () => socket.write(bytes));
        let text = '';
        socket.on('data', (part) => {
          text += part.toString('latin1');
          socket.end();
        });
        socket.on('close', () => resolve(text));
        socket.on('error', () => resolve(text));
      });
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect((await read(studioPaths.state)).status).toBe(200);
  });
});

describe('what is done', () => {
  test('J10 nothing that is no request of the studio', async () => {
    for (const body of ['{', '[]', { cells: 'all' }, { cells: [], more: 1 }, { cells: Array.from({ length: 3000 }, () => 'x') }, `"${'x'.repeat(300_000)}"`])
      expect((await act(studioPaths.focus, body)).status).toBe(400);
    expect((await act('/api/delete', {})).status).toBe(404);
    expect((await ask('/', { method: 'DELETE', headers: { cookie, 'x-visuals-token': token, 'content-type': 'application/json' } })).status).toBe(405);
  });

  test('J9 an approval of what has changed since the page showed it is a conflict that says so', async () => {
    const { cells } = session.state();
    const stale = await act(studioPaths.review, { cells: { [cells[0]!.id]: 'a'.repeat(64) }, verdict: 'approved', comment: '' });
    expect([stale.status, JSON.parse(stale.text)]).toMatchObject([409, { ok: false, reason: 'conflict' }]);
    const seen = await act(studioPaths.review, { cells: { [cells[0]!.id]: cells[0]!.raster }, verdict: 'approved', comment: 'good' });
    expect(seen.status).toBe(200);
    expect(session.state().cells[0]?.state).toBe('approved');
  });

  describe('J9 an approval in the moments between saving and publishing', () => {
    const id = 'hello/wide.en';
    const cellNow = (): LiveCell => session.state().cells.find((cell) => cell.id === id)!;
    const approve = async (raster: string): Promise<{ readonly status: number; readonly answer: LiveAnswer }> => {
      const { status, text } = await act(studioPaths.review, { cells: { [id]: raster }, verdict: 'approved', comment: '' });
      return { status, answer: JSON.parse(text) as LiveAnswer };
    };
    const save = (headline: string): void =>
      project.write({ 'copy/en.json': { hello: { headline, alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });
    const published = (): string => project.manifest().assets['hello']!.pictures[0]!.raster;

    test.each([0, 3, 30, 120, 240, 270])('%i ms after it was saved over: a conflict that names both pictures, and nothing is written', async (delay) => {
      session.focus([]);
      const [seen, lock] = [cellNow().raster, readLock()];
      save(`Saved over after ${delay}`);
      await rest(delay);
      const { status, answer } = await approve(seen);
      await expect.poll(published, { timeout: 20_000 }).not.toBe(seen);
      await untilIdle();
      expect(cellNow().raster).toBe(published());
      expect([status, answer]).toMatchObject([409, { ok: false, reason: 'conflict' }]);
      expect(answer.message).toContain(seen.slice(0, 12));
      expect(answer.message).toContain(cellNow().raster.slice(0, 12));
      expect(readLock()).toBe(lock);
    });

    test('of what was drawn and is not published yet: it is about these pixels', async () => {
      session.focus([id]);
      const before = cellNow().raster;
      save('Drawn ahead');
      await expect.poll(() => cellNow().raster, { interval: 2 }).not.toBe(before);
      const seen = cellNow().raster;
      expect(published()).toBe(before);
      expect((await approve(seen)).status).toBe(200);
      await untilIdle();
      expect(cellNow()).toMatchObject({ raster: seen, state: 'approved' });
      expect(readLock()).toContain(seen);
    });
  });

  test('events begin with the state and follow each change', async () => {
    const events: string[] = [];
    const stream = request({ host: '127.0.0.1', port: studio.port, path: studioPaths.events, headers: { host: `127.0.0.1:${studio.port}`, cookie } });
    const ended = new Promise<void>((resolve) => {
      stream.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
          events.splice(0, events.length, ...[...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => (JSON.parse(data) as { readonly type: string }).type));
          if (events.includes('cells')) resolve();
        });
      });
    });
    stream.end();
    project.write({ 'copy/en.json': { hello: { headline: 'Streamed', alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });
    await ended;
    stream.destroy();
    expect(events[0]).toBe('state');
  });
});

test('J10 a head that never ends is cut off', async () => {
  expect(await slowHead).toBe('cut off');
}, 45_000);
