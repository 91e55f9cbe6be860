import { chmodSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFolderStore } from '../../src/adapters/remote/create-folder-store.ts';
import { createHttpStore } from '../../src/adapters/remote/create-http-store.ts';
import { openRemoteStore } from '../../src/project/open-remote-store.ts';
import { RemoteError } from '../../src/spec/remote-store.ts';
import { hasNginx, startNginx } from '../support/nginx-server.ts';
import type { NginxServer } from '../support/nginx-server.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { describeRemoteStore } from './describe-remote-store.ts';

describeRemoteStore('a folder', () => openRemoteStore({ url: createTemporaryFolder() }, '/'), { firstWins: true });

describe('a folder', () => {
  test('that is not there is an outage, and is not made', async () => {
    const folder = join(createTemporaryFolder(), 'mount');
    const store = createFolderStore({ folder });
    for (const request of [() => store.get('cas/00'), () => store.has('cas/00'), () => store.put('cas/00', Buffer.from('x'))]) {
      await expect(request()).rejects.toMatchObject({ name: 'RemoteError', failure: 'unreachable' });
    }
  });

  test.skipIf(process.getuid?.() === 0)('that can not be written refuses', async () => {
    const folder = createTemporaryFolder();
    chmodSync(folder, 0o555);
    await expect(createFolderStore({ folder }).put('cas/00', Buffer.from('x'))).rejects.toMatchObject({ failure: 'refused' });
  });

  test('a write that fails leaves nothing behind', async () => {
    const folder = createTemporaryFolder();
    mkdirSync(join(folder, 'cas', '00', 'in-the-way'), { recursive: true });
    const store = createFolderStore({ folder });
    await expect(store.put('cas/00', Buffer.from('x'), { replace: true })).rejects.toBeInstanceOf(RemoteError);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });
});

describe('what dead writers left in a folder', () => {
  test('goes with the next write, and nothing of a living one', async () => {
    const folder = createTemporaryFolder();
    mkdirSync(join(folder, 'tmp'));
    for (const [name, hours] of [
      ['of-last-week', 170],
      ['of-this-morning', 8],
      ['of-a-clock-ahead', -48],
    ] as const) {
      writeFileSync(join(folder, 'tmp', name), 'half of it');
      const then = new Date(Date.now() - hours * 3_600_000);
      utimesSync(join(folder, 'tmp', name), then, then);
    }
    const store = createFolderStore({ folder });
    expect(await store.get('cas/00')).toBeUndefined();
    expect(readdirSync(join(folder, 'tmp'))).toHaveLength(3);
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.put(`cas/0${index}`, Buffer.from('x'))));
    expect(readdirSync(join(folder, 'tmp')).toSorted()).toEqual(['of-a-clock-ahead', 'of-this-morning']);
    expect(readdirSync(join(folder, 'cas'))).toHaveLength(20);
  });
});

describe.skipIf(!hasNginx())('nginx with WebDAV', () => {
  let server: NginxServer;
  beforeAll(async () => (server = await startNginx()));
  afterAll(() => server.stop());
  // nginx does not know the condition that a write is the first.
  describeRemoteStore('over HTTP', () => openRemoteStore({ url: server.url }, '/'), { firstWins: false });
  describeRemoteStore('in a part of the server', () => createHttpStore({ url: `${server.url}/team/visuals/` }), { firstWins: false });

  test('the folder that it serves is a store itself', async () => {
    const [http, folder] = [createHttpStore({ url: server.url }), createFolderStore({ folder: server.folder })];
    await http.put('ac/main/a1/shared', Buffer.from('both'));
    expect(String(await folder.get('ac/main/a1/shared'))).toBe('both');
    http.close();
  });
});
