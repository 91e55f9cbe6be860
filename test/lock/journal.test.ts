import { appendFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openJournal } from '../../src/lock/journal.ts';
import type { AttemptOutcome, Intent, Journal } from '../../src/lock/journal.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import { createIntent } from '../support/paid-harness.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const end = (outcome: AttemptOutcome, cost = 0.01) => ({ outcome, cost, requestId: 'req_1', note: '' });

function open(): { readonly folder: string; readonly journal: Journal } {
  const folder = join(createTemporaryFolder(), '.journal');
  return { folder, journal: openJournal(folder) };
}

/** Files of an attempt by their endings. */
function filesOf(folder: string, { attempt }: Intent): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(attempt))
    .map((name) => name.slice(attempt.length + 1))
    .toSorted();
}

test('nothing is written by looking', () => {
  const { folder, journal } = open();
  expect([journal.pending(), journal.ledger()]).toEqual([[], []]);
  expect(existsSync(folder)).toBe(false);
});

test('git sees none of it', () => {
  const { folder, journal } = open();
  journal.begin(createIntent());
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
});

describe('a process that dies', () => {
  test('after the intent', () => {
    const { folder, journal } = open();
    const intent = createIntent();
    journal.begin(intent);
    expect(JSON.parse(readFileSync(join(folder, `${intent.attempt}.intent`), 'utf8'))).toEqual(intent);
    expect(openJournal(folder).pending()).toMatchObject([{ intent, complete: false, unknown: false }]);
    expect(openJournal(folder).pending()[0]?.reply ?? new Uint8Array()).toHaveLength(0);
  });

  test('in the middle of the reply: every byte that came is there', () => {
    const { folder, journal } = open();
    const spool = journal.begin(createIntent());
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256);
    spool.write(bytes.subarray(0, 1000));
    spool.write(bytes.subarray(1000));
    const [pending] = openJournal(folder).pending();
    expect(pending).toMatchObject({ complete: false });
    expect(Buffer.from(pending!.reply!).equals(bytes)).toBe(true);
  });

  test('after the reply', () => {
    const { folder, journal } = open();
    const spool = journal.begin(createIntent());
    spool.write(Buffer.from('{"data":[]}'));
    spool.finish();
    expect(openJournal(folder).pending()).toMatchObject([{ complete: true, reply: Buffer.from('{"data":[]}') }]);
  });

  test('between the ledger and the removal of its papers: the reply is still there, and settling again counts once', () => {
    const { folder, journal } = open();
    const intent = createIntent();
    const spool = journal.begin(intent);
    spool.write(Buffer.from('whole'));
    spool.finish();
    const papers = ['intent', 'done'].map(
      (ending) => [join(folder, `${intent.attempt}.${ending}`), readFileSync(join(folder, `${intent.attempt}.${ending}`))] as const,
    );
    journal.settle(intent, end('bought'));
    for (const [path, bytes] of papers) writeFileSync(path, bytes);
    expect(openJournal(folder).pending()).toMatchObject([{ complete: true }]);
    openJournal(folder).settle(intent, end('recovered'));
    expect(new Set(journal.ledger().map(({ attempt }) => attempt)).size).toBe(1);
    expect(journal.pending()).toEqual([]);
  });

  test('while it writes the ledger: the torn line hides no other, before or after it', () => {
    const { folder, journal } = open();
    const [before, torn, after] = [createIntent(), createIntent(), createIntent()];
    journal.begin(before);
    journal.settle(before, end('bought'));
    appendFileSync(join(folder, 'ledger.jsonl'), JSON.stringify({ ...torn, cost: 1 }).slice(0, 40));
    journal.begin(after);
    journal.settle(after, end('unknown', 0.02));
    expect(journal.ledger().map(({ attempt, cost }) => [attempt, cost])).toEqual([
      [before.attempt, 0.01],
      [after.attempt, 0.02],
    ]);
  });

  test('with the id of a response that the provider goes on with', () => {
    const { folder, journal } = open();
    const intent = createIntent();
    journal.begin(intent);
    journal.noteRemote(intent.attempt, 'resp_1');
    expect(openJournal(folder).pending()).toMatchObject([{ intent: { ...intent, remote: 'resp_1' } }]);
  });
});

describe('settled', () => {
  test.each(['bought', 'recovered', 'refused', 'failed', 'forgotten'] as const)('%s: the papers go, the ledger stays', (outcome) => {
    const { folder, journal } = open();
    const intent = createIntent();
    journal.begin(intent).abandon();
    journal.settle(intent, end(outcome));
    expect(filesOf(folder, intent)).toEqual([]);
    expect(journal.ledger()).toEqual([
      { attempt: intent.attempt, key: intent.key, art: intent.art, model: intent.request.model, at: intent.at, ...end(outcome) },
    ]);
  });

  test('unknown: everything stays, and it is known to be unknown', () => {
    const { folder, journal } = open();
    const intent = createIntent();
    const spool = journal.begin(intent);
    spool.write(Buffer.from('half'));
    spool.abandon();
    journal.settle(intent, end('unknown'));
    expect(filesOf(folder, intent)).toEqual(['intent', 'part', 'unknown']);
    expect(readFileSync(journal.replyPath(intent.attempt), 'utf8')).toBe('half');
    expect(openJournal(folder).pending()).toMatchObject([{ unknown: true, complete: false }]);
    journal.settle(intent, end('forgotten'));
    expect(filesOf(folder, intent)).toEqual([]);
  });

  test.each(['done', 'part'] as const)('rejected: the reply is kept aside, whole or not (%s)', (ending) => {
    const { folder, journal } = open();
    const intent = createIntent();
    const spool = journal.begin(intent);
    spool.write(Buffer.from('<html>'));
    if (ending === 'done') spool.finish();
    else spool.abandon();
    journal.settle(intent, end('rejected'));
    expect(filesOf(folder, intent)).toEqual(['rejected']);
    expect(readFileSync(join(folder, `${intent.attempt}.rejected`), 'utf8')).toBe('<html>');
    expect(journal.pending()).toEqual([]);
  });
});

test('E4 a folder that can not be written refuses before anything is sent', () => {
  const folder = join(createTemporaryFolder(), 'file', '.journal');
  writeFileSync(join(folder, '..'), 'in the way');
  expect(() => openJournal(folder).begin(createIntent())).toThrow(VisualsError);
});
