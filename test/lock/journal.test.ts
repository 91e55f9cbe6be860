import { spawn } from 'node:child_process';
import { appendFileSync, chmodSync, closeSync, existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { checkSpace, computeNeed } from '../../src/lock/check-space.ts';
import { openJournal } from '../../src/lock/journal.ts';
import type { AttemptOutcome, Intent, Journal } from '../../src/lock/journal.ts';
import { parseLock } from '../../src/lock/lock-file.ts';
import { listRescueFolders } from '../../src/lock/rescue-folder.ts';
import { sweepVault } from '../../src/lock/sweep-vault.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import { createTemporaryName } from '../../src/store/temporary-name.ts';
import { createEntry, createIntent, createSmallRequest } from '../support/paid-harness.ts';
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

test('what another machine sent is in the ledger, and leaves nothing to settle here', () => {
  const { folder, journal } = open();
  const { attempt, key, art, request, at } = createIntent();
  journal.noteElsewhere({ attempt, key, art, model: request.model, at, ...end('unknown', 0.04) });
  const again = openJournal(folder);
  expect([again.ledger().map(({ cost }) => cost), again.pending(), again.damaged(), again.mend()]).toEqual([[0.04], [], [], []]);
});

describe('a process that dies', () => {
  test('after the intent', () => {
    const { folder, journal } = open();
    const intent = createIntent();
    journal.begin(intent);
    expect(JSON.parse(readFileSync(join(folder, `${intent.attempt}.intent`), 'utf8'))).toMatchObject(intent);
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
  test.each(['bought', 'recovered', 'refused', 'failed', 'forgotten', 'unbilled'] as const)('%s: the papers go, the ledger stays', (outcome) => {
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

describe('E5 papers that are no longer what was written', () => {
  const damages: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
    ['cut off', (bytes) => bytes.subarray(0, 100)],
    ['empty', () => Buffer.alloc(0)],
    ['of zeros', (bytes) => Buffer.alloc(bytes.length)],
    ['that is null', () => Buffer.from('null')],
    ['with another prompt in it', (bytes) => Buffer.from(bytes.toString().replace('calm', 'cold'))],
    ['with another key in it', (bytes) => Buffer.from(bytes.toString().replace(/"key":"./, '"key":"0'))],
  ];

  test.each(damages)('E5 an intent %s is set aside and stays unknown until a person settles it', (_name, damage) => {
    const { folder, journal } = open();
    const intent = createIntent({ key: computeDigest('another') });
    journal.begin(intent).abandon();
    const path = join(folder, `${intent.attempt}.intent`);
    const bytes = damage(readFileSync(path));
    writeFileSync(path, bytes);

    for (let start = 0; start < 2; start += 1) {
      const next = openJournal(folder);
      expect(next.mend()).toEqual([]);
      expect([next.pending(), existsSync(path), readFileSync(`${path}.bad`).equals(bytes)]).toEqual([[], false, true]);
      expect(next.damaged()).toMatchObject([{ attempt: intent.attempt, file: `${path}.bad` }]);
      expect(next.ledger()).toMatchObject([{ attempt: intent.attempt, outcome: 'unknown' }]);
    }
    journal.settleAgain(intent.attempt, end('forgotten', 0.02));
    expect([openJournal(folder).damaged(), existsSync(`${path}.bad`)]).toEqual([[], true]);
  });

  test('E5 what is legible of a damaged intent is told', () => {
    const { folder, journal } = open();
    const intent = createIntent();
    journal.begin(intent).abandon();
    const path = join(folder, `${intent.attempt}.intent`);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"count":1', '"count":l'));
    const next = openJournal(folder);
    next.mend();
    expect(next.damaged()).toMatchObject([{ art: intent.art, model: intent.request.model, at: intent.at, cost: intent.reserved }]);
  });

  test('E5 a reply of which a bit flipped is set aside, and its attempt is unknown', () => {
    const { folder, journal } = open();
    const intent = createIntent();
    const spool = journal.begin(intent);
    spool.write(Buffer.from('{"data":[{"b64_json":"AAAA"}]}'));
    spool.finish();
    writeFileSync(join(folder, `${intent.attempt}.done`), '{"data":[{"b64_json":"AAAB"}]}');
    const next = openJournal(folder);
    expect(next.mend()).toMatchObject([{ code: 'PAPERS_DAMAGED', exit: 4 }]);
    expect(next.mend()).toEqual([]);
    expect(next.pending()).toMatchObject([{ complete: false, unknown: true, intent: { attempt: intent.attempt } }]);
    expect(filesOf(folder, intent)).toEqual(['done.bad', 'intent', 'unknown']);
  });

  test('E5 a line of the ledger that is damaged is set aside, and what is legible of it goes on counting', () => {
    const { folder, journal } = open();
    const [first, second, third] = [createIntent(), createIntent(), createIntent()];
    for (const [intent, cost] of [
      [first, 0.01],
      [second, 0.5],
      [third, 0.03],
    ] as const) {
      journal.begin(intent).abandon();
      journal.settle(intent, end('bought', cost));
    }
    const path = join(folder, 'ledger.jsonl');
    const text = readFileSync(path, 'utf8');
    const line = text.split('\n')[1]!;
    writeFileSync(path, text.replace(line, line.replace('"note":""', '"note":"')));
    const next = openJournal(folder);
    expect(next.mend()).toMatchObject([{ code: 'LEDGER_DAMAGED', exit: 4 }]);
    expect(next.mend()).toEqual([]);
    expect(next.ledger().map(({ attempt, outcome, cost }) => [attempt, outcome, cost])).toEqual([
      [first.attempt, 'bought', 0.01],
      [second.attempt, 'bought', 0.5],
      [third.attempt, 'bought', 0.03],
    ]);
    expect(readFileSync(`${path}.bad`, 'utf8')).toContain(second.attempt);
  });

  test('E5 of a line that says nothing any more, the day of the line before stands for it', () => {
    const { folder, journal } = open();
    const intent = createIntent();
    journal.begin(intent).abandon();
    journal.settle(intent, end('bought'));
    appendFileSync(join(folder, 'ledger.jsonl'), `${'\0'.repeat(50)}\n`);
    const next = openJournal(folder);
    expect(next.mend()).toMatchObject([{ code: 'LEDGER_DAMAGED' }]);
    expect(next.ledger().at(-1)).toMatchObject({ outcome: 'unknown', cost: 0, at: intent.at });
  });

  test('a line that a power cut tore is no damage', () => {
    const { folder, journal } = open();
    const intent = createIntent();
    journal.begin(intent).abandon();
    appendFileSync(join(folder, 'ledger.jsonl'), JSON.stringify({ ...intent, cost: 1 }).slice(0, 40));
    expect(openJournal(folder).mend()).toEqual([]);
    journal.settle(intent, end('bought'));
    expect(openJournal(folder).mend()).toEqual([]);
  });
});

describe('a process that dies between the ledger and its papers', () => {
  test.each(['refused', 'blocked', 'forgotten', 'unbilled', 'rejected'] as const)('%s: the next one removes them, and nothing becomes unknown', (outcome) => {
    const { folder, journal } = open();
    const intent = createIntent();
    const spool = journal.begin(intent);
    spool.write(Buffer.from('{}'));
    spool.finish();
    const papers = ['intent', 'done'].map(
      (ending) => [join(folder, `${intent.attempt}.${ending}`), readFileSync(join(folder, `${intent.attempt}.${ending}`))] as const,
    );
    journal.settle(intent, end(outcome));
    for (const [path, bytes] of papers) writeFileSync(path, bytes);
    const next = openJournal(folder);
    expect(next.pending()).toEqual([]);
    expect(next.mend()).toEqual([]);
    expect(filesOf(folder, intent)).toEqual(outcome === 'rejected' ? ['rejected'] : []);
    expect(next.ledger()).toHaveLength(1);
  });
});

describe('E2 a disk that takes no more', () => {
  /** The journal's part is closed under the spool's hands, so that its next write fails as on a broken disk. */
  function breakPart(folder: string, { attempt }: Intent): void {
    for (const name of readdirSync('/proc/self/fd')) {
      try {
        if (readlinkSync(`/proc/self/fd/${name}`) === join(folder, `${attempt}.part`)) closeSync(Number(name));
      } catch {
        // The list's own handle is gone already.
      }
    }
  }

  test.skipIf(!existsSync('/proc/self/fd'))('E2 a reply goes on in the rescue folder from its first byte, and the next process finds it', () => {
    const folder = join(createTemporaryFolder(), '.journal');
    const [first, second] = [join(createTemporaryFolder(), 'a'), join(createTemporaryFolder(), 'b')];
    writeFileSync(first, 'in the way');
    const journal = openJournal(folder, { rescue: [first, second] });
    const intent = createIntent();
    const spool = journal.begin(intent);
    spool.write(Buffer.from('{"da'));
    breakPart(folder, intent);
    spool.write(Buffer.from('ta":'));
    spool.write(Buffer.from('[]}'));
    spool.finish();
    const kept = join(second, `${intent.attempt}.done`);
    expect(readFileSync(kept, 'utf8')).toBe('{"data":[]}');
    const next = openJournal(folder, { rescue: [first, second] });
    expect(next.replyPath(intent.attempt)).toBe(kept);
    expect(next.pending()).toMatchObject([{ complete: true, reply: Buffer.from('{"data":[]}'), intent }]);
    next.settle(intent, end('recovered'));
    expect([readdirSync(second), filesOf(folder, intent), next.pending()]).toEqual([[], [], []]);
  });

  test('E2 a rescued reply whose journal is gone is still known, and one of another account is not', () => {
    const [folder, rescue] = [join(createTemporaryFolder(), '.journal'), join(createTemporaryFolder(), 'rescue')];
    const intent = createIntent();
    expect(openJournal(folder, { rescue: [rescue] }).rescue(intent, Buffer.from('{"data":[]}'))).toBe(join(rescue, `${intent.attempt}.done`));
    expect(openJournal(folder, { rescue: [rescue] }).pending()).toMatchObject([{ complete: true, intent }]);
    chmodSync(rescue, 0o777);
    expect(openJournal(folder, { rescue: [rescue] }).pending()).toEqual([]);
  });

  test('E2 a rejected reply that was rescued comes back to the journal', () => {
    const [folder, rescue] = [join(createTemporaryFolder(), '.journal'), join(createTemporaryFolder(), 'rescue')];
    const journal = openJournal(folder, { rescue: [rescue] });
    const intent = createIntent();
    journal.begin(intent).abandon();
    journal.rescue(intent, Buffer.from('<html>'));
    expect(journal.settle(intent, end('rejected'))).toBe(join(folder, `${intent.attempt}.rejected`));
    expect([readFileSync(join(folder, `${intent.attempt}.rejected`), 'utf8'), readdirSync(rescue)]).toEqual(['<html>', []]);
  });

  test('E2 projects do not share a rescue folder', () => {
    expect(listRescueFolders('/one/.journal')).not.toEqual(listRescueFolders('/two/.journal'));
    expect(listRescueFolders('/one/.journal').map((path) => dirname(path))).toEqual([...new Set([tmpdir(), homedir()])]);
  });
});

describe('E1 what dead processes left half-written', () => {
  test('goes, and what a living one writes stays', async () => {
    const { folder, journal } = open();
    journal.begin(createIntent());
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const own = basename(createTemporaryName()).replace(/-\d+$/, '');
    const [, start, boot, host] = own.replace('.visuals-tmp-', '').split('-');
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
    const childStart = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const living = [
      `${own}-7`,
      `.visuals-tmp-${child.pid}-${childStart}-${boot}-${host}-1`,
      `.visuals-tmp-${child.pid}-1`,
      `.visuals-tmp-${child.pid}-1-${boot}-00000000-1`,
    ];
    const dead = [
      `.visuals-tmp-${process.pid}-${Number(start) + 1}-${boot}-${host}-1`,
      `.visuals-tmp-${child.pid}-${childStart}-00000000-${host}-1`,
      '.visuals-tmp-999999999-1',
    ];
    for (const name of [...living, ...dead]) writeFileSync(join(folder, name), 'half');
    journal.mend();
    const left = (): readonly string[] =>
      readdirSync(folder)
        .filter((name) => name.startsWith('.visuals-tmp-'))
        .toSorted();
    expect(left()).toEqual(living.toSorted());
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    journal.mend();
    expect(left()).toEqual([living[0], living[3]].toSorted());
  });

  test('also in the vault and beside the lock, and no picture goes', () => {
    const root = createTemporaryFolder();
    const vault = join(root, 'visuals.vault');
    mkdirSync(join(vault, 'ab'), { recursive: true });
    const names = [
      join(root, '.visuals-tmp-999999999-1'),
      join(vault, 'ab', '.visuals-tmp-999999999-2'),
      join(vault, 'ab', 'a'.repeat(64)),
      join(root, 'mine'),
    ];
    for (const name of names) writeFileSync(name, 'x');
    sweepVault(vault);
    expect(names.map((name) => existsSync(name))).toEqual([false, false, true, true]);
  });
});

describe('E2 too little space', () => {
  test.each([
    [1024, 640, 1, 8],
    [1024, 1024, 2, 18.7],
    [3840, 2160, 1, 73.8],
  ])('a request for %i × %i, %i times, asks for %f MiB', (width, height, count, mebibytes) => {
    expect(computeNeed({ request: createSmallRequest({ width, height }), count }) / 1024 / 1024).toBeCloseTo(mebibytes, 1);
  });

  test('is told before anything is written', () => {
    const folder = join(createTemporaryFolder(), '.journal');
    expect(() => checkSpace(folder, 2 ** 60)).toThrow(/DISK_FULL: .* are free for .*; nothing was bought/);
    expect(existsSync(folder)).toBe(false);
    expect(() => checkSpace(folder, 1)).not.toThrow();
  });
});

test('E14 what the first version wrote is read: a note without a digest, a lock, a ledger', () => {
  const { folder, journal } = open();
  const intent = createIntent();
  journal.begin(intent).abandon();
  writeFileSync(join(folder, `${intent.attempt}.intent`), JSON.stringify(intent));
  writeFileSync(join(folder, `${intent.attempt}.done`), '{"data":[]}');
  const { attempt, key, art, at } = createIntent();
  writeFileSync(
    join(folder, 'ledger.jsonl'),
    `${JSON.stringify({ attempt, key, art, model: 'm', at, outcome: 'bought', cost: 1, requestId: '', note: '' })}\n`,
  );
  const next = openJournal(folder);
  expect(next.mend()).toEqual([]);
  expect(next.pending()).toMatchObject([{ complete: true, intent: { attempt: intent.attempt } }]);
  expect(next.ledger()).toMatchObject([{ outcome: 'bought', cost: 1 }]);
  const line = JSON.stringify({ type: 'picture', ...createEntry('old') });
  expect(parseLock(`{"version":1,"entries":[\n${line},\nnull]}\n`)).toMatchObject([createEntry('old')]);
});
