import { expect, test } from 'vitest';
import { approvePictures } from '../../src/approve-pictures.ts';
import { summariseSprint } from '../../src/summarise-sprint.ts';
import { createProject, tinyConfig, tinySize, tinySources } from '../support/create-project.ts';
import { createPaidProject } from '../support/paid-project.ts';
import { createGitProject, followWithGit } from '../support/git-project.ts';

test('of a whole life everything was made, and every picture is priced as if it had been bought', async () => {
  const project = createProject();
  const report = await summariseSprint({ root: project.root });
  expect(report).toMatchObject({
    exit: 0,
    assets: { delivered: ['hello', 'photo'], added: ['hello', 'photo'] },
    pictures: { delivered: 4, files: 4, made: 4, reused: 0, failed: 0 },
    bought: { pictures: 0, cost: 0, models: [] },
    whole: { pictures: 4, known: true, quality: 'medium' },
    approvals: { unreviewed: 4, approved: 0 },
    reviewers: [],
    times: [],
  });
  expect(report.since).toBeUndefined();
  expect(report.whole!.low).toBeGreaterThan(0);
});

test('counts what is new, what changed and what stayed since a commit', async () => {
  const project = createGitProject();
  const extra = { template: 'note', sizes: [tinySize], locales: ['en', 'fr'], copy: 'hello', alt: 'hello.alt' };
  project.write(
    tinySources({ locales: { source: 'en', targets: ['de', 'fr'] }, assets: { hello: { ...tinyConfig.assets.hello, locales: ['en', 'de'] }, extra } }),
  );
  project.write({
    'copy/fr.json': { hello: { headline: 'Bonjour', alt: 'Un salut' }, photo: { headline: 'Une vue', alt: 'Une photo' } },
    'copy/de.json': { hello: { headline: 'Hallo', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } },
  });
  const report = await summariseSprint({ root: project.root, since: 'main' });
  expect(report).toMatchObject({
    assets: { delivered: ['hello', 'extra'], added: ['extra'] },
    locales: { added: ['fr'] },
    pictures: { delivered: 4, made: 3, reused: 1 },
    whole: { pictures: 3 },
  });
  expect(report.since?.commit).toMatch(/^[0-9a-f]{10}$/);
});

test('counts purchases and words since then, of this machine and of the lock', async () => {
  const project = followWithGit(await createPaidProject());
  await project.buildWell({ spend: 1 });
  await approvePictures({ root: project.root, pictures: ['photo'], by: 'Ada Lovelace <ada@example.com>' });
  const report = await summariseSprint({ root: project.root, since: 'HEAD' });
  expect(report.bought).toMatchObject({ pictures: 1, models: ['gpt-image-2-2026-04-21'] });
  expect(report.pictures).toMatchObject({ delivered: 4, made: 2, reused: 2 });
  expect(report.whole).toMatchObject({ pictures: 2, quality: 'low' });
  expect(report.approvals).toMatchObject({ approved: 2, unreviewed: 2 });
  expect(report.reviewers).toEqual([{ name: 'Ada Lovelace', pictures: 2 }]);
  expect(report.times).toMatchObject([{ asset: 'photo', requests: 1, days: 0 }]);
});

test('a day before anything was committed is the beginning of everything', async () => {
  const report = await summariseSprint({ root: createGitProject().root, since: '1999-01-01' });
  expect(report).toMatchObject({ since: { name: '1999-01-01', date: '1999-01-01' }, pictures: { made: 4, reused: 0 } });
});

test('a day is the state before it', async () => {
  const project = createGitProject();
  const report = await summariseSprint({ root: project.root, since: '2099-01-01' });
  expect(report.pictures).toMatchObject({ made: 0, reused: 4 });
  expect(report.whole).toBeUndefined();
});

test('tells what keeps it from counting', async () => {
  const report = await summariseSprint({ root: createGitProject().root, since: 'nowhere' });
  expect([report.exit, report.diagnostics.map(({ code }) => code), report.pictures.delivered]).toEqual([2, ['REPORT_REFERENCE'], 0]);
});
