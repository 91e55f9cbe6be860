import { describe, expect, it, vi } from 'vitest';
import { createPalette } from '../../src/cli/palette.ts';
import { formatPurchaseList, formatPurchaseTable } from '../../src/cli/reporters/format-purchases.ts';
import { formatSummary } from '../../src/cli/reporters/format-summary.ts';
import { formatProgress } from '../../src/cli/reporters/pretty.ts';
import { advanceProgress, noProgress } from '../../src/cli/reporters/track-progress.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { PurchaseStep } from '../../src/model/event.ts';
import type { PlannedPurchase } from '../../src/model/report.ts';
import type { SpendingReport } from '../../src/read-spending.ts';
import { createPaidProject, plate } from '../support/paid-project.ts';
import type { PaidProject } from '../support/paid-project.ts';
import { createFakeIo } from './fake-io.ts';
import { counts, ending } from './samples.ts';

interface Shown {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

type World = Parameters<typeof createFakeIo>[0];

async function run({ root }: PaidProject, words: readonly string[], world: World = {}): Promise<Shown> {
  const io = createFakeIo({ cwd: root, env: { NO_COLOR: '1' }, ...world });
  const exit = await runCommandLine(words, io);
  return { exit, ...io.written };
}

const question = /Buy 1 picture for \$0\.\d+(?: to \$0\.\d+)?\? \[y\/N\] /;

describe('visuals build and money', () => {
  it('asks at a terminal, and a yes buys', async () => {
    const project = await createPaidProject();
    const { exit, stdout, stderr } = await run(project, ['build'], { terminal: true, columns: 200, typed: ['y'] });
    expect(exit).toBe(0);
    expect(stderr).toMatch(question);
    expect(stdout).toMatch(/\n {2}Bought 1 picture, spent \$0\.\d+\n$/);
    expect(project.server.counters.paidPosts).toBe(1);
  });

  it.each([[['n']], [['']], [['yesterday']], [[]]])('takes %j for a no', async (typed) => {
    const project = await createPaidProject();
    const { exit, stdout, stderr } = await run(project, ['build'], { terminal: true, columns: 200, typed });
    expect(exit).toBe(3);
    expect(stderr).toMatch(question);
    expect(stderr).toContain('error[ART_UNPAID]');
    expect(stdout).toMatch(/2 made, 2 failed.*\n {2}Not paid for: 1 picture, \$0\.\d+.*; buy with `visuals build --spend 0\.\d\d`\n$/);
    expect(project.server.posts).toEqual([]);
  });

  it.each([
    ['without a terminal', ['build'], { terminal: false }, 3],
    ['quietly', ['build', '--quiet'], { terminal: true }, 3],
    ['as JSON', ['build', '--json'], { terminal: true }, 3],
    ['on a build server', ['build'], { terminal: true, env: { NO_COLOR: '1', CI: '1' } }, 3],
    ['when frozen', ['build', '--frozen'], { terminal: true }, 7],
  ] as const)('never asks %s', async (_, words, world, ends) => {
    const project = await createPaidProject();
    const { exit, stderr } = await run(project, words, { ...world, typed: ['y'] });
    expect(exit).toBe(ends);
    expect(stderr).not.toMatch(/\[y\/N\]/);
    expect(project.server.posts).toEqual([]);
  });

  it('buys by --spend, draws stand-ins by --draft, and says so', async () => {
    const project = await createPaidProject();
    const draft = await run(project, ['build', '--draft']);
    expect(draft.exit).toBe(0);
    expect(draft.stdout).toMatch(/\n {2}Stand-ins marked DRAFT: 1\n {2}Not paid for: 1 picture, /);
    expect((await run(project, ['check'])).stderr).toContain('error[DRAFT_PUBLISHED] 2 published pictures show a stand-in, such as photo/wide.en');
    expect(await run(project, ['build', '--spend', '1'])).toMatchObject({ exit: 0 });
    expect(project.server.counters.paidPosts).toBe(1);
  });

  it('never shows the key', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-test-0123456789');
    const project = await createPaidProject();
    project.server.failNext('unauthorized');
    const { exit, stdout, stderr } = await run(project, ['build', '--spend', '1', '--verbose', '--debug']);
    expect(exit).not.toBe(0);
    expect(stderr).toContain('API_AUTH');
    expect(stdout + stderr).not.toContain('sk-test-0123456789');
  });
});

