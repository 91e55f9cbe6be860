import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import type { LedgerEntry } from '../../src/lock/attempt.ts';
import { nameDamagedLedger, openLedger } from '../../src/lock/ledger.ts';
import type { Ledger } from '../../src/lock/ledger.ts';
import { repository } from '../support/create-project.ts';
import { canMount, mountSmallDisk } from '../support/small-disk.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

function createEntry(attempt: string, rest: Partial<LedgerEntry> = {}): LedgerEntry {
  const bought = { model: 'gpt-image-2', at: '2026-11-22T12:00:00.000Z', outcome: 'bought', cost: 0.5, requestId: 'req_1', note: '' } as const;
  return { attempt, key: computeDigest(attempt), art: 'poster/background', ...bought, ...rest };
}

const [first, second, third] = [createEntry('1111-aaaa', { note: 'Größe\n"1"' }), createEntry('2222-bbbb'), createEntry('3333-cccc')];

/** A ledger with these lines, whole or not. */
function createLedger(...lines: readonly (LedgerEntry | string)[]): { readonly path: string; readonly ledger: Ledger; readonly text: () => string } {
  const path = join(createTemporaryFolder(), 'ledger.jsonl');
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)).join(''));
  return { path, ledger: openLedger(path), text: () => readFileSync(path, 'utf8') };
}

function namesOf(ledger: Ledger): readonly string[] {
  return ledger.entries().map(({ attempt }) => attempt);
}

describe('the ledger', () => {
  test('gives back every line, in order, and the last word on each attempt', () => {
    const { ledger, path } = createLedger();
    const again = { ...first, outcome: 'recovered', cost: 0.25 } as const;
    for (const entry of [first, second, again]) ledger.append(entry);
    expect(openLedger(path).entries()).toEqual([first, second, again]);
    expect([ledger.lastWord(first.attempt), ledger.lastWord('none')]).toEqual([again, undefined]);
  });

  test('that is not there has nothing in it, and is not made by looking or mending', () => {
    const path = join(createTemporaryFolder(), 'ledger.jsonl');
    expect([openLedger(path).entries(), openLedger(path).mend([]), openLedger(path).entries()]).toEqual([[], 0, []]);
    expect(() => readFileSync(path)).toThrow('ENOENT');
  });

  test('E5 that can not be read is not taken for one in which nothing was spent', () => {
    const path = join(createTemporaryFolder(), 'ledger.jsonl');
    symlinkSync(path, path);
    const ledger = openLedger(path);
    for (const use of [() => ledger.entries(), () => ledger.append(first), () => ledger.mend([])]) expect(use).toThrow(/ledger\.jsonl" failed \(ELOOP\)/);
  });

  test('is written by two processes at once, and no line swallows another', async () => {
    const { path, ledger } = createLedger(first, '{"attempt":"2222');
    const module = join(createTemporaryFolder(), 'ledger.mjs');
    buildSync({ entryPoints: [join(repository, 'src/lock/ledger.ts')], bundle: true, platform: 'node', format: 'esm', outfile: module });
    const script = `import { openLedger } from ${JSON.stringify(pathToFileURL(module).href)};
const [path, entry, name] = process.argv.slice(-3);
for (let at = 0; at < 60; at += 1) openLedger(path).append({ ...JSON.parse(entry), attempt: name + at });`;
    const ends = ['a', 'b'].map((name) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, path, JSON.stringify(third), name], { stdio: 'inherit' });
      return new Promise((resolve) => child.on('close', resolve));
    });
    expect(await Promise.all(ends)).toEqual([0, 0]);
    const expected = ['a', 'b'].flatMap((name) => Array.from({ length: 60 }, (_, at) => `${name}${at}`));
    expect(namesOf(ledger).toSorted()).toEqual([first.attempt, ...expected].toSorted());
  }, 60_000);
});

describe('E1 a line that was torn', () => {
  const whole = JSON.stringify(second);

  test('E1 at any letter hides no other line, before or after it', () => {
    for (let length = 1; length < whole.length; length += 7) {
      const { ledger, text } = createLedger(first, whole.slice(0, length));
      expect([ledger.mend([second.attempt]), ledger.entries()], `${length} letters`).toEqual([0, [first]]);
      ledger.append(third);
      expect([ledger.mend([second.attempt]), ledger.entries()], `${length} letters`).toEqual([0, [first, third]]);
      expect(text()).toContain(`\n${whole.slice(0, length)}\n`);
    }
  });

  test('E1 and was said again later is not told of', () => {
    const { ledger } = createLedger(first, `${whole.slice(0, 60)}\n`, second);
    expect([ledger.mend([]), ledger.entries()]).toEqual([0, [first, second]]);
  });

  test('E1 of an attempt that nobody tells of is damage', () => {
    const { ledger, path } = createLedger(first, whole.slice(0, 60));
    expect(ledger.mend([])).toBe(1);
    expect(namesOf(ledger)).toEqual([first.attempt, second.attempt]);
    expect(readFileSync(nameDamagedLedger(path), 'utf8')).toBe(`${whole.slice(0, 60)}\n`);
  });

  test('E1 when an attempt was settled once more: it goes on counting with what was said before', () => {
    const again = JSON.stringify({ ...second, outcome: 'unbilled', cost: 0 });
    for (let length = again.indexOf('"key"'); length < again.length; length += 5) {
      const { ledger } = createLedger({ ...second, outcome: 'forgotten' }, first, again.slice(0, length));
      const damaged = ledger.mend([]);
      expect([damaged, ledger.mend([])], `${length} letters`).toEqual([1, 0]);
      const word = ledger.lastWord(second.attempt)!;
      const { key, art, model, at, requestId } = second;
      expect(word, `${length} letters`).toMatchObject({ key, art, model, at, requestId });
      expect(word.cost, `${length} letters`).toBe(/"cost":0,/.test(again.slice(0, length)) ? 0 : second.cost);
    }
  });
});

