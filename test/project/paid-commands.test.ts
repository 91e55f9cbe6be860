import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { checkProject } from '../../src/check-project.ts';
import { forgetAttempt } from '../../src/forget-attempt.ts';
import { formatLock, readLock } from '../../src/lock/lock-file.ts';
import type { PurchaseSummary } from '../../src/model/report.ts';
import { pickPicture } from '../../src/pick-picture.ts';
import { planBuild } from '../../src/plan-build.ts';
import { readSpending } from '../../src/read-spending.ts';
import { regenerateAsset } from '../../src/regenerate-asset.ts';
import { resolveLock } from '../../src/resolve-lock.ts';
import { verifyVault } from '../../src/verify-vault.ts';
import { cloneProject, codesOf, createPaidProject, listVault, plate } from '../support/paid-project.ts';

describe('building with bought art', () => {
  test('plan foretells the calls and what they cost, and the build buys just that', async () => {
    const project = await createPaidProject();
    const plan = await planBuild({ root: project.root });
    expect(plan).toMatchObject({ exit: 0, requests: 1, purchases: [{ art: 'photo/background', pictures: 1, quality: 'low', known: true }] });
    expect(project.server.posts).toEqual([]);
    const report = await project.buildWell({ spend: 1 });
    const [purchase] = plan.purchases;
    expect(project.server.posts.map(({ prompt }) => prompt)).toEqual([expect.stringContaining('A calm desk in morning light')]);
    expect(report.spent).toBeGreaterThanOrEqual(purchase!.low);
    expect(report.spent).toBeLessThanOrEqual(purchase!.high);
    expect(report.art).toEqual({ bought: 1, drafts: 0, unpaid: { pictures: 0, low: 0, high: 0, known: true } });
    expect(project.server.counters.spentUsd).toBeCloseTo(report.spent, 6);
  });

  test('the second build buys nothing, nor does one after the headline changed', async () => {
    const project = await createPaidProject();
    await project.buildWell({ spend: 1 });
    expect(await project.buildWell()).toMatchObject({ spent: 0, counts: { made: 0 } });
    expect(await project.buildWell()).toMatchObject({ counts: { fresh: 4 } });
    project.write({ 'copy/en.json': { hello: { headline: 'Hello', alt: 'A greeting' }, photo: { headline: 'Another view', alt: 'A photo' } } });
    expect(await planBuild({ root: project.root })).toMatchObject({ purchases: [], requests: 1 });
    expect(await project.buildWell()).toMatchObject({ spent: 0, counts: { made: 1 } });
    expect(project.server.counters.paidPosts).toBe(1);
  });

  test('a clone with lock and vault builds the same bytes without key and server', async () => {
    const project = await createPaidProject();
    await project.buildWell({ spend: 1 });
    const clone = cloneProject(project);
    expect(await clone.buildWell()).toMatchObject({ spent: 0, art: { bought: 0, drafts: 0 } });
    expect(clone.outputs()).toEqual(project.outputs());
    expect(project.server.counters.paidPosts).toBe(1);
  });

  test('without consent nothing is bought, exit 3, and the rest is built', async () => {
    const project = await createPaidProject();
    const report = await project.build();
    expect(report).toMatchObject({ exit: 3, spent: 0, counts: { made: 2, failed: 2 }, art: { unpaid: { pictures: 1 } } });
    expect(codesOf(report)).toEqual(['ART_UNPAID']);
    expect(Object.keys(project.manifest().assets)).toEqual(['hello']);
    expect(project.server.posts).toEqual([]);
  });

  test('a person is asked once, with the sum, and the answer holds', async () => {
    const project = await createPaidProject();
    const asked: PurchaseSummary[] = [];
    const answer = (yes: boolean) => async (summary: PurchaseSummary) => (asked.push(summary), yes);
    expect(await project.build({ confirmSpend: answer(false) })).toMatchObject({ exit: 3 });
    expect(project.server.posts).toEqual([]);
    await project.buildWell({ confirmSpend: answer(true) });
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({ pictures: 1, known: true });
    expect(asked[1]).toEqual(asked[0]);
    await project.buildWell({ confirmSpend: answer(true) });
    expect(asked).toHaveLength(2);
  });

  test('F8 a build server never buys by the budget or by a question, only by the flag', async () => {
    const project = await createPaidProject({ config: { budget: { perBuild: 5 } } });
    vi.stubEnv('CI', 'true');
    expect(await project.build({ confirmSpend: async () => true })).toMatchObject({ exit: 3 });
    expect(project.server.posts).toEqual([]);
    await project.buildWell({ spend: 1 });
    expect(project.server.counters.paidPosts).toBe(1);
  });

  test('where a person is, the budget of the config is consent', async () => {
    const project = await createPaidProject({ config: { budget: { perBuild: 5 } } });
    expect(await project.buildWell()).toMatchObject({ art: { bought: 1 } });
  });

  test.each([
    ['G15 of the flag', {}, 0.000_01],
    ['G15 of the month', { budget: { perMonth: 0.000_01 } }, 1],
  ])('a budget that is too small sends nothing: %s', async (_, config, spend) => {
    const project = await createPaidProject({ config });
    const report = await project.build({ spend });
    expect(report).toMatchObject({ exit: 3, spent: 0, art: { unpaid: { pictures: 1 } } });
    expect(codesOf(report)).toEqual(['BUDGET_EXCEEDED']);
    expect(project.server.posts).toEqual([]);
  });

  test('purchases are told step by step', async () => {
    const project = await createPaidProject();
    const steps: string[] = [];
    await project.buildWell({ spend: 1, onEvent: (event) => event.type === 'purchase' && steps.push(`${event.art} ${event.step}`) });
    expect(steps).toEqual(['waiting', 'sent', 'received'].map((step) => `photo/background ${step}`));
  });
});

