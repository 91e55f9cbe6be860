import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from '../support/properties.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { openLockBook } from '../../src/lock/lock-book.ts';
import { formatLock, hasConflict, lockName, parseLock, readLock, resolveConflicts, writeLock } from '../../src/lock/lock-file.ts';
import type { LockLine } from '../../src/lock/lock-file.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import { createRepository } from '../support/create-repository.ts';
import { createEntry } from '../support/paid-harness.ts';
import { recordFigure } from '../support/record-figure.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const picture = (name: string): LockLine => ({ type: 'picture', ...createEntry(name) });
const choice = (key: string, name: string): LockLine => ({ type: 'choice', key: computeDigest(`key ${key}`), digest: computeDigest(`picture ${name}`) });
const take = (art: string, count: number): LockLine => ({ type: 'take', art, take: count });

const anyLine = fc.oneof(
  fc.string({ maxLength: 8 }).map((name) => picture(name)),
  fc.tuple(fc.string({ maxLength: 4 }), fc.string({ maxLength: 4 })).map(([key, name]) => choice(key, name)),
  fc.tuple(fc.string(), fc.nat(9)).map(([art, count]) => take(art, count)),
);

/** Code and exit of what is thrown. */
function thrown(run: () => unknown): readonly (readonly [string, number])[] {
  try {
    run();
  } catch (error) {
    if (error instanceof VisualsError) return error.diagnostics.map(({ code, exit }) => [code, exit] as const);
    throw error;
  }
  return [];
}

describe('the text', () => {
  test('any lines come back, whatever their order was, and the text is the same', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 20 }), (lines) => {
        const text = formatLock(lines);
        expect(formatLock(parseLock(text))).toBe(text);
        expect(formatLock([...lines, ...lines].toReversed())).toBe(text);
        expect(new Set(parseLock(text).map((line) => JSON.stringify(line))).size).toBe(parseLock(text).length);
      }),
      { seed: 5 },
    );
  });

  test('it is sorted JSON with one entry a line', () => {
    const text = formatLock([picture('b'), take('poster/back', 1), picture('a')]);
    const lines = text.split('\n');
    expect(lines).toHaveLength(6);
    expect(lines.slice(1, -2).every((line) => line.startsWith('{"') && line.endsWith('},'))).toBe(true);
    expect(lines.slice(1, -2).map((line) => (JSON.parse(line.slice(0, -1)) as LockLine).type)).toEqual(['picture', 'picture', 'take']);
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  test('Windows line ends are no difference', () => expect(parseLock(formatLock([picture('a')]).replaceAll('\n', '\r\n'))).toEqual([picture('a')]));

  test('no lock has no lines', () => expect(readLock(join(createTemporaryFolder(), lockName))).toEqual([]));
});

type Files = { readonly [path: string]: string };

interface ImportedCommit {
  readonly branch: string;
  /** The branch that this one begins at. */
  readonly from?: string;
  readonly files: Files;
}

