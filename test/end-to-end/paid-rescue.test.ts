import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseReply } from '../../src/adapters/generate/openai/parse-reply.ts';
import { computeDigest } from '../../src/keys/canonical.ts';
import type { BuildOptions } from '../../src/model/report.ts';
import { withFault } from '../support/break-disk.ts';
import type { DiskFault } from '../support/break-disk.ts';
import { createProject, readFolder } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { startOpenAiServer } from '../support/openai-server/start-openai-server.ts';
import type { OpenAiServer } from '../support/openai-server/start-openai-server.ts';
import { canaryKey, createPaidSources, findCorrupt, findMissing, listBought, listJournal } from '../support/paid-harness.ts';
import { recordFigure } from '../support/record-figure.ts';
import { runCommand } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

interface JsonReport {
  readonly exit: number;
  readonly spent: number;
  readonly counts: { readonly made: number };
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}

/** A project with one picture to buy, and the folders that a rescued answer may go to. */
interface Place {
  readonly project: TestProject;
  readonly temporary: string;
  readonly home: string;
}

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());

const counts = { disks: 0, lost: 0 };
afterAll(() => {
  recordFigure({ name: 'failing disks while a paid answer arrives or is put away', value: counts.disks, least: 12 });
  recordFigure({ name: 'paid answers lost to a failing disk', value: counts.lost, most: 0, of: `${counts.disks} failing disks` });
});

function createPlace(prompt: string): Place {
  const project = createProject(createPaidSources([prompt]));
  return { project, temporary: createTemporaryFolder(), home: createTemporaryFolder() };
}

async function buildWith({ project, temporary, home }: Place, fault: DiskFault, flags: readonly string[] = ['--spend', '5']): Promise<JsonReport> {
  const options = withFault(fault);
  const env = { ...options.env, OPENAI_API_KEY: canaryKey, OPENAI_BASE_URL: server.baseUrl, TMPDIR: temporary, HOME: home };
  const { lines, stderr } = await runCommand(project.root, ['build', '--json', ...flags], { ...options, env });
  const report = lines.find(({ type }) => type === 'report')?.['report'] as JsonReport | undefined;
  expect(report, stderr).toBeDefined();
  return report!;
}

/** A build on a sound disk, in this process: it starts quicker. */
async function buildSound({ project, temporary, home }: Place, options: Pick<BuildOptions, 'spend'> = {}): Promise<JsonReport> {
  const env = { OPENAI_API_KEY: canaryKey, OPENAI_BASE_URL: server.baseUrl, TMPDIR: temporary, HOME: home, CI: undefined };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const report = await project.build(options);
  vi.unstubAllEnvs();
  return report;
}

/** Digest of the picture in the raw answer that a message names. */
function readKept(report: JsonReport): { readonly path: string; readonly digest: string | undefined } {
  const path = /is kept in (\S+)/.exec(report.diagnostics.map(({ message }) => message).join('\n'))?.[1] ?? '';
  try {
    return { path, digest: computeDigest(parseReply(readFileSync(path)).pictures[0]!) };
  } catch {
    return { path, digest: undefined };
  }
}

const codesOf = ({ diagnostics }: JsonReport): readonly string[] => diagnostics.map(({ code }) => code);
const lock = 'visuals.lock.json';