describe('visuals plan', () => {
  it('tells what would be bought, from what words, and later that nothing would', async () => {
    const project = await createPaidProject({ art: { background: { ...plate, candidates: 2 } } });
    const { exit, stdout } = await run(project, ['plan', '--verbose']);
    expect(exit).toBe(0);
    expect(stdout).toMatch(
      /to buy\n {2}photo\/background {2}2 pictures to choose from by gpt-image-2-2026-04-21, \d+×\d+, low quality, for 2 finished pictures: \$/,
    );
    expect(stdout).toContain('A calm desk in morning light');
    expect(stdout).toMatch(/in all 2 pictures: \$.*\n {2}buy with `visuals build --spend \d+\.\d\d`\n$/);
    const json = JSON.parse((await run(project, ['plan', '--json'])).stdout) as { readonly purchases: readonly PlannedPurchase[] };
    expect(json.purchases).toMatchObject([{ art: 'photo/background', pictures: 2 }]);
    expect((await run(project, ['plan', '--markdown'])).stdout).toContain('| photo/background | gpt-image-2-2026-04-21 |');
    await project.buildWell({ spend: 1 });
    expect((await run(project, ['plan'])).stdout).toMatch(/\nNothing would be bought: all bought art is in the lock\n$/);
  });
});

describe('commands on what was bought', () => {
  it('lists, picks, regenerates, verifies and resolves', async () => {
    const project = await createPaidProject({ art: { background: { ...plate, candidates: 2 } } });
    await project.buildWell({ spend: 1 });
    const listed = await run(project, ['pick', 'photo']);
    expect(listed.stdout).toMatch(
      /^photo\/background {2}\d+×\d+\n {2}● [0-9a-f]{12} .* visuals\.vault\/.*\n {2}○ [0-9a-f]{12} .*\nChoose with `visuals pick photo <digest>`\n$/,
    );
    const [, other = ''] = /○ ([0-9a-f]{12})/.exec(listed.stdout) ?? [];
    const picked = await run(project, ['pick', 'photo', other]);
    expect(picked.stdout).toContain(`● ${other}`);
    expect(picked.stdout).toContain(`Chose ${other}`);
    expect(await run(project, ['pick', 'photoo'])).toMatchObject({ exit: 2, stderr: expect.stringContaining('did you mean "photo"') });
    expect((await run(project, ['vault', 'verify'])).stdout).toMatch(/^✓ 2 of 2 bought pictures sound, /);
    expect((await run(project, ['lock', 'resolve'])).stdout).toBe('There was no conflict: the lock names 2 bought pictures\n');
    const again = await run(project, ['regenerate', 'photo', '--slot', 'background']);
    expect(again.stdout).toMatch(/^The next build asks for photo\/background once more: 2 pictures, \$.*--spend/);
    expect(project.server.counters.paidPosts).toBe(1);
  });

  it('tells what was spent and what is unknown, and gives an attempt up', async () => {
    const project = await createPaidProject({ config: { budget: { perMonth: 20 } } });
    expect((await run(project, ['spend'])).stdout).toContain('Nothing was asked of a provider from here.');
    project.server.failNext('reset-in-body');
    expect(await run(project, ['build', '--spend', '1'])).toMatchObject({ exit: 4 });
    const { stdout } = await run(project, ['spend', '--verbose']);
    expect(stdout).toMatch(/1 request unknown, perhaps billed\n\n\d{4}-\d\d: \$0\.\d+ of \$20\.00, \$20.00 left; /);
    const [, word = ''] = /visuals spend --forget ([0-9a-f]{8})/.exec(stdout) ?? [];
    expect(await run(project, ['spend', '--forget', word])).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^Gave up /) });
    expect(await run(project, ['spend', '--forget', word])).toMatchObject({ exit: 2 });
    const json = JSON.parse((await run(project, ['spend', '--json'])).stdout) as SpendingReport;
    expect(json).toMatchObject({ exit: 0, unknown: [], month: { budget: 20 }, days: [{ outcomes: [{ outcome: 'forgotten' }] }] });
  });
});