describe('stand-ins', () => {
  test('are marked in the manifest, never enter lock and vault, and are bought by the next build', async () => {
    const project = await createPaidProject();
    const report = await project.buildWell({ draft: true });
    expect(report).toMatchObject({ spent: 0, art: { bought: 0, drafts: 1, unpaid: { pictures: 1 } } });
    const { hello, photo } = project.manifest().assets;
    expect(photo!.pictures.map(({ draft }) => draft)).toEqual([true, true]);
    expect(hello!.pictures.some((picture) => 'draft' in picture)).toBe(false);
    expect(existsSync(join(project.root, 'visuals.lock.json'))).toBe(false);
    expect(listVault(project)).toEqual([]);

    const check = await checkProject({ root: project.root });
    expect({ exit: check.exit, codes: codesOf(check) }).toEqual({ exit: 7, codes: ['DRAFT_PUBLISHED'] });

    expect(await project.build()).toMatchObject({ exit: 3 });
    await project.buildWell({ spend: 1 });
    expect(project.manifest().assets['photo']!.pictures.some((picture) => 'draft' in picture)).toBe(false);
    expect(await checkProject({ root: project.root })).toMatchObject({ exit: 0 });
  });
});

describe('candidates', () => {
  test('are bought together, listed, and one is picked by the beginning of its digest', async () => {
    const project = await createPaidProject({ art: { background: { ...plate, candidates: 3 } } });
    await project.buildWell({ spend: 1 });
    expect(project.server.posts.map(({ n }) => n)).toEqual([3]);
    const before = project.outputs();
    const { root } = project;
    const listed = await pickPicture({ root, asset: 'photo' });
    const [list] = listed.lists;
    expect(list).toMatchObject({ art: 'photo/background', undecided: false });
    expect(list!.candidates.map(({ chosen }) => chosen)).toEqual([true, false, false]);
    for (const { path } of list!.candidates) expect(existsSync(join(root, path))).toBe(true);

    const other = list!.candidates[2]!.digest;
    const picked = await pickPicture({ root, asset: 'photo', digest: other.slice(0, 10).toUpperCase() });
    expect(picked).toMatchObject({ exit: 0, picked: other });
    expect(picked.lists[0]!.candidates.map(({ chosen }) => chosen)).toEqual([false, false, true]);
    expect(await project.buildWell()).toMatchObject({ spent: 0, counts: { made: 2 } });
    expect(project.outputs()).not.toEqual(before);
    expect(project.server.counters.paidPosts).toBe(1);
  });

  test('what is written wrongly changes nothing, exit 2, with what was meant', async () => {
    const project = await createPaidProject({ art: { background: { ...plate, candidates: 2 } } });
    await project.buildWell({ spend: 1 });
    const { root } = project;
    const lock = project.read('visuals.lock.json');
    const codes = async (options: Parameters<typeof pickPicture>[0]): Promise<string> => {
      const { exit, diagnostics } = await pickPicture({ root, ...options });
      return `${exit} ${diagnostics.map(({ code, message }) => `${code} ${message}`).join()}`;
    };
    expect(await codes({ asset: 'photoo' })).toBe('2 ASSET_UNKNOWN no asset "photoo" (did you mean "photo"?)');
    expect(await codes({ asset: 'hello' })).toMatch(/^2 PAID_ART_NONE/);
    expect(await codes({ asset: 'photo', slot: 'backgroud' })).toMatch(/^2 PAID_ART_NONE .*did you mean "background"/);
    expect(await codes({ asset: 'photo', digest: 'zz' })).toMatch(/^2 PICTURE_UNKNOWN/);
    expect(await codes({ asset: 'photo', digest: '' })).toMatch(/^2 PICTURE_UNKNOWN .*beginning of 2/);
    expect(project.read('visuals.lock.json')).toBe(lock);
  });

  test('more candidates ask only for the missing ones', async () => {
    const project = await createPaidProject();
    await project.buildWell({ spend: 1 });
    const config = project.read('visuals.config.ts');
    project.write({ 'visuals.config.ts': config.replace('"quality": "low"', '"quality": "low", "candidates": 3') });
    expect((await planBuild({ root: project.root })).purchases).toMatchObject([{ pictures: 2 }]);
    expect(await project.build()).toMatchObject({ exit: 0, art: { bought: 0, unpaid: { pictures: 2 } } });
    expect(await project.buildWell({ spend: 1 })).toMatchObject({ art: { bought: 2, unpaid: { pictures: 0 } } });
    expect(project.server.posts.map(({ n }) => n ?? 1)).toEqual([1, 2]);
  });
});

