import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildAlone, buildAs, createClone, expectSoundCache, listStored, pictureCount, toldOnce, writeThrough } from '../support/failing-store.ts';
import type { StoreAddress } from '../support/failing-store.ts';
import { layFaultyLine } from '../support/faulty-line.ts';
import type { LineFault } from '../support/faulty-line.ts';
import { hasNginx, startNginx } from '../support/nginx-server.ts';
import type { NginxOptions, NginxServer } from '../support/nginx-server.ts';
import { identities } from '../support/shared-project.ts';
import { canMount, mountSmallDisk } from '../support/small-disk.ts';

async function openNginx(options?: NginxOptions): Promise<NginxServer> {
  const server = await startNginx(options);
  onTestFinished(() => server.stop());
  return server;
}

function at(url: string): StoreAddress {
  return { VISUALS_STORE_URL: url };
}

/** Room for about half of what is sent. */
const tooSmall = 160 * 1024;

describe.skipIf(!hasNginx())('nginx fails in the middle of a build', { timeout: 120_000 }, () => {
  async function breakUploads(end: LineFault['end']): Promise<void> {
    const { url, folder } = await openNginx();
    const line = await layFaultyLine(url, { after: 30_000, from: 'client', end });
    await writeThrough({ address: at(line.url), list: () => listStored(folder), mend: () => Promise.resolve(at(url)) });
    expect(line.isBroken()).toBe(true);
  }

  async function breakReading(end: LineFault['end']): Promise<void> {
    const { url } = await openNginx();
    await buildAs(identities.main, createClone(), at(url));
    const line = await layFaultyLine(url, { after: 25_000, from: 'server', end });
    const laptop = createClone();
    const { work, ...ending } = await buildAs(identities.reader, laptop, at(line.url));
    expect(ending).toMatchObject(toldOnce);
    expect([line.isBroken(), work['encode']! > 0, work['encode']! < pictureCount]).toEqual([true, true, true]);
    expect(laptop.outputs()).toEqual(await buildAlone());
    expectSoundCache(laptop);
  }

  // Most of it is waiting for a line that hangs, so that both take little longer than one.
  test.each(['hangs', 'cuts'] as const)('F2 F3 F7 its line %s: the rest of an upload is sent later, the rest of what is read is made here', async (end) => {
    await Promise.all([breakUploads(end), breakReading(end)]);
  });

  test('F1 F7 it answers 500 from the thirtieth upload on', async () => {
    const { url, folder } = await openNginx({ rules: 'limit_req zone=uploads burst=30 nodelay; limit_req_status 500;' });
    await writeThrough({ address: at(url), list: () => listStored(folder), mend: async () => at((await openNginx({ folder })).url) });
  });

  test.skipIf(!canMount())('F7 its disk is full', async () => {
    const { folder, grow } = mountSmallDisk(tooSmall);
    const { url } = await openNginx({ folder });
    await writeThrough({ address: at(url), list: () => listStored(folder), mend: () => (grow(), Promise.resolve(at(url))) });
  });

  test('F7 it does not take one file, which is too large: all others are sent', async () => {
    const { url, folder } = await openNginx();
    await buildAs(identities.main, createClone(), at(url));
    const sizes = [...listStored(folder).values()].map(({ byteLength }) => byteLength).toSorted((a, b) => a - b);
    const [most, larger] = [sizes.at(-2)!, sizes.at(-1)!];
    expect(most).toBeLessThan(larger);
    const narrow = await openNginx({ rules: `client_max_body_size ${most};` });
    const { codes, exit } = await buildAs(identities.main, createClone(), at(narrow.url));
    expect([exit, codes]).toEqual([0, ['UPLOAD_FAILED']]);
    expect(listStored(narrow.folder).size).toBe(pictureCount - 1);
  });
});

describe.skipIf(!canMount())('a shared folder fails in the middle of a build', { timeout: 120_000 }, () => {
  test('F7 its disk is full', async () => {
    const { folder, grow } = mountSmallDisk(tooSmall);
    await writeThrough({ address: at(folder), list: () => listStored(folder), mend: () => (grow(), Promise.resolve(at(folder))) });
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });
});
