import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { approvePictures } from '../../src/approve-pictures.ts';
import { openLockBook } from '../../src/lock/lock-book.ts';
import { lockName } from '../../src/lock/lock-file.ts';
import { indexPictures } from '../../src/publish/create-manifest.ts';
import { writeReport } from '../../src/write-report.ts';
import type { ReportResult } from '../../src/write-report.ts';
import { codesOf, createPaidProject } from '../support/paid-project.ts';
import { createProject, formatContract, readFolder, tinyConfig, tinySize, tinySources, tinyTokens } from '../support/create-project.ts';
import type { Sources } from '../support/create-project.ts';
import { createGitProject, followWithGit } from '../support/git-project.ts';

const german = { hello: { headline: 'Guten Tag', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } };

/** What differs, as `kind: causes: cells`. */
function listGroups({ data }: ReportResult): readonly string[] {
  return (data?.comparison?.groups ?? []).map(({ kind, causes, changes }) => `${kind}: ${causes.join(', ')}: ${changes.map(({ cell }) => cell).join(' ')}`);
}

describe('a report of the current state', () => {
  test('shows every picture with its state, by files that lie beside the page', async () => {
    const project = createProject();
    await project.buildWell();
    await approvePictures({ root: project.root, pictures: ['hello'], by: 'Ada Lovelace <ada@example.com>', comment: 'As drawn.' });
    const { exit, page, data } = await writeReport({ root: project.root });
    expect([exit, page]).toEqual([0, '.visuals/report/index.html']);
    expect(data?.cells.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'hello/wide.en approved',
      'hello/wide.de approved',
      'photo/wide.en unreviewed',
      'photo/wide.de unreviewed',
    ]);
    expect(data?.cells[1]).toMatchObject({
      alt: 'Ein Gruß',
      locale: 'de',
      width: 120,
      height: 63,
      approvals: [{ by: 'Ada Lovelace', verdict: 'approved', comment: 'As drawn.' }],
    });
    const folder = join(project.root, '.visuals/report');
    expect(readFileSync(join(folder, data!.cells[0]!.picture))).toEqual(readFileSync(project.pathOf('hello/wide.en')));
    expect(readdirSync(join(folder, 'pictures')).map((name) => `pictures/${name}`)).toEqual([...new Set(data!.cells.map(({ picture }) => picture))].toSorted());
    expect(project.read('.visuals/report/index.html')).not.toMatch(/https?:|\/\/|ada@example/);
  });

  test('draws what was not built, publishes nothing, and the same state gives the same folder', async () => {
    const project = createProject();
    await writeReport({ root: project.root, out: 'sheet' });
    const before = readFolder(join(project.root, 'sheet'));
    expect(before.size).toBe(6);
    await writeReport({ root: project.root, out: 'sheet' });
    expect(readFolder(join(project.root, 'sheet'))).toEqual(before);
    expect(existsSync(join(project.root, 'out'))).toBe(false);
  });

  test('tells failed cells and their problems, and leaves the others alone', async () => {
    const project = createProject();
    project.write({ 'art/view.svg': 'no picture' });
    const { exit, data } = await writeReport({ root: project.root });
    expect(exit).toBe(1);
    expect(data?.cells.map(({ state, picture }) => `${state} ${picture === ''}`)).toEqual([
      'unreviewed false',
      'unreviewed false',
      'failed true',
      'failed true',
    ]);
    expect(data?.problems.length).toBeGreaterThan(0);
    expect(project.read('.visuals/report/index.html')).toContain('Could not be drawn');
  });

  test('refuses a folder that holds something else, and touches nothing in it', async () => {
    const project = createProject();
    mkdirSync(join(project.root, 'docs/pictures'), { recursive: true });
    writeFileSync(join(project.root, 'docs/pictures/mine.txt'), 'mine');
    const report = await writeReport({ root: project.root, out: 'docs' });
    expect([report.exit, report.page, ...codesOf(report)]).toEqual([2, '', 'REPORT_FOLDER']);
    expect(project.read('docs/pictures/mine.txt')).toBe('mine');
    expect(codesOf(await writeReport({ root: project.root, out: '.' }))).toEqual(['REPORT_FOLDER']);
  });
});