describe('regenerate', () => {
  test('lets the next build ask again, and keeps the old picture', async () => {
    const project = await createPaidProject();
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const [old] = listVault(project);
    await project.buildWell();
    expect(await project.buildWell()).toMatchObject({ counts: { fresh: 4 } });
    const report = await regenerateAsset({ root, asset: 'photo' });
    expect(report).toMatchObject({ exit: 0, raised: [{ art: 'photo/background', take: 1 }], unbought: [], cost: { pictures: 1, known: true } });
    expect(report.cost.high).toBeGreaterThan(0);
    expect(project.server.counters.paidPosts).toBe(1);
    expect(await project.build()).toMatchObject({ exit: 3 });
    expect(await project.buildWell({ spend: 1 })).toMatchObject({ art: { bought: 1 } });
    expect(listVault(project)).toHaveLength(2);
    expect(listVault(project)).toContain(old);
    expect(readLock(join(root, 'visuals.lock.json')).map(({ type }) => type)).toEqual(['picture', 'picture', 'take']);
  });

  test('raises nothing for what was not bought yet', async () => {
    const project = await createPaidProject();
    expect(await regenerateAsset({ root: project.root, asset: 'photo' })).toMatchObject({ exit: 0, raised: [], unbought: ['photo/background'], purchases: [] });
    expect(existsSync(join(project.root, 'visuals.lock.json'))).toBe(false);
    expect(await regenerateAsset({ root: project.root, asset: 'potho' })).toMatchObject({ exit: 2 });
  });
});

