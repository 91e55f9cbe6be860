import { chmodSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { openJournal } from '../../src/lock/journal.ts';
import { createPapers } from '../../src/lock/papers.ts';
import type { Papers } from '../../src/lock/papers.ts';
import { createIntent } from '../support/paid-harness.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const intent = createIntent();
const name = intent.attempt;
const reply = Buffer.from('{"data":[{"b64_json":"AAAA"}]}');
/** The reply after a bit flipped. */
const spoiled = Buffer.from('{"data":[{"b64_json":"AAAB"}]}');

interface Place {
  readonly papers: Papers;
  /** The journal's folder. */
  readonly folder: string;
  readonly rescue: string;
  readonly list: (folder: string) => readonly string[];
}

/** What lies in a folder of papers, by the endings of its files. */
type Files = Readonly<Partial<Record<'intent' | 'unknown' | 'done' | 'part' | 'rejected', string | Uint8Array>>>;

/** Papers of one attempt in the journal, and in a rescue folder. */
function createPlace(inJournal: Files, inRescue: Files = {}): Place {
  const [folder, rescue] = [createTemporaryFolder(), createTemporaryFolder()];
  for (const [where, files] of [
    [folder, inJournal],
    [rescue, inRescue],
  ] as const)
    for (const [ending, bytes] of Object.entries(files)) writeFileSync(join(where, `${name}.${ending}`), bytes);
  const list = (where: string): readonly string[] => readdirSync(where).map((file) => file.slice(name.length + 1));
  return { papers: createPapers(folder, [rescue]), folder, rescue, list };
}

/** A note; with the digest of a whole reply where there is one. */
function noteOf(whole?: Uint8Array, remote?: string): string {
  return JSON.stringify({ ...intent, ...(remote !== undefined && { remote }), ...(whole !== undefined && { reply: computeDigest(whole) }) });
}

describe('what came of a reply', () => {
  const sound = noteOf(reply);
  const cases: readonly (readonly [string, Files, Files, { readonly complete: boolean; readonly reply: string | undefined }])[] = [
    ['nothing', { intent: noteOf() }, {}, { complete: false, reply: undefined }],
    ['a part', { intent: noteOf(), part: '{"da' }, {}, { complete: false, reply: '{"da' }],
    ['of two parts the longer', { intent: noteOf(), part: '{"da' }, { intent: noteOf(), part: '{"data"' }, { complete: false, reply: '{"data"' }],
    ['a whole one', { intent: sound, done: reply }, {}, { complete: true, reply: reply.toString() }],
    ['a part that its note knows as whole', { intent: sound, part: reply }, {}, { complete: true, reply: reply.toString() }],
    ['a whole one that was rescued', { intent: noteOf(), part: '{"da' }, { intent: sound, done: reply }, { complete: true, reply: reply.toString() }],
    ['a damaged note beside a rescued one', { intent: '{"att', part: '{"da' }, { intent: sound, done: reply }, { complete: true, reply: reply.toString() }],
    ['the sound one of two', { intent: sound, done: spoiled }, { intent: sound, done: reply }, { complete: true, reply: reply.toString() }],
    ['none that is spoiled', { intent: sound, done: spoiled }, {}, { complete: false, reply: undefined }],
  ];

  test.each(cases)('%s', (_what, inJournal, inRescue, { complete, reply: expected }) => {
    const { papers } = createPlace(inJournal, inRescue);
    expect(papers.list()).toEqual([name]);
    const read = papers.read(name)!;
    expect([read.intent, read.complete, read.unknown]).toEqual([intent, complete, false]);
    expect(read.reply === undefined ? undefined : Buffer.from(read.reply).toString()).toBe(expected);
  });

  test.each(cases)('and its file: %s', (_what, inJournal, inRescue, { complete, reply: expected }) => {
    const { papers } = createPlace(inJournal, inRescue);
    const [whole, found] = [papers.findWhole(name), papers.findReply(name)];
    expect(whole === undefined ? undefined : readFileSync(whole, 'utf8')).toBe(complete ? expected : undefined);
    if (expected !== undefined) expect(readFileSync(found!, 'utf8')).toBe(expected);
  });

  test('the name that the provider gave is known wherever it was noted', () => {
    const { papers } = createPlace({ intent: noteOf() }, { intent: noteOf(undefined, 'resp_1') });
    expect(papers.read(name)?.intent).toEqual({ ...intent, remote: 'resp_1' });
  });

  test('E5 that can not be read is not taken for one that never came', () => {
    const { papers, folder } = createPlace({ intent: sound });
    symlinkSync(join(folder, `${name}.done`), join(folder, `${name}.done`));
    expect(() => papers.read(name)).toThrow(/reading ".*\.done" failed \(ELOOP\)/);
  });

  test('a rescue folder that others may write to is not looked into', () => {
    const { papers, rescue } = createPlace({}, { intent: sound, done: reply });
    expect([papers.list(), papers.isBegun(name)]).toEqual([[name], true]);
    chmodSync(rescue, 0o777);
    expect([papers.list(), papers.isBegun(name), papers.read(name), papers.findReply(name)]).toEqual([[], false, undefined, undefined]);
  });
});

describe('a reply that is kept aside', () => {
  const sound = noteOf(reply);

  test.each([
    ['from the journal', { intent: sound, done: reply }, {}],
    ['from a rescue folder', { intent: noteOf() }, { intent: sound, done: reply }],
    ['the sound one of two', { intent: sound, done: spoiled }, { intent: sound, done: reply }],
    ['one that was kept before', { intent: sound, rejected: reply, part: '{"da' }, {}],
  ] as readonly (readonly [string, Files, Files])[])('%s: stays when the papers go', (_what, inJournal, inRescue) => {
    const { papers, folder, rescue, list } = createPlace(inJournal, inRescue);
    const kept = papers.keepAside(name)!;
    papers.remove(name);
    expect([kept, readFileSync(kept, 'utf8'), papers.isKeptAside(name)]).toEqual([join(folder, `${name}.rejected`), reply.toString(), true]);
    expect([list(folder), list(rescue), papers.list()]).toEqual([['rejected'], [], []]);
  });

  test('where the journal takes nothing, stays in the rescue folder under a name that nothing removes', () => {
    const { papers, folder, rescue, list } = createPlace({}, { intent: sound, done: reply });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'in the way');
    expect(papers.keepAside(name)).toBe(join(rescue, `${name}.rejected`));
    expect([list(rescue).toSorted(), papers.findReply(name)]).toEqual([['intent', 'rejected'], join(rescue, `${name}.rejected`)]);
  });

  test('is none where nothing came', () => {
    expect(createPlace({ intent: noteOf() }).papers.keepAside(name)).toBeUndefined();
  });
});