describe('E2, E3 a disk that fails after the money is spent', () => {
  test.each<readonly [string, DiskFault, string]>([
    [
      'E2 full while the answer arrives, and while anything else is written to the vault',
      { operation: 'writeSync', code: 'ENOSPC', path: 'visuals.vault', at: 3 },
      'DISK_FULL',
    ],
    ['E2 full when the answer is marked as whole, and ever after', { operation: 'renameSync', code: 'ENOSPC', path: 'visuals.vault', at: 2 }, 'DISK_FULL'],
    ['E2 full when the picture is put into the vault', { operation: 'renameSync', code: 'ENOSPC', path: 'visuals.vault', at: 4 }, 'DISK_FULL'],
    ['E2 no folder can be made in the vault', { operation: 'mkdirSync', code: 'ENOSPC', path: 'visuals.vault/', at: 2 }, 'DISK_FULL'],
    ['E2 the quota ends when the lock is written', { operation: 'renameSync', code: 'EDQUOT', path: lock }, 'DISK_FULL'],
    ['E2 full when the ledger is written', { operation: 'writeSync', code: 'ENOSPC', path: 'ledger.jsonl' }, 'DISK_FULL'],
    ['E3 EIO while the answer arrives, and ever after', { operation: 'writeSync', code: 'EIO', path: 'visuals.vault', at: 3 }, 'STORAGE_IO'],
    ['E3 EIO when the answer is flushed, and ever after', { operation: 'fsyncSync', code: 'EIO', path: 'visuals.vault', at: 2 }, 'STORAGE_IO'],
    ['E3 EIO when the picture is put into the vault', { operation: 'renameSync', code: 'EIO', path: 'visuals.vault', at: 4 }, 'STORAGE_IO'],
    ['E3 EIO when the lock is written', { operation: 'renameSync', code: 'EIO', path: lock }, 'STORAGE_IO'],
  ])(
    '%s: exit 6, the answer is kept and named, and the next build takes it over',
    async (name, fault, code) => {
      const place = createPlace(name);
      const posts = server.counters.paidPosts;
      const broken = await buildWith(place, fault);
      counts.disks += 1;
      expect([broken.exit, codesOf(broken).includes(code), server.counters.paidPosts - posts]).toEqual([6, true, 1]);
      const { path, digest } = readKept(broken);
      const made = server.pictures.find(({ prompt }) => prompt.includes(name));
      if (digest !== made!.digest) counts.lost += 1;
      expect(path.startsWith(place.temporary)).toBe(true);
      expect(digest).toBe(made!.digest);

      const next = await buildSound(place);
      expect([next.exit, codesOf(next), server.counters.paidPosts - posts, listJournal(place.project.root)]).toEqual([0, [], 1, []]);
      expect(listBought(place.project.root)).toHaveLength(1);
      expect([
        findCorrupt(place.project.root),
        findMissing(place.project.root),
        [...readFolder(place.temporary).keys()].filter((each) => each.includes('visuals-rescue')),
      ]).toEqual([[], [], []]);
    },
    60_000,
  );

  test.each([
    ['E2 full for a moment while the answer arrives: the build goes on from the rescue folder', { operation: 'writeSync', code: 'ENOSPC', path: '.part' }],
    ['E3 EIO when the answer is flushed, and never again', { operation: 'fsyncSync', code: 'EIO', path: '.part' }],
  ] as const)(
    '%s',
    async (name, fault) => {
      const place = createPlace(name);
      const posts = server.counters.paidPosts;
      const report = await buildWith(place, fault);
      counts.disks += 1;
      if (listBought(place.project.root).length !== 1) counts.lost += 1;
      expect([report.exit, codesOf(report), server.counters.paidPosts - posts, listJournal(place.project.root)]).toEqual([0, [], 1, []]);
      expect(listBought(place.project.root)).toHaveLength(1);
    },
    60_000,
  );

  test('E2 where $TMPDIR takes nothing either, the answer goes home', async () => {
    const place = { ...createPlace('home'), temporary: join(createTemporaryFolder(), 'file') };
    writeFileSync(place.temporary, 'in the way');
    const report = await buildWith(place, { operation: 'writeSync', code: 'ENOSPC', path: 'visuals.vault', at: 3 });
    counts.disks += 1;
    const { path, digest } = readKept(report);
    if (digest === undefined) counts.lost += 1;
    expect([report.exit, path.startsWith(place.home), digest === undefined]).toEqual([6, true, false]);
    expect((await buildSound(place)).exit).toBe(0);
    expect(listBought(place.project.root)).toHaveLength(1);
  }, 60_000);

  test('E2 where no place takes it, it is said so, and the attempt is unknown', async () => {
    const [first, second] = [join(createTemporaryFolder(), 'file'), join(createTemporaryFolder(), 'file')];
    for (const path of [first, second]) writeFileSync(path, 'in the way');
    const place = { project: createProject(createPaidSources(['nowhere'])), temporary: first, home: second };
    const report = await buildWith(place, { operation: 'writeSync', code: 'ENOSPC', path: 'visuals.vault', at: 2 });
    expect([report.exit, report.diagnostics.some(({ message }) => message.includes('no place took the paid answer of attempt'))]).toEqual([6, true]);
    const posts = server.counters.paidPosts;
    const next = await buildSound(place, { spend: 5 });
    expect([next.exit, codesOf(next)[0], server.counters.paidPosts - posts]).toEqual([4, 'PURCHASE_UNKNOWN', 0]);
  }, 60_000);

  test('E2 while the disk stays full nothing is bought, also not on a person’s word', async () => {
    const place = createPlace('stays full');
    const fault = { operation: 'renameSync', code: 'ENOSPC', path: 'visuals.vault', at: 4 } as const;
    expect((await buildWith(place, fault)).exit).toBe(6);
    const posts = server.counters.paidPosts;
    const again = await buildWith(place, { ...fault, at: 1 }, ['--spend', '5', '--buy-again']);
    expect([again.exit, codesOf(again).includes('PAID_REPLY_STRANDED'), server.counters.paidPosts - posts]).toEqual([6, true, 0]);
    expect((await buildSound(place)).exit).toBe(0);
  }, 60_000);
});