describe('E5 a line that is damaged', () => {
  test('E5 at any byte: all others stay to the letter, and it goes on counting', () => {
    const lines = [first, second, third].map((each) => JSON.stringify(each));
    for (let at = 0; at < lines[1]!.length; at += 1) {
      const changed = `${lines[1]!.slice(0, at)}\u0001${lines[1]!.slice(at + 1)}`;
      const { ledger, text } = createLedger(...[lines[0]!, changed, lines[2]!].map((line) => `${line}\n`));
      const mended = ledger.mend([]);
      const found = text().split('\n');
      expect([found[0], found[2], ledger.mend([])], `letter ${at}`).toEqual([lines[0], lines[2], 0]);
      // A control character is nowhere allowed in JSON.
      expect([mended, ledger.entries().length], `letter ${at}`).toEqual([1, 3]);
    }
  });

  test('E5 is kept byte for byte, also where it is no text, and so are the lines beside it', () => {
    const { ledger, path } = createLedger(first);
    const torn = Buffer.concat([Buffer.from('{"attempt":"'), Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x80]), Buffer.from('"}')]);
    appendFileSync(path, Buffer.concat([torn, Buffer.from('\n')]));
    ledger.append(second);
    const lines = readFileSync(path).toString('latin1').split('\n');
    expect(ledger.mend([])).toBe(1);
    expect(readFileSync(nameDamagedLedger(path))).toEqual(Buffer.concat([torn, Buffer.from('\n')]));
    const mended = readFileSync(path).toString('latin1').split('\n');
    expect([mended[0], mended[2], mended.length]).toEqual([lines[0], lines[2], 4]);
  });

  test('E5 is kept once, however often it is mended, and nothing that is sound is rewritten', () => {
    const newer = JSON.stringify({ ...first, tier: 'priority' });
    const { ledger, path, text } = createLedger(`${newer}\n`, 'rubbish\n', third);
    expect([ledger.mend([]), ledger.mend([]), readFileSync(nameDamagedLedger(path), 'utf8')]).toEqual([1, 0, 'rubbish\n']);
    expect(text().split('\n')[0]).toBe(newer);
  });

  test('E13 an outcome of a newer version counts with its cost, as unknown', () => {
    const { ledger } = createLedger(first, `${JSON.stringify(second).replace('"bought"', '"refunded"')}\n`);
    expect(ledger.mend([])).toBe(1);
    expect(ledger.lastWord(second.attempt)).toMatchObject({ outcome: 'unknown', cost: second.cost, at: second.at });
  });

  test.each(['null', '5', '[]', '{}', '{"attempt":"2222-bbbb"}', JSON.stringify({ ...second, cost: null })])('E5 as one that says %s', (line) => {
    const { ledger } = createLedger(first, `${line}\n`, third);
    expect(ledger.entries()).toEqual([first, third]);
  });
});

describe.skipIf(!canMount())('E2 a disk that is full', () => {
  test('E2 takes a line or says so: what was appended is there, and the next line too when there is room again', () => {
    const { folder, grow } = mountSmallDisk(32 * 1024);
    const path = join(folder, 'ledger.jsonl');
    const ledger = openLedger(path);
    const written: LedgerEntry[] = [];
    const fill = (): void => {
      for (let at = 0; ; at += 1) {
        const entry = createEntry(`attempt-${at}`, { note: 'x'.repeat(at % 11) });
        ledger.append(entry);
        written.push(entry);
      }
    };
    expect(fill).toThrow(/no space/i);
    expect(ledger.entries()).toEqual(written);
    grow();
    ledger.append(first);
    expect(ledger.entries()).toEqual([...written, first]);
    expect(ledger.mend([`attempt-${written.length}`])).toBe(0);
  });

  test('E2 while it is mended: the ledger stays as it was', () => {
    const { folder, grow } = mountSmallDisk(16 * 1024);
    const path = join(folder, 'ledger.jsonl');
    writeFileSync(path, `${JSON.stringify(first)}\n`.repeat(20));
    appendFileSync(path, 'rubbish\n');
    const before = readFileSync(path, 'utf8');
    writeFileSync(join(folder, 'ballast'), Buffer.alloc(4096));
    expect(() => openLedger(path).mend([])).toThrow(/no space/i);
    expect(readFileSync(path, 'utf8')).toBe(before);
    grow();
    expect(openLedger(path).mend([])).toBe(1);
  });
});
