import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { computeActionKey, computeDigest } from '../../src/keys/canonical.ts';
import type { Digest } from '../../src/model/digest.ts';
import type { ActionResult } from '../../src/model/outcome.ts';
import { createFolderStore } from '../../src/adapters/remote/create-folder-store.ts';
import { createSharedResults } from '../../src/sharing/create-shared-results.ts';
import type { Refusal } from '../../src/sharing/create-shared-results.ts';
import { createUploadQueue } from '../../src/sharing/create-upload-queue.ts';
import { createResultSnapshot, noSnapshot, snapshotName, writeResultSnapshot } from '../../src/sharing/result-snapshot.ts';
import { locateEntry, sealEntry } from '../../src/sharing/signed-entry.ts';
import { createKeyPair, readPublicKey, readSigningKey } from '../../src/sharing/signing-key.ts';
import type { SigningKey } from '../../src/sharing/signing-key.ts';
import { decideTrust } from '../../src/sharing/trust.ts';
import type { RemotePath, RemoteStore } from '../../src/spec/remote-store.ts';
import type { KeyedAction } from '../../src/spec/shared-results.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { openActionLog } from '../../src/store/action-log.ts';
import { clock } from '../support/real-clock.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const pairs = { good: createKeyPair(), pull: createKeyPair(), stranger: createKeyPair() };
const signers = { good: signer('good'), pull: signer('pull'), stranger: signer('stranger') };
const trusted = new Map([
  ['main', [readPublicKey(pairs.good.publicText)!]],
  ['pr-*', [readPublicKey(pairs.pull.publicText)!]],
]);

function signer(name: keyof typeof pairs): SigningKey {
  return readSigningKey(pairs[name].secretText)!;
}

function actionOf(index: number): KeyedAction {
  const record = { source: `cell ${index}`, quality: String(index % 7) };
  return { kind: 'encode', key: computeActionKey('encode', record), record };
}