describe('E5 papers that are not what was written', () => {
  const sound = noteOf(reply);

  test('E5 a spoiled reply goes aside, unless a sound copy of it is anywhere', () => {
    const alone = createPlace({ intent: sound, done: spoiled });
    expect(alone.papers.setSpoiledAside(name)).toEqual([join(alone.folder, `${name}.done.bad`)]);
    alone.papers.remove(name);
    expect(alone.list(alone.folder)).toEqual(['done.bad']);
    const safe = createPlace({ intent: sound, done: spoiled }, { intent: sound, done: reply });
    expect([safe.papers.setSpoiledAside(name), safe.list(safe.folder)]).toEqual([[], ['done', 'intent']]);
  });

  test('E5 a note is damaged only while no other copy of it can be read', () => {
    const { papers, rescue } = createPlace({ intent: '{"att' }, { intent: sound });
    expect([papers.listDamaged(), papers.read(name)?.intent]).toEqual([[], intent]);
    rmSync(join(rescue, `${name}.intent`));
    expect([papers.listDamaged(), papers.read(name), papers.isBegun(name)]).toEqual([[name], undefined, true]);
  });

  test.each([[undefined], [{ outcome: 'unknown', cost: 0.02, requestId: '', note: '' } as const]])(
    'E5 a note that can not be read is not set aside as damaged, and nothing is said of it (after %j)',
    (said) => {
      const { folder } = createPlace({ intent: sound });
      if (said !== undefined) openJournal(folder).settle(intent, said);
      const path = join(folder, `${name}.intent`);
      rmSync(path);
      symlinkSync(path, path);
      const journal = openJournal(folder);
      expect(() => journal.mend()).toThrow(/\.intent" failed \(ELOOP\)/);
      expect([readdirSync(folder).includes(`${name}.intent`), journal.damaged(), journal.ledger().length]).toEqual([true, [], said === undefined ? 0 : 1]);
    },
  );
});