describe('a report since a commit', () => {
  test('groups changes by cause, with both pictures, their difference, and what is new and gone', async () => {
    const project = createGitProject();
    await project.buildWell();
    const assets = { hello: tinyConfig.assets.hello, extra: { template: 'note', sizes: [tinySize], locales: ['en'], copy: 'hello', alt: 'hello.alt' } };
    const tokens = { ...tinyTokens, color: { ...tinyTokens.color, ink: { $value: '#aa2200' } } };
    project.write({
      ...tinySources({ assets }),
      'brand/tokens.json': tokens,
      'copy/de.json': { ...german, hello: { headline: 'Hallo', alt: 'Ein kurzer Gruß' } },
    });
    const report = await writeReport({ root: project.root, since: 'HEAD' });
    expect(listGroups(report)).toEqual([
      'changed: Token: color.ink: hello/wide.en',
      'changed: Copy: headline, Token: color.ink: hello/wide.de',
      'new: : extra/wide.en',
      'removed: : photo/wide.en photo/wide.de',
    ]);
    const { comparison } = report.data!;
    const [change] = comparison!.groups[1]!.changes;
    expect(change!.fields).toContainEqual({ name: 'text.headline', before: 'Guten Tag', after: 'Hallo' });
    expect(change!.difference!.share).toBeGreaterThan(0);
    expect(change!.difference!.regions.map(({ slot }) => slot)).toEqual(['headline']);
    for (const name of [change!.before!.picture, change!.after!.picture, change!.difference!.picture])
      expect(existsSync(join(project.root, '.visuals/report', name))).toBe(true);
    expect(change!.before!.picture).not.toBe(change!.after!.picture);
    expect(comparison!.alternatives).toEqual([{ cell: 'hello/wide.de', locale: 'de', direction: 'ltr', before: 'Ein Gruß', after: 'Ein kurzer Gruß' }]);
    expect(comparison!.unchanged).toBe(0);
  });

  test('finds nothing where nothing changed, and leaves neither worktree nor branch nor file behind', async () => {
    const project = createGitProject();
    const before = project.git('status', '--short', '--branch');
    const report = await writeReport({ root: project.root, since: 'main' });
    expect([report.exit, listGroups(report), report.data?.comparison?.unchanged]).toEqual([0, [], 4]);
    // The earlier state has the same keys: every card came from the cache of the present one, or the other way round.
    expect(report.data?.comparison?.work.drawn).toBe(4);
    expect(project.git('worktree', 'list').split('\n')).toHaveLength(1);
    expect(project.git('branch', '--list').split('\n')).toHaveLength(1);
    expect(project.git('status', '--short', '--branch')).toBe(before);
  });

  test('a cell that can not be drawn any more is named, with the picture that it had', async () => {
    const project = createGitProject();
    project.write({ 'art/view.svg': 'no picture' });
    const report = await writeReport({ root: project.root, since: 'HEAD' });
    expect(report.exit).toBe(1);
    expect(listGroups(report)).toEqual(['failed: : photo/wide.en photo/wide.de']);
    expect(report.data?.comparison?.groups[0]?.changes[0]).toMatchObject({ state: 'failed', before: { width: 120 } });
  });

  test('a picture of another size stands beside the earlier one, without a difference', async () => {
    const project = createGitProject();
    project.write(tinySources({ assets: { hello: { ...tinyConfig.assets.hello, sizes: [{ ...tinySize, width: 140 }] }, photo: tinyConfig.assets.photo } }));
    const report = await writeReport({ root: project.root, since: 'HEAD' });
    expect(report.data?.comparison?.groups[0]).toMatchObject({ causes: ['Size'], changes: [{ before: { width: 120 }, after: { width: 140 } }, {}] });
    expect(report.data?.comparison?.groups[0]?.changes[0]).not.toHaveProperty('difference');
  });

  test('works in a folder of a repository, and runs none of its hooks', async () => {
    const project = createGitProject({});
    const root = join(project.root, 'packages/site');
    const inside = (sources: Sources): Sources => Object.fromEntries(Object.entries(sources).map(([path, content]) => [`packages/site/${path}`, content]));
    project.commit(inside(tinySources()));
    symlinkSync(join(project.root, 'node_modules'), join(root, 'node_modules'));
    const hooked = join(project.root, 'hooked');
    project.write({ '.git/hooks/post-checkout': `#!/bin/sh\ntouch ${hooked}\n` });
    chmodSync(join(project.root, '.git/hooks/post-checkout'), 0o755);
    project.write(inside({ 'copy/de.json': { ...german, hello: { headline: 'Hallo', alt: 'Ein Gruß' } } }));
    const report = await writeReport({ root, since: 'HEAD' });
    expect(codesOf(report)).toEqual([]);
    expect(listGroups(report)).toEqual(['changed: Copy: headline: hello/wide.de']);
    expect(existsSync(hooked)).toBe(false);
  });

  test.each([
    ['no-such-branch', 'REPORT_REFERENCE'],
    ['--upload-pack=touch', 'REPORT_REFERENCE'],
    ['1999-01-01', 'REPORT_REFERENCE'],
  ])('%s is refused', async (since, code) => {
    const project = createGitProject();
    const report = await writeReport({ root: project.root, since });
    expect([report.exit, ...codesOf(report)]).toEqual([2, code]);
  });

  test('a folder without git, and a state that can not be loaded, are told', async () => {
    expect(codesOf(await writeReport({ root: createProject().root, since: 'HEAD' }))).toEqual(['REPORT_REFERENCE']);
    const project = createGitProject();
    const config = project.read('visuals.config.ts');
    project.commit({ 'visuals.config.ts': 'export default nothing;\n' });
    project.write({ 'visuals.config.ts': config });
    const report = await writeReport({ root: project.root, since: 'HEAD' });
    expect([report.exit, ...codesOf(report)]).toEqual([2, 'REPORT_BASE']);
    expect(project.git('worktree', 'list').split('\n')).toHaveLength(1);
  });
});