describe('E2 before the money is spent', () => {
  test('too little space for the answer: refused, and nothing is held back', async () => {
    const place = createPlace('low');
    const posts = server.counters.paidPosts;
    const report = await buildWith(place, { free: 1024 * 1024 });
    expect([report.exit, codesOf(report), report.spent, server.counters.paidPosts - posts]).toEqual([6, ['DISK_FULL'], 0, 0]);
    expect(report.diagnostics[0]!.message).toMatch(/^1\.0 MiB are free for "visuals\.vault\/\.journal" where a paid answer may need \d/);
    expect(listJournal(place.project.root)).toEqual([]);
    expect((await buildWith(place, { free: 1024 * 1024 * 1024 })).exit).toBe(0);
  }, 60_000);

  test.each<readonly [string, DiskFault]>([
    ['E2 full when the intent is written', { operation: 'writeSync', code: 'ENOSPC', path: 'visuals.vault' }],
    ['E2 full when the answer’s file is made', { operation: 'openSync', code: 'ENOSPC', path: '.part' }],
    ['E3 EIO when the intent is flushed', { operation: 'fsyncSync', code: 'EIO', path: 'visuals.vault' }],
  ])(
    '%s: nothing is sent, and nothing becomes unknown',
    async (name, fault) => {
      const place = createPlace(name);
      const posts = server.counters.paidPosts;
      const report = await buildWith(place, fault);
      expect([report.exit, server.counters.paidPosts - posts, listJournal(place.project.root)]).toEqual([6, 0, []]);
      expect((await buildSound(place, { spend: 5 })).exit).toBe(0);
    },
    60_000,
  );
});

test('E5 a damaged intent: exit 4, nothing is bought, until a person settles it', async () => {
  const place = createPlace('damaged');
  const folder = join(place.project.root, 'visuals.vault/.journal');
  mkdirSync(folder, { recursive: true });
  const attempt = '0f3f2a52-6c1b-4f0e-9d3e-5c9f4c1b7a10';
  writeFileSync(join(folder, `${attempt}.intent`), '{"attempt":"0f3f2a52-6c1b-');
  const posts = server.counters.paidPosts;
  const env = { OPENAI_API_KEY: canaryKey, OPENAI_BASE_URL: server.baseUrl, TMPDIR: place.temporary, HOME: place.home };
  for (let build = 0; build < 2; build += 1) {
    const report = await buildSound(place, { spend: 5 });
    expect([report.exit, codesOf(report)[0], server.counters.paidPosts - posts]).toEqual([4, 'PAPERS_DAMAGED', 0]);
  }
  const spend = await runCommand(place.project.root, ['spend'], { env });
  expect(spend.stdout).toContain(`its note is damaged: visuals.vault/.journal/${attempt}.intent.bad`);
  const forgotten = await runCommand(place.project.root, ['spend', '--forget', attempt.slice(0, 6), '--not-billed'], { env });
  expect([forgotten.exit, forgotten.stdout]).toEqual([0, `Gave up ${attempt}; nothing counts as spent\n`]);
  expect((await buildSound(place, { spend: 5 })).exit).toBe(0);
  expect([server.counters.paidPosts - posts, readFileSync(join(folder, `${attempt}.intent.bad`), 'utf8')]).toEqual([1, '{"attempt":"0f3f2a52-6c1b-']);
}, 60_000);
