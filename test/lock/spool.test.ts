import { chmodSync, readFileSync, readdirSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { readIntent, writeIntent } from '../../src/lock/intent-file.ts';
import { openSpool, rescueReply } from '../../src/lock/spool.ts';
import { createIntent } from '../support/paid-harness.ts';
import { canMount, mountSmallDisk } from '../support/small-disk.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const intent = createIntent();
/** A reply of 150,000 bytes in pieces, no two alike. */
const pieces = Array.from({ length: 30 }, (_, piece) => Uint8Array.from({ length: 5000 }, (_byte, index) => (piece * 31 + index * 7) % 256));
const reply = Buffer.concat(pieces);

/** A journal's folder that holds the intent. */
function createJournal(folder = createTemporaryFolder()): string {
  writeIntent(join(folder, `${intent.attempt}.intent`), { intent });
  return folder;
}

function fileOf(folder: string, ending: string): string {
  return join(folder, `${intent.attempt}.${ending}`);
}

function endingsOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .map((name) => name.slice(intent.attempt.length + 1))
    .toSorted();
}

/** Parts of replies that this process holds open. */
function listOpenParts(): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${name}`);
      return path.includes(intent.attempt) ? [path] : [];
    } catch {
      return [];
    }
  });
}

describe('a spool', () => {
  test('holds each byte as soon as it came, and is whole only when that was said', () => {
    const folder = createJournal();
    const spool = openSpool(intent, folder, []);
    for (const [at, piece] of pieces.entries()) {
      spool.write(piece);
      expect(statSync(fileOf(folder, 'part')).size).toBe((at + 1) * 5000);
    }
    expect([endingsOf(folder), readIntent(fileOf(folder, 'intent'))]).toEqual([['intent', 'part'], { intent }]);
    spool.finish();
    expect([endingsOf(folder), readIntent(fileOf(folder, 'intent'))]).toEqual([['done', 'intent'], { intent, reply: computeDigest(reply) }]);
    expect(readFileSync(fileOf(folder, 'done')).equals(reply)).toBe(true);
    expect(statSync(fileOf(folder, 'done')).mode & 0o777).toBe(0o600);
  });

  test('that is given up keeps what came, and that is not whole', () => {
    const folder = createJournal();
    const spool = openSpool(intent, folder, []);
    spool.write(pieces[0]!);
    spool.abandon();
    spool.abandon();
    expect([endingsOf(folder), readFileSync(fileOf(folder, 'part')).equals(pieces[0]!)]).toEqual([['intent', 'part'], true]);
  });

  test('never writes over what came before', () => {
    const folder = createJournal();
    writeFileSync(fileOf(folder, 'part'), 'paid');
    expect(() => openSpool(intent, folder, [])).toThrow('EEXIST');
    expect(readFileSync(fileOf(folder, 'part'), 'utf8')).toBe('paid');
  });

  test('keeps what the provider said meanwhile when the reply is whole', () => {
    const folder = createJournal();
    const spool = openSpool(intent, folder, []);
    writeIntent(fileOf(folder, 'intent'), { intent: { ...intent, remote: 'resp_1' } });
    spool.finish();
    expect(readIntent(fileOf(folder, 'intent'))).toEqual({ intent: { ...intent, remote: 'resp_1' }, reply: computeDigest('') });
  });
});

describe.skipIf(!canMount())('E2 a disk that is full in the middle of a reply', () => {
  test('E2 the whole of it is in the first folder that has room, and no file stays open', () => {
    const [journal, small] = [createJournal(mountSmallDisk(64 * 1024).folder), mountSmallDisk(64 * 1024).folder];
    const [narrow, wide, spare] = [join(small, 'rescue'), join(createTemporaryFolder(), 'rescue'), join(createTemporaryFolder(), 'rescue')];
    const spool = openSpool(intent, journal, [narrow, wide, spare]);
    for (const piece of pieces) spool.write(piece);
    spool.finish();
    expect([readFileSync(fileOf(wide, 'done')).equals(reply), readIntent(fileOf(wide, 'intent'))]).toEqual([true, { intent, reply: computeDigest(reply) }]);
    expect(listOpenParts()).toEqual([]);
    // What the others took is the beginning of it, and nothing takes it for the whole.
    for (const folder of [journal, narrow]) {
      const part = readFileSync(fileOf(folder, 'part'));
      expect([endingsOf(folder), part.equals(reply.subarray(0, part.length))]).toEqual([['intent', 'part'], true]);
    }
    expect(() => readdirSync(spare)).toThrow('ENOENT');
  });

  test('E2 no folder has room: the beginning stays, nothing is taken for the whole, and who buys goes on', () => {
    const journal = createJournal(mountSmallDisk(64 * 1024).folder);
    const spool = openSpool(intent, journal, []);
    for (const piece of pieces) spool.write(piece);
    spool.finish();
    expect([endingsOf(journal), statSync(fileOf(journal, 'part')).size > 40_000, listOpenParts()]).toEqual([['intent', 'part'], true, []]);
    expect(rescueReply(intent, reply, [join(journal, 'rescue')])).toBeUndefined();
  });

  test('E2 a whole reply is kept by the first rescue folder that has room, which is told', () => {
    const narrow = join(mountSmallDisk(64 * 1024).folder, 'rescue');
    const [taken, wide] = [join(createTemporaryFolder(), 'file'), join(createTemporaryFolder(), 'rescue')];
    writeFileSync(taken, 'in the way');
    expect(rescueReply(intent, reply, [taken, narrow, wide])).toBe(fileOf(wide, 'done'));
    expect([readFileSync(fileOf(wide, 'done')).equals(reply), listOpenParts()]).toEqual([true, []]);
  });
});

test('a rescue folder that somebody else could have filled takes nothing', () => {
  const [open, own] = [createTemporaryFolder(), createTemporaryFolder()];
  chmodSync(open, 0o777);
  expect(rescueReply(intent, reply, [open, own])).toBe(fileOf(own, 'done'));
  expect(readdirSync(open)).toEqual([]);
});
