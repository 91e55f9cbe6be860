import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { copyBlobs } from '../../src/store/copy-blobs.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

test('copies what is lacking, once, and names what is nowhere or damaged', async () => {
  const folder = createTemporaryFolder();
  const [from, to] = [createContentStore({ folder }), createContentStore({ folder: createTemporaryFolder() })];
  const [one, two] = [await from.write(Buffer.from('one')), await from.write(Buffer.from('two'))];
  const [here, nowhere] = [await to.write(Buffer.from('here')), computeDigest('nowhere')];
  const path = join(
    folder,
    (readdirSync(folder, { recursive: true }) as string[]).find((each) => each.endsWith(two))!,
  );
  chmodSync(path, 0o644);
  writeFileSync(path, 'otherwise');
  expect(await copyBlobs([one, one, here, two, nowhere], from, to)).toEqual([two, nowhere]);
  expect(String(await to.read(one))).toBe('one');
  expect(to.has(two)).toBe(false);
});

test('gives a file a second name where it can, and takes the right to write; what can not be made again is written by itself', async () => {
  const from = createContentStore({ folder: createTemporaryFolder() });
  const digest = await from.write(Buffer.from('one'));
  chmodSync(from.locate!(digest), 0o644);
  const copyTo = async (durable: boolean): Promise<{ readonly mode: number; readonly isSame: boolean }> => {
    const to = createContentStore({ folder: createTemporaryFolder(), durable });
    expect(await copyBlobs([digest], from, to)).toEqual([]);
    const { ino, mode } = statSync(to.locate!(digest));
    return { mode: mode & 0o777, isSame: ino === statSync(from.locate!(digest)).ino };
  };
  expect([await copyTo(false), await copyTo(true)]).toEqual([
    { mode: 0o444, isSame: true },
    { mode: 0o444, isSame: false },
  ]);
});