describe('the lock after a merge', () => {
  test('E15 markers stop the build, and are resolved into the union', async () => {
    const project = await createPaidProject({ art: { background: { ...plate, candidates: 2 } } });
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const path = join(root, 'visuals.lock.json');
    const lines = readLock(path);
    const [ours, theirs] = lines.map((line) => formatLock([line]).split('\n')[1]);
    writeFileSync(
      path,
      `{"version":1,"entries":[\n<<<<<<< ours\n${ours}\n||||||| base\n${ours?.replace('"low"', '"high"')}\n=======\n${theirs}\n>>>>>>> theirs\nnull]}\n`,
    );
    const conflicted = await project.build();
    expect({ exit: conflicted.exit, codes: codesOf(conflicted) }).toEqual({ exit: 2, codes: ['LOCK_CONFLICT'] });
    expect(await resolveLock({ root })).toMatchObject({ exit: 0, conflicted: true, pictures: 2, undecided: [] });
    expect(readLock(path)).toEqual(lines);
    expect(await project.buildWell()).toMatchObject({ spent: 0 });
    expect(await resolveLock({ root })).toMatchObject({ exit: 0, conflicted: false });
  });

  test('two choices are kept, reported, and decided by picking', async () => {
    const project = await createPaidProject({ art: { background: { ...plate, candidates: 2 } } });
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const path = join(root, 'visuals.lock.json');
    const lines = readLock(path);
    const pictures = lines.filter((line) => line.type === 'picture');
    const choices = pictures.map(({ key, digest }) => ({ type: 'choice', key, digest }) as const);
    writeFileSync(path, formatLock([...lines, ...choices]));
    const resolved = await resolveLock({ root });
    expect(resolved).toMatchObject({ exit: 2, undecided: [{ key: pictures[0]!.key }] });
    expect(codesOf(resolved)).toEqual(['CHOICE_CONFLICT']);
    expect(codesOf(await project.build())).toContain('CHOICE_CONFLICT');
    expect((await pickPicture({ root, asset: 'photo' })).lists).toMatchObject([{ undecided: true }]);
    expect(await pickPicture({ root, asset: 'photo', digest: pictures[1]!.digest })).toMatchObject({ exit: 0, lists: [{ undecided: false }] });
    expect(await project.build()).toMatchObject({ exit: 0 });
  });
});

describe('the vault', () => {
  test('E5 what is missing and what is damaged is found, and what the lock does not name is listed', async () => {
    const project = await createPaidProject({ art: { background: { ...plate, candidates: 3 } } });
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const [first, second] = listVault(project).map((path) => join(root, 'visuals.vault', path));
    expect(await verifyVault({ root })).toMatchObject({ exit: 0, pictures: 3, missing: [], damaged: [], orphans: [] });
    if (first === undefined || second === undefined) throw new Error('the vault holds fewer than two pictures');
    rmSync(first);
    chmodSync(second, 0o644);
    appendFileSync(second, 'x');
    project.write({ [`visuals.vault/00/${'0'.repeat(64)}`]: 'nobody' });
    const report = await verifyVault({ root });
    expect(report).toMatchObject({ exit: 6, pictures: 3, missing: [first.split('/').at(-1)], damaged: [second.split('/').at(-1)] });
    expect(report.orphans.map((path) => path.split('/').at(-1)).toSorted()).toEqual(['0'.repeat(64), `${second.split('/').at(-1)}.bad`].toSorted());
    expect(codesOf(report)).toEqual(['PAID_BLOB_CORRUPT', 'PAID_BLOB_CORRUPT']);
  });
});

