import { describe, expect, test } from 'vitest';
import { createFolderStore } from '../../src/adapters/remote/create-folder-store.ts';
import { computeDigest } from '../../src/keys/canonical.ts';
import type { PictureEntry } from '../../src/model/purchase.ts';
import { leaveArt, takeArt } from '../../src/sharing/art-entry.ts';
import type { SharedArt } from '../../src/sharing/art-entry.ts';
import { locateEntry, sealEntry } from '../../src/sharing/signed-entry.ts';
import { readPublicKey, readSigningKey } from '../../src/sharing/signing-key.ts';
import { decideTrust } from '../../src/sharing/trust.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { teamKeys } from '../support/shared-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const key = computeDigest('a request');
const picture = Buffer.from('a bought picture');
const entry: PictureEntry = {
  key,
  record: { model: 'gpt-image-2', prompt: 'A lamp' },
  digest: computeDigest(picture),
  format: 'png',
  width: 10,
  height: 10,
  generator: 'openai',
  model: 'gpt-image-2',
  request: 'req_1',
  usage: null,
  cost: 0.01,
  prices: '2026-11-01',
  date: '2026-11-22',
};
const trusted = new Map([['main', [readPublicKey(teamKeys.main.publicText)!]]]);

/** A machine with a vault of its own over a shared folder. */
function open(folder: string, secret?: string): SharedArt {
  const trust = decideTrust({ namespace: 'main', trusted, key: secret === undefined ? undefined : readSigningKey(secret) });
  return { remote: createFolderStore({ folder }), trust, vault: createContentStore({ folder: createTemporaryFolder() }) };
}

async function leave(folder: string, secret: string = teamKeys.main.secretText): Promise<SharedArt> {
  const machine = open(folder, secret);
  await machine.vault.write(picture);
  await leaveArt(key, [entry], machine);
  return machine;
}

describe('bought art on its way from machine to machine', () => {
  test('comes with its line and its bytes', async () => {
    const folder = createTemporaryFolder();
    await leave(folder);
    const other = open(folder);
    expect(await takeArt(key, other)).toEqual([entry]);
    expect(await other.vault.read(entry.digest)).toEqual(picture);
  });

  test('of a key that nobody has left, there is none', async () => {
    expect(await takeArt(key, open(createTemporaryFolder()))).toEqual([]);
  });

  test('of a stranger, is not looked at', async () => {
    const folder = createTemporaryFolder();
    await leave(folder, teamKeys.stranger.secretText);
    expect(await takeArt(key, open(folder))).toEqual([]);
  });

  test('without its bytes, or with others, is none at all', async () => {
    const folder = createTemporaryFolder();
    const { remote } = await leave(folder);
    await remote.put(`cas/${entry.digest}`, Buffer.from('others'), { replace: true });
    const other = open(folder);
    expect(await takeArt(key, other)).toEqual([]);
    expect(other.vault.has(entry.digest)).toBe(false);
  });

  test.each([
    ['of another key', [{ ...entry, key: computeDigest('another') }]],
    ['with a digest that is a path', [{ ...entry, digest: '../../somewhere' }]],
    ['that are no list', 'some'],
  ])('lines %s are not believed, though the signature holds', async (_, entries) => {
    const folder = createTemporaryFolder();
    const { remote, trust } = open(folder, teamKeys.main.secretText);
    const place = { namespace: 'main', name: key };
    const signer = trust.writes!.key;
    await remote.put(`cas/${entry.digest}`, picture);
    await remote.put(locateEntry(place, signer.id), sealEntry(Buffer.from(JSON.stringify({ kind: 'art', entries })), place, signer));
    expect(await takeArt(key, open(folder))).toEqual([]);
  });
});
