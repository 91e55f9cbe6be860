import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LiveSession, LiveState } from '../../src/model/live.ts';
import { openSession } from '../../src/watch/open-session.ts';
import { awaitState, awaitText } from '../support/await-state.ts';
import { createProject, formatConfig, tinyConfig, tinySources, tinyTokens, viewSvg, type Sources, type TestProject } from '../support/create-project.ts';
import { createGitProject } from '../support/git-project.ts';

const words = (word: string): Sources => ({ 'copy/en.json': { hello: { headline: word, alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });

/** Another state of the tiny project: each kind of file differs, one is gone, and one has come. */
const otherBranch: Sources = {
  ...tinySources(),
  ...words('Elsewhere'),
  'brand/tokens.json': { ...tinyTokens, color: { ...tinyTokens.color, ground: { $value: '#eeeeff' } } },
  'art/view.svg': viewSvg('#3d3'),
  'visuals.config.ts': formatConfig({
    ...tinyConfig,
    locales: { source: 'en', targets: ['fr'] },
    assets: { hello: { ...tinyConfig.assets.hello, template: 'photo', art: tinyConfig.assets.photo.art } },
  }),
  'copy/fr.json': { hello: { headline: 'Bonjour', alt: 'Un salut' }, photo: { headline: 'Une vue', alt: 'Une photo' } },
  'copy/de.json': undefined,
};

/** Files that nobody reads, beside those that somebody reads. */
function writeLitter(root: string, word: string): void {
  for (const folder of ['copy', 'art', 'templates/note', 'src/pages']) {
    mkdirSync(join(root, folder), { recursive: true });
    for (let index = 0; index < 300; index += 1) writeFileSync(join(root, folder, `litter-${index}.md`), `${word} ${index}\n`);
  }
}

async function watch(project: TestProject): Promise<LiveSession> {
  const session = await openSession({ root: project.root });
  onTestFinished(() => session.close());
  session.focus(['hello/wide.en']);
  await idle(session, () => session.state().cells.length > 0);
  return session;
}

const idle = (session: LiveSession, isEnd: () => boolean): Promise<LiveState> => awaitState(session, ({ phase }) => phase === 'idle' && isEnd());

async function expectCleanBuild(project: TestProject, session: LiveSession, sources: Sources): Promise<void> {
  await session.close();
  const clean = createProject(sources);
  await clean.buildWell();
  expect(session.state().cells.map(({ id, raster }) => [id, raster])).toEqual(
    Object.entries(clean.manifest().assets).flatMap(([id, { pictures }]) => pictures.map(({ size, locale, raster }) => [`${id}/${size}.${locale}`, raster])),
  );
  expect(session.state().problems).toEqual([]);
  expect(project.outputs()).toEqual(clean.outputs());
}

test('I2 switching branches with thousands of files, there and back and there again, ends like a clean build', { timeout: 180_000 }, async () => {
  const project = createGitProject();
  writeLitter(project.root, 'first');
  project.commit();
  project.git('checkout', '--quiet', '-b', 'other');
  writeLitter(project.root, 'second');
  project.commit(otherBranch);
  project.git('checkout', '--quiet', 'main');
  const session = await watch(project);
  for (const branch of ['other', 'main', 'other']) project.git('checkout', '--quiet', branch);
  await idle(session, () => session.state().cells.some(({ locale }) => locale === 'fr'));
  await awaitText(session, 'hello/wide.en', 'Elsewhere');
  await expectCleanBuild(project, session, otherBranch);
});

test('I3 more events than the system keeps are a reason to look at everything again', { timeout: 120_000 }, async () => {
  const project = createProject();
  const session = await watch(project);
  // Nobody takes events while this runs: the system's queue holds 16,384 of them and drops the rest, the last words among them.
  const storm = `const fs = require('node:fs');
for (let round = 0; round < 5000; round += 1) { fs.writeFileSync('copy/x.tmp', 'x'); fs.renameSync('copy/x.tmp', 'copy/x'); }
fs.writeFileSync('copy/en.json', JSON.stringify(${JSON.stringify(words('After all')['copy/en.json'])}, undefined, 2) + '\\n');`;
  expect(spawnSync(process.execPath, ['-e', storm], { cwd: project.root }).status).toBe(0);
  await awaitText(session, 'hello/wide.en', 'After all');
  await expectCleanBuild(project, session, { ...tinySources(), ...words('After all') });
});