describe('what is shown of purchases', () => {
  const io = createFakeIo();
  const palette = createPalette({ noColor: true }, io, io.stdout);
  const purchase = (given: Partial<PlannedPurchase> = {}): PlannedPurchase => ({
    task: 'generate:1',
    art: 'hero/background',
    model: 'model-1',
    width: 1536,
    height: 1024,
    quality: 'high',
    serves: 24,
    note: 'crop 1536×1024 to 1200×630',
    sections: [{ title: 'Scene', lines: ['A desk.', 'Morning light.'] }],
    pictures: 2,
    low: 0.3,
    high: 0.4,
    known: true,
    ...given,
  });

  it('is a paragraph a request and a sum', () => {
    expect(
      formatPurchaseList(
        { purchases: [purchase(), purchase({ art: 'story/background', note: '', pictures: 1, serves: 0, low: 0.04, high: 0.04 })] },
        palette,
        true,
      ),
    ).toBe(
      [
        '',
        'to buy',
        '  hero/background  2 pictures to choose from by model-1, 1536×1024, high quality, for 24 finished pictures: $0.30 to $0.40',
        '    then here, for free: crop 1536×1024 to 1200×630',
        '    Scene',
        '      A desk.',
        '      Morning light.',
        '  story/background  1 picture by model-1, 1536×1024, high quality: $0.0400',
        '    Scene',
        '      A desk.',
        '      Morning light.',
        '  in all 3 pictures: $0.34 to $0.44',
        '  buy with `visuals build --spend 0.44`',
        '',
      ].join('\n'),
    );
  });

  it('does not pretend to know a price', () => {
    const text = formatPurchaseList({ purchases: [purchase({ known: false })] }, palette, false);
    expect(text).toContain('at a price that is not known');
    expect(text).toContain('--spend <usd>');
    expect(text).not.toContain('$0');
  });

  it('is a table for a pull request, in which nothing is markup', () => {
    expect(formatPurchaseTable({ purchases: [purchase({ model: 'a|b' })] })).toBe(
      [
        '',
        '| to buy | model | size | quality | pictures | cost | done here |',
        '|---|---|---|---|--:|---|---|',
        String.raw`| hero/background | a\|b | 1536×1024 | high | 2 | $0.30 to $0.40 | then crop 1536×1024 to 1200×630 |`,
        '| **in all** | | | | **2** | **$0.30 to $0.40** | |',
        '',
      ].join('\n'),
    );
  });

  it('is nothing where nothing is ever bought', () => {
    expect(formatPurchaseList({ purchases: [] }, palette, true) + formatPurchaseTable({ purchases: [] })).toBe('');
  });

  it('stands in the progress line while it goes on', () => {
    const steps: readonly PurchaseStep[] = ['waiting', 'waiting', 'waiting', 'waiting', 'sent', 'received', 'sent', 'failed', 'withheld'];
    const planned = advanceProgress(noProgress, { type: 'planned', cells: 4, outputs: 4, tasks: 9 }, 0);
    const progress = steps.reduce((before, step) => advanceProgress(before, { type: 'purchase', art: 'a/b', step, pictures: 1 }, 0), planned);
    expect(formatProgress(progress, 0)).toMatch(/0 failed · buying: 1 waiting, 1 received$/);
    expect(formatProgress(planned, 0)).not.toContain('buying');
  });

  it('closes the summary, also of a build that was stopped', () => {
    const art = { bought: 3, drafts: 0, unpaid: { pictures: 2, low: 0.2, high: 0.251, known: true } };
    const report = { counts: counts({ made: 4, failed: 2 }), spent: 0.31, art };
    expect(
      formatSummary(ending({ ...report, exit: 3 }), 6)
        .text.split('\n')
        .slice(1),
    ).toEqual(['  Bought 3 pictures, spent $0.31', '  Not paid for: 2 pictures, $0.20 to $0.25; buy with `visuals build --spend 0.26`']);
    expect(formatSummary(ending({ ...report, exit: 130 }), 6).text).toContain('spent $0.31');
  });
});