/** A folder in memory where there is one: thousands of flushes take their time. */
function createQuickFolder(): string {
  if (!existsSync('/dev/shm')) return createTemporaryFolder();
  const folder = mkdtempSync('/dev/shm/visuals-test-');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Machine {
  readonly restore: (action: KeyedAction) => Promise<ActionResult | undefined>;
  readonly read: (digest: Digest) => Promise<Uint8Array | undefined>;
  readonly refusals: readonly Refusal[];
  /** Shares right results, each under its number. */
  readonly share: (...indexes: readonly number[]) => Promise<void>;
}

/** A machine with a cache of its own, over the store. */
function createMachine(remote: RemoteStore, namespace: string, key?: SigningKey): Machine {
  const folder = createTemporaryFolder();
  const trust = decideTrust({ namespace, trusted, key });
  const [store, index, uploads] = [createContentStore({ folder }), openActionLog(`${folder}/log`), createUploadQueue(clock)];
  const refusals: Refusal[] = [];
  const results = createSharedResults({
    remote,
    trust,
    index,
    store,
    uploads,
    snapshot: noSnapshot,
    onRefused: (refusal) => refusals.push(refusal),
    onPostponed: () => undefined,
  });
  return {
    restore: (action) => results.restore(action),
    read: (digest) => store.read(digest),
    refusals,
    share: async (...indexes) => {
      const shared = { done: 0, failed: 0 };
      const drain = async (): Promise<void> => {
        const { done, failed } = await uploads.drain();
        shared.done += done;
        shared.failed += failed;
      };
      for (const [at, index] of indexes.entries()) {
        const bytes = right(index);
        results.offer(actionOf(index), { digest: await store.write(bytes), stored: true, bytes: bytes.byteLength, facts: {} });
        if (at % 500 === 499) await drain();
      }
      await drain();
      expect(shared).toEqual({ done: indexes.length, failed: 0 });
    },
  };
}

const rounds = 1000;
const right = (index: number): Buffer => Buffer.from(`the right bytes of ${index}`);
const wrong = Buffer.from('what somebody else would like to see');

async function overwrite(remote: RemoteStore, path: RemotePath, change: (bytes: Uint8Array) => Uint8Array): Promise<void> {
  await remote.put(path, change((await remote.get(path))!), { replace: true });
}

function entryOf(action: KeyedAction, result: ActionResult, place: { readonly namespace: string; readonly name: string }, key: SigningKey): Uint8Array {
  const { kind, record } = action;
  return sealEntry(Buffer.from(JSON.stringify({ kind, record, result })), place, key);
}

/** What somebody who can write anywhere in the store does to a result; each returns nothing that may be believed. */
const attacks: { readonly [name: string]: (index: number, remote: RemoteStore) => Promise<void> } = {
  'a bit of the entry flips': async (index, remote) => {
    const path = pathOf(index);
    const [at, bit] = [(index * 7919) % (await remote.get(path))!.byteLength, 1 << (index % 8)];
    await overwrite(remote, path, (bytes) => Uint8Array.from(bytes, (byte, position) => (position === at ? byte ^ bit : byte)));
  },
  'the entry is cut off': async (index, remote) => overwrite(remote, pathOf(index), (bytes) => bytes.subarray(0, (index * 31) % bytes.byteLength)),
  'the entry has more at its end': async (index, remote) => overwrite(remote, pathOf(index), (bytes) => Buffer.concat([bytes, Buffer.from(' ')])),
  'the entry is that of another result': async (index, remote) => {
    const other = await remote.get(pathOf(neighbourOf(index)));
    await remote.put(pathOf(index), other!, { replace: true });
  },
  'a stranger signs it': async (index, remote) => forge(index, remote, { namespace: 'main', name: actionOf(index).key }, signers.stranger),
  'the key of pull requests signs it': async (index, remote) => forge(index, remote, { namespace: 'main', name: actionOf(index).key }, signers.pull),
  'it is signed for a pull request and moved': async (index, remote) => forge(index, remote, { namespace: 'pr-12', name: actionOf(index).key }, signers.good),
  'it is signed by the right key, for another action': async (index, remote) => {
    const result = { digest: computeDigest(wrong), stored: true, bytes: wrong.byteLength, facts: {} };
    const place = { namespace: 'main', name: actionOf(index).key };
    await remote.put(`cas/${result.digest}`, wrong);
    await remote.put(pathOf(index), entryOf(actionOf(index + 5000), result, place, signers.good), { replace: true });
  },
  'the bytes are others': async (index, remote) => remote.put(`cas/${computeDigest(right(index))}`, wrong, { replace: true }),
  'the bytes are cut off': async (index, remote) =>
    overwrite(remote, `cas/${computeDigest(right(index))}`, (bytes) => bytes.subarray(0, index % bytes.byteLength)),
};

/** An honest result, which nobody attacks. */
function neighbourOf(index: number): number {
  return rounds + Math.floor(index / 10);
}

function pathOf(index: number): RemotePath {
  return locateEntry({ namespace: 'main', name: actionOf(index).key }, signers.good.id);
}

async function forge(index: number, remote: RemoteStore, place: { readonly namespace: string; readonly name: string }, key: SigningKey): Promise<void> {
  const result = { digest: computeDigest(wrong), stored: true, bytes: wrong.byteLength, facts: {} };
  await remote.put(`cas/${result.digest}`, wrong);
  await remote.put(pathOf(index), entryOf(actionOf(index), result, place, key), { replace: true });
}

describe('F3 F4 F5 a store that anybody can write to', () => {
  test(`${rounds} results, each forged, swapped, cut off or replaced: none is believed, and none of the honest ones is lost`, async () => {
    const remote = createFolderStore({ folder: createQuickFolder() });
    const names = Object.keys(attacks);
    await createMachine(remote, 'main', signers.good).share(...Array.from({ length: rounds + rounds / 10 }, (_, index) => index));
    for (let index = 0; index < rounds; index += 1) await attacks[names[index % names.length]!]!(index, remote);

    const reader = createMachine(remote, 'main');
    const believed = [];
    for (let index = 0; index < rounds; index += 1) if ((await reader.restore(actionOf(index))) !== undefined) believed.push(names[index % names.length]);
    expect(believed).toEqual([]);
    expect(reader.refusals).toHaveLength(rounds);
    expect(await reader.read(computeDigest(wrong))).toBeUndefined();

    for (let index = rounds; index < rounds + rounds / 10; index += 1)
      expect(await reader.restore(actionOf(index))).toMatchObject({ digest: computeDigest(right(index)) });
  });

  test('an honest result is restored, bytes and all; a stranger’s, under his own name, is not even looked at', async () => {
    const remote = createFolderStore({ folder: createTemporaryFolder() });
    await createMachine(remote, 'main', signers.good).share(1);
    await createMachine(remote, 'main', signers.stranger).share(2);
    const reader = createMachine(remote, 'main');
    expect(await reader.restore(actionOf(1))).toMatchObject({ digest: computeDigest(right(1)) });
    expect(await reader.read(computeDigest(right(1)))).toEqual(right(1));
    expect(await reader.restore(actionOf(2))).toBeUndefined();
    expect(reader.refusals).toEqual([]);
  });

  test('F6 an entry whose bytes are gone is a miss as a whole', async () => {
    const folder = createTemporaryFolder();
    const remote = createFolderStore({ folder });
    await createMachine(remote, 'main', signers.good).share(1);
    const gone: RemoteStore = { ...remote, get: async (path, request) => (path.startsWith('cas/') ? undefined : remote.get(path, request)) };
    expect(await createMachine(gone, 'main').restore(actionOf(1))).toBeUndefined();
  });

  test('a snapshot is believed by its signature, for its namespace', async () => {
    const remote = createFolderStore({ folder: createTemporaryFolder() });
    const { key } = actionOf(1);
    const result = { digest: computeDigest(right(1)), stored: true, bytes: right(1).byteLength, facts: {} };
    const trust = decideTrust({ namespace: 'main', trusted, key: undefined });
    await writeResultSnapshot(remote, new Map([[key, result]]), { namespace: 'main', key: signers.good });
    expect(await createResultSnapshot(remote, trust, () => new Map()).find(key)).toEqual(result);

    const path = locateEntry({ namespace: 'main', name: snapshotName }, signers.good.id);
    const honest = (await remote.get(path))!;
    for (const at of [0, 63, 64, 80, honest.byteLength - 1]) {
      await remote.put(
        path,
        Uint8Array.from(honest, (byte, position) => (position === at ? byte ^ 1 : byte)),
        { replace: true },
      );
      expect(await createResultSnapshot(remote, trust, () => new Map()).find(key)).toBeUndefined();
    }
    await writeResultSnapshot(remote, new Map([[key, result]]), { namespace: 'pr-12', key: signers.good });
    await remote.put(path, (await remote.get(locateEntry({ namespace: 'pr-12', name: snapshotName }, signers.good.id)))!, { replace: true });
    expect(await createResultSnapshot(remote, trust, () => new Map()).find(key)).toBeUndefined();
  });
});