describe('bought art', () => {
  test('is never bought for a report: both states show stand-ins, and what is missing is told with its price', async () => {
    const paid = await createPaidProject();
    const project = followWithGit(paid);
    project.write({ 'copy/de.json': { ...german, photo: { headline: 'Anders', alt: 'Ein Foto' } } });
    const report = await writeReport({ root: project.root, since: 'HEAD' });
    expect(paid.server.posts).toEqual([]);
    expect(report.data?.cells.map(({ state }) => state)).toEqual(['unreviewed', 'unreviewed', 'draft', 'draft']);
    expect(report.data?.purchases).toMatchObject([{ art: 'photo/background', pictures: 1, known: true }]);
    expect(listGroups(report)).toEqual(['changed: Copy: headline: photo/wide.de']);
    expect(existsSync(join(project.root, 'visuals.lock.json'))).toBe(false);
  });

  test('that came since then is counted with its cost', async () => {
    const project = followWithGit(await createPaidProject());
    await project.buildWell({ spend: 1 });
    const report = await writeReport({ root: project.root, since: 'HEAD' });
    expect(report.data?.comparison?.bought).toMatchObject({ pictures: 1, cost: expect.any(Number) as number });
    expect(report.data?.spending.cost).toBe(report.data?.comparison?.bought.cost);
    expect(report.data?.purchases).toEqual([]);
  });
});

test('no secret of environment, data, prompts, paths and people is in any file, but prompts on request', async () => {
  const paid = await createPaidProject({ art: { background: { kind: 'generate', prompt: 'canary-prompt at dusk', quality: 'low' } } });
  vi.stubEnv('SOME_TOKEN', 'canary-environment');
  const withData = (internal: string) => ({
    ...tinySources({
      assets: {
        hello: { template: 'note', sizes: [tinySize], copy: 'hello', alt: 'hello.alt', data: { internal } },
        photo: {
          template: 'photo',
          sizes: [tinySize],
          copy: 'photo',
          alt: 'photo.alt',
          art: { background: { kind: 'generate', prompt: 'canary-prompt at dusk', quality: 'low' } },
        },
      },
    }),
    'templates/note/template.hbs':
      '<div class="page">{{#if (eq data.internal "x")}}<p class="mark"></p>{{/if}}<h1 class="headline" data-slot="headline">{{headline}}</h1></div>\n',
    'templates/note/template.css': `${paid.read('templates/note/template.css')}.mark { width: 30px; height: 30px; background-color: #000; }\n`,
    'templates/note/template.ts': formatContract(
      "headline: text({ role: 'headline', size: { smallest: 10, largest: 22 }, lines: 2 }),",
      'internal: data.string()',
    ),
  });
  paid.write(withData('x'));
  const project = followWithGit(paid);
  project.write(withData('canary-data'));
  await project.build();
  const { raster } = indexPictures(project.manifest()).get('hello/wide.en')!;
  openLockBook(join(project.root, lockName)).review([
    { cell: 'hello/wide.en', raster, verdict: 'rejected', by: 'Grace Hopper <canary@example.com>', date: '2026-11-22', comment: 'Too loud' },
  ]);
  const read = (): string =>
    [...readFolder(join(project.root, '.visuals/report'))].map(([path, bytes]) => `${path}\n${Buffer.from(bytes, 'base64').toString('latin1')}`).join('\n');
  const report = await writeReport({ root: project.root, since: 'HEAD' });
  expect(codesOf(report)).toEqual([]);
  expect(report.data?.comparison?.groups.flatMap(({ causes }) => causes)).toContain('Data: internal');
  const text = read();
  expect(text).toContain('rejected by <bdi>Grace Hopper</bdi>, 2026-11-22: <bdi>Too loud</bdi>');
  expect(text).not.toContain('canary');
  expect(text).not.toContain('sk-test');
  expect(text).not.toContain(basename(project.root));
  expect(text).not.toContain('/tmp');
  await writeReport({ root: project.root, prompts: true });
  expect(read()).toContain('canary-prompt');
});