/** All commits by one process: one for each command would take longer than the merges. */
function importCommits(root: string, commits: readonly ImportedCommit[]): void {
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const input = commits.map(({ branch, from, files }) =>
    [
      `commit refs/heads/${branch}\ncommitter Ada Lovelace <ada@example.com> 0 +0000\n${data('a state')}`,
      ...(from === undefined ? [] : [`from refs/heads/${from}\n`]),
      ...Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`),
    ].join(''),
  );
  execFileSync('git', ['fast-import', '--quiet'], { cwd: root, input: input.join('') });
}

describe('two branches', () => {
  /** Both branches begin with `base` (none: there was no lock), and add theirs. */
  function merge(base: readonly LockLine[] | undefined, ours: readonly LockLine[], theirs: readonly LockLine[], attributes?: string): string {
    const root = createTemporaryFolder();
    const git = createRepository(root);
    const settings = attributes === undefined ? {} : { '.gitattributes': attributes };
    const lock = (lines: readonly LockLine[]): Files => ({ [lockName]: formatLock(lines) });
    importCommits(root, [
      { branch: 'main', files: { ...settings, ...(base !== undefined && lock(base)) } },
      { branch: 'theirs', from: 'main', files: lock([...(base ?? []), ...theirs]) },
      { branch: 'main', files: lock([...(base ?? []), ...ours]) },
    ]);
    git('checkout', '--quiet', '--force', 'main');
    try {
      git('merge', '-q', 'theirs');
    } catch {
      // A conflict: its markers are what is asked for.
    }
    return readFileSync(join(root, lockName), 'utf8');
  }

  const counts = { merges: 0, lost: 0 };
  /** Both branches' entries, wherever they ended up: what is not among them is lost. */
  function count(lines: readonly LockLine[], wanted: readonly LockLine[]): void {
    const there = new Set(lines.map((line) => formatLock([line])));
    counts.merges += 1;
    counts.lost += wanted.filter((line) => !there.has(formatLock([line]))).length;
  }
  afterAll(() => {
    recordFigure({ name: 'merges of two branches’ locks', value: counts.merges, least: 20, of: 'by git, with and without merge=union' });
    recordFigure({ name: 'lock entries lost in a merge', value: counts.lost, most: 0, of: `${counts.merges} merges` });
  });

  test('E15 any two branches: by union or by `lock resolve`, no entry of either is lost', () => {
    const lines = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 8 }).map((names) => names.map((name) => picture(`p${name}`)));
    fc.assert(
      fc.property(lines, lines, lines, fc.boolean(), (base, ours, theirs, isUnion) => {
        const text = merge(base, ours, theirs, isUnion ? union : undefined);
        const merged = hasConflict(text) ? resolveConflicts(text) : parseLock(text);
        count(merged, [...base, ...ours, ...theirs]);
        expect(formatLock(merged)).toBe(formatLock([...base, ...ours, ...theirs]));
      }),
      { seed: 3, numRuns: 24, endOnFailure: true },
    );
  }, 60_000);

  const [a, b, c, d] = [picture('a'), picture('b'), picture('c'), picture('d')];
  const union = `${lockName} merge=union\n`;

  test.each([
    ['a common lock', [a, picture('z')]],
    ['an empty common lock', []],
    ['no common lock', undefined],
  ] as const)('git unites them by merge=union, from %s', (_, base) => {
    const text = merge(base, [b, c], [c, d, take('x/y', 1)], union);
    expect(formatLock(parseLock(text))).toBe(formatLock([...(base ?? []), b, c, d, take('x/y', 1)]));
  });

  test.each([
    ['a common lock', [a, picture('z')]],
    ['no common lock', undefined],
  ] as const)('without the attribute the markers are recognised, and both sides are kept, from %s', (_, base) => {
    const text = merge(base, [b], [c, d]);
    expect(text).toContain('<<<<<<<');
    expect(thrown(() => parseLock(text))).toEqual([['LOCK_CONFLICT', 2]]);
    expect(formatLock(resolveConflicts(text))).toBe(formatLock([...(base ?? []), b, c, d]));
  });

  test('two choices of one key are for a person to decide', () => {
    const text = merge([a, b], [choice('k', 'a')], [choice('k', 'b')], union);
    const path = join(createTemporaryFolder(), lockName);
    writeFileSync(path, text);
    const book = openLockBook(path);
    expect(thrown(() => book.chosen(computeDigest('key k')))).toEqual([['CHOICE_CONFLICT', 2]]);
    book.choose(computeDigest('key k'), computeDigest('picture b'));
    expect(
      openLockBook(path)
        .lines()
        .filter(({ type }) => type === 'choice'),
    ).toEqual([choice('k', 'b')]);
  });
});

describe('what is not ours to read', () => {
  test.each([
    ['as we know it', '{"version":2,"entries":[\nnull]}\n'],
    ['of another shape', '{"version":7,"pictures":{}}'],
  ])('E13 a newer lock %s is refused and not touched', (_, text) => {
    const path = join(createTemporaryFolder(), lockName);
    writeFileSync(path, text);
    expect(thrown(() => openLockBook(path))).toEqual([['SCHEMA_NEWER', 2]]);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('a conflict with a newer side is not resolved by an older tool', () => {
    const text = `<<<<<<< HEAD\n{"version":1,"entries":[\n=======\n{"version":2,"entries":[\n>>>>>>> theirs\nnull]}\n`;
    expect(thrown(() => resolveConflicts(text))).toEqual([['SCHEMA_NEWER', 2]]);
  });

  test.each([
    '',
    'null',
    '[]',
    '{}',
    '{"version":1}',
    '{"version":"1","entries":[]}',
    '{"version":1,"entries":[5]}',
    '{"version":1,"entries":[{"type":"picture","key":"x","digest":"y"}]}',
    '{"version":1,"entries":[{"type":"take","art":"a","take":1.5}]}',
  ])('damaged: %s', (text) => expect(thrown(() => parseLock(text))).toEqual([['LOCK_INVALID', 2]]));

  test('cut anywhere it is damaged or whole, and never shorter', () => {
    const text = formatLock([picture('a'), choice('a', 'a'), take('x/y', 2)]);
    for (let length = 0; length < text.trimEnd().length; length += 1) expect(thrown(() => parseLock(text.slice(0, length)))).toEqual([['LOCK_INVALID', 2]]);
  });
});

describe('the book', () => {
  test('every change is on the disk, and another reader sees it', () => {
    const path = join(createTemporaryFolder(), lockName);
    const book = openLockBook(path);
    const [old, young] = [createEntry('old', { date: '2026-11-20' }), createEntry('young', { key: createEntry('old').key })];
    book.add([young]);
    book.add([old]);
    expect(openLockBook(path).chosen(old.key)).toMatchObject({ digest: old.digest });
    book.choose(old.key, young.digest);
    expect(openLockBook(path).chosen(old.key)).toMatchObject({ digest: young.digest });
    expect(
      openLockBook(path)
        .pictures(old.key)
        .map(({ digest }) => digest),
    ).toEqual([old.digest, young.digest]);
    expect(book.raiseTake('poster/back')).toBe(1);
    expect(book.raiseTake('poster/back')).toBe(2);
    expect(openLockBook(path).take('poster/back')).toBe(2);
  });

  test('a picture that is added again keeps what was known of it', () => {
    const path = join(createTemporaryFolder(), lockName);
    const book = openLockBook(path);
    book.add([createEntry('a')]);
    book.add([createEntry('a', { request: '' })]);
    expect(book.pictures(createEntry('a').key)).toMatchObject([{ request: 'req_a' }]);
  });

  test('what a pull brought meanwhile stays', () => {
    const path = join(createTemporaryFolder(), lockName);
    const book = openLockBook(path);
    book.add([createEntry('a')]);
    writeLock(path, [...readLock(path), picture('pulled')]);
    book.add([createEntry('b')]);
    book.raiseTake('poster/back');
    expect(formatLock(readLock(path))).toBe(formatLock([picture('a'), picture('b'), picture('pulled'), take('poster/back', 1)]));
  });
});
