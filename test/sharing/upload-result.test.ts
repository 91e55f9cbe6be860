import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFolderStore } from '../../src/adapters/remote/create-folder-store.ts';
import { computeActionKey, computeDigest } from '../../src/keys/canonical.ts';
import type { ActionResult } from '../../src/model/outcome.ts';
import { readSigningKey } from '../../src/sharing/signing-key.ts';
import { hasResult, isShared, uploadResult } from '../../src/sharing/upload-result.ts';
import type { UploadTarget } from '../../src/sharing/upload-result.ts';
import type { RemoteStore } from '../../src/spec/remote-store.ts';
import type { KeyedAction } from '../../src/spec/shared-results.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { teamKeys } from '../support/shared-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const bytes = Buffer.from('a finished file');
const record = { source: 'a' };
const result: ActionResult = { digest: computeDigest(bytes), stored: true, bytes: bytes.byteLength, facts: {} };
const writes = { namespace: 'main', key: readSigningKey(teamKeys.main.secretText)! };

function actionOf(kind: KeyedAction['kind']): KeyedAction {
  return { kind, key: computeActionKey(kind, record), record };
}

/** A shared folder, the writes that reach it, and a cache that holds the file. */
async function open() {
  const [folder, store] = [createTemporaryFolder(), createContentStore({ folder: createTemporaryFolder() })];
  await store.write(bytes);
  const puts: string[] = [];
  const own = createFolderStore({ folder });
  const remote: RemoteStore = { ...own, put: async (path, ...rest) => (puts.push(path.split('/')[0]!), own.put(path, ...rest)) };
  const target: UploadTarget = { remote, writes, signal: new AbortController().signal };
  return { folder, store, puts, target };
}

describe('a result on its way to the store', () => {
  test('of a finished file goes after its bytes, and is there then', async () => {
    const { store, puts, target } = await open();
    expect(await hasResult(actionOf('encode'), result, target)).toBe(false);
    await uploadResult(actionOf('encode'), result, { ...target, store });
    expect(puts).toEqual(['cas', 'ac']);
    expect(await hasResult(actionOf('encode'), result, target)).toBe(true);
  });

  test('of art that is drawn goes without bytes', async () => {
    const { store, puts, target } = await open();
    await uploadResult(actionOf('compose'), result, { ...target, store });
    expect(puts).toEqual(['ac']);
    expect(await hasResult(actionOf('compose'), result, target)).toBe(true);
  });

  test('whose bytes are no longer here goes nowhere', async () => {
    const { puts, target } = await open();
    await uploadResult(actionOf('encode'), result, { ...target, store: createContentStore({ folder: createTemporaryFolder() }) });
    expect(puts).toEqual([]);
  });

  test('is not there without its bytes, nor when it says something else', async () => {
    const { folder, store, target } = await open();
    await uploadResult(actionOf('encode'), result, { ...target, store });
    expect(await hasResult(actionOf('encode'), { ...result, facts: { width: 1 } }, target)).toBe(false);
    for (const name of readdirSync(join(folder, 'cas'))) rmSync(join(folder, 'cas', name));
    expect(await hasResult(actionOf('encode'), result, target)).toBe(false);
  });

  test('of a file of the project, or bought, is nobody’s to send', () => {
    expect((['ingest', 'generate', 'procedural', 'transform', 'compose', 'encode'] as const).filter((kind) => !isShared({ kind }))).toEqual([
      'ingest',
      'generate',
    ]);
  });
});