describe('spending', () => {
  test('is told by day and outcome, against the budget', async () => {
    const project = await createPaidProject({ config: { budget: { perMonth: 20 } } });
    const { root } = project;
    expect(await readSpending({ root })).toMatchObject({ exit: 0, days: [], month: { spent: 0, budget: 20 }, total: 0, unknown: [] });
    project.server.failNext('server-error');
    const { spent } = await project.buildWell({ spend: 1 });
    const report = await readSpending({ root });
    const day = new Date().toISOString().slice(0, 10);
    expect(report.days).toEqual([
      {
        day,
        outcomes: [
          { outcome: 'bought', requests: 1, cost: expect.closeTo(spent, 6) },
          { outcome: 'refused', requests: 1, cost: 0 },
        ],
      },
    ]);
    expect(report.month).toEqual({ name: day.slice(0, 7), spent: expect.closeTo(spent, 6), budget: 20 });
    expect(report.entries).toHaveLength(2);
  });

  test('G13 an unknown attempt is listed until it is bought again or given up', async () => {
    const project = await createPaidProject();
    const { root } = project;
    project.server.failNext('reset-in-body');
    expect(await project.build({ spend: 1 })).toMatchObject({ exit: 4 });
    expect(await project.build({ spend: 1 })).toMatchObject({ exit: 4 });
    expect(project.server.counters.paidPosts).toBe(1);
    const { unknown, month } = await readSpending({ root });
    expect(unknown).toMatchObject([{ art: 'photo/background', received: false }]);
    expect(month.spent).toBeGreaterThan(0);

    expect(await forgetAttempt({ root, attempt: 'nothing' })).toMatchObject({ exit: 2, diagnostics: [{ code: 'ATTEMPT_UNKNOWN' }] });
    const { attempt, cost } = unknown[0]!;
    expect(await forgetAttempt({ root, attempt: attempt.slice(0, 8) })).toMatchObject({ exit: 0, forgotten: { attempt, art: 'photo/background' } });
    const after = await readSpending({ root });
    expect(after.unknown).toEqual([]);
    expect(after.days[0]!.outcomes).toMatchObject([{ outcome: 'forgotten', requests: 1, cost }]);
    expect(await project.buildWell({ spend: 1 })).toMatchObject({ art: { bought: 1 } });
  });

  test('G13 an attempt that was looked up and not billed costs nothing, and either word can be taken back', async () => {
    const project = await createPaidProject();
    const { root } = project;
    project.server.failNext('reset-in-body');
    expect(await project.build({ spend: 1 })).toMatchObject({ exit: 4 });
    const { attempt, cost } = (await readSpending({ root })).unknown[0]!;
    const tell = async (notBilled: boolean): Promise<unknown> => {
      const { exit, forgotten } = await forgetAttempt({ root, attempt, notBilled });
      const { days, month, unknown } = await readSpending({ root });
      return [exit, forgotten?.outcome, forgotten?.cost, days[0]!.outcomes.map(({ outcome }) => outcome), month.spent, unknown];
    };
    expect(await tell(true)).toEqual([0, 'unbilled', 0, ['unbilled'], 0, []]);
    expect(await forgetAttempt({ root, attempt, notBilled: true })).toMatchObject({ exit: 2, diagnostics: [{ code: 'ATTEMPT_UNKNOWN' }] });
    expect(await tell(false)).toEqual([0, 'forgotten', cost, ['forgotten'], cost, []]);
    expect(await tell(true)).toEqual([0, 'unbilled', 0, ['unbilled'], 0, []]);
    expect(await project.buildWell({ spend: 1 })).toMatchObject({ art: { bought: 1 } });
  });

  test('with the word to buy again, the unknown one counts as spent and another is bought', async () => {
    const project = await createPaidProject();
    project.server.failNext('reset-in-body');
    expect(await project.build({ spend: 1 })).toMatchObject({ exit: 4 });
    await project.buildWell({ spend: 1, buyAgain: true });
    expect(project.server.counters.paidPosts).toBe(2);
    const { days, unknown } = await readSpending({ root: project.root });
    expect(unknown).toEqual([]);
    expect(days[0]!.outcomes.map(({ outcome }) => outcome)).toEqual(['bought', 'forgotten']);
  });

  test('an answer that is here and whole is not given up', async () => {
    const project = await createPaidProject();
    const { root } = project;
    project.server.failNext('reset-in-body');
    await project.build({ spend: 1 });
    const { attempt } = (await readSpending({ root })).unknown[0]!;
    const papers = join(root, 'visuals.vault/.journal');
    writeFileSync(join(papers, `${attempt}.done`), readFileSync(join(papers, `${attempt}.part`)));
    expect(await forgetAttempt({ root, attempt })).toMatchObject({ exit: 2, diagnostics: [{ code: 'ATTEMPT_RECEIVED' }] });
    expect(existsSync(join(papers, `${attempt}.done`))).toBe(true);
  });
});
