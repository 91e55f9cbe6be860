import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { BuildReport } from '../../src/model/report.ts';
import { readPublicKey } from '../../src/sharing/signing-key.ts';
import { createProject, readFolder, repository, workOf } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { hasNginx, startNginx } from '../support/nginx-server.ts';
import { runCommand } from '../support/run-command.ts';
import { sharedSources, teamKeys } from '../support/shared-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** The page on sharing, whose steps of CI are run here as a build server would: with the secrets of a branch, or with none. */
const page = readFileSync(join(repository, 'docs/sharing.md'), 'utf8');

interface Step {
  readonly run: string;
  readonly env: { readonly [name: string]: string };
}

const [ciOfMain, ciOfPullRequest] = [...page.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text = '']) => (parse(text) as readonly Step[])[0]!);

/** A store, as somebody sees it who has a password for it, and as everybody else does. */
interface Store {
  readonly writer: string;
  readonly reader: string;
  readonly folder: string;
}

/** The folder itself: nothing keeps anybody from writing anywhere. */
function openFolder(): Promise<Store> {
  const folder = createTemporaryFolder();
  return Promise.resolve({ writer: folder, reader: folder, folder });
}

/** nginx with the page's own rule on who writes. */
async function openNginx(): Promise<Store> {
  const home = createTemporaryFolder();
  const writers = join(home, 'writers');
  writeFileSync(writers, 'ci:{PLAIN}word\n');
  // Its workers run as somebody else than root.
  chmodSync(home, 0o755);
  const rule = /^ *(limit_except .*)$/m.exec(page)![1]!;
  expect(rule).toContain('/etc/nginx/writers');
  const server = await startNginx({ rules: rule.replace('/etc/nginx/writers', writers) });
  onTestFinished(() => server.stop());
  return { writer: server.url.replace('//', '//ci:word@'), reader: server.url, folder: server.folder };
}

interface Ending {
  readonly exit: number | null;
  readonly codes: readonly string[];
  readonly work: ReturnType<typeof workOf>;
}

/** Runs a step with these secrets; one that a branch does not have is empty there, as on GitHub. */
async function runStep({ run, env }: Step, project: TestProject, url: string, secrets: { readonly [name: string]: string } = {}): Promise<Ending> {
  const fill = (text: string): string =>
    text.replaceAll(/\$\{\{ secrets\.(\w+) \}\}/g, (_, name: string) => secrets[name] ?? '').replaceAll('${{ github.event.number }}', '12');
  const given = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
  expect(run).toBe('npx visuals build');
  return build(project, { ...given, VISUALS_STORE_URL: url });
}

async function build({ root }: TestProject, env: { readonly [name: string]: string }): Promise<Ending> {
  const { exit, lines } = await runCommand(root, ['build', '--json'], { env });
  const { report } = lines.findLast(({ type }) => type === 'report') as { readonly report: BuildReport };
  return { exit, codes: lines.flatMap((line) => (line['type'] === 'diagnostic' ? [(line['diagnostic'] as Diagnostic).code] : [])), work: workOf(report) };
}

function clone(): TestProject {
  return createProject(sharedSources('named by the environment'));
}

/** The change of a pull request: one headline. */
function change(project: TestProject): TestProject {
  project.write({ 'copy/de.json': { hello: { headline: 'Hallo', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } } });
  return project;
}

const ofMain = { VISUALS_STORE_KEY: teamKeys.main.secretText };
const main = readPublicKey(teamKeys.main.publicText)!.id;
const stranger = readPublicKey(teamKeys.stranger.publicText)!.id;

describe.each([
  ['a folder', openFolder, true],
  ['nginx', openNginx, hasNginx()],
] as const)('over %s', (_, open, isThere) => {
  test.skipIf(!isThere)('CI signs, a fork reads and can not poison, a laptop draws nothing', { timeout: 120_000 }, async () => {
    const { writer, reader, folder } = await open();
    const server = clone();
    expect(await runStep(ciOfMain!, server, writer, ofMain)).toMatchObject({ exit: 0, codes: [], work: { compose: 4, encode: 4 } });
    const signed = readFolder(folder);
    const areUntouched = (): boolean => [...signed].every(([path, bytes]) => readFolder(folder).get(path) === bytes);

    // A fork: the same steps, and no secrets.
    const fork = change(clone());
    expect(await runStep(ciOfPullRequest!, fork, reader)).toEqual({ exit: 0, codes: [], work: { ingest: 1, compose: 1, encode: 1 } });
    expect(readFolder(folder)).toEqual(signed);
    expect(await runCommand(fork.root, ['cache', 'push'], { env: { VISUALS_STORE_URL: reader } })).toMatchObject({ exit: 2 });
    expect(readFolder(folder)).toEqual(signed);

    // It brings a key of its own, and says that it is the protected branch.
    fork.write({
      '.visuals': undefined,
      out: undefined,
      'templates/note/template.css': fork.read('templates/note/template.css').replace('--color-ink', '--color-frame'),
    });
    const poisoned = await build(fork, { VISUALS_STORE_URL: reader, VISUALS_STORE_KEY: teamKeys.stranger.secretText });
    expect(poisoned.exit).toBe(0);
    expect(poisoned.codes).toContain('STORE_KEY_UNTRUSTED');
    expect(areUntouched()).toBe(true);
    const added = [...readFolder(folder).keys()].filter((path) => !signed.has(path) && path.startsWith('ac/'));
    expect(added.every((path) => path.startsWith(`ac/main/${stranger}/`))).toBe(true);
    // A folder lets everybody write, under his own name; nginx lets nobody without the password.
    expect(added.length > 0).toBe(reader === writer);
    expect([...signed.keys()].filter((path) => path.startsWith('ac/')).every((path) => path.startsWith(`ac/main/${main}/`))).toBe(true);

    const laptop = clone();
    expect(await build(laptop, { VISUALS_STORE_URL: reader })).toEqual({ exit: 0, codes: [], work: { ingest: 1 } });
    expect(laptop.outputs()).toEqual(server.outputs());
  });
});

test('a pull request with a key writes under its own name, and finds that the next time', { timeout: 120_000 }, async () => {
  const { writer, folder } = await openFolder();
  await runStep(ciOfMain!, clone(), writer, ofMain);
  const before = readFolder(join(folder, 'ac/main'));
  const secrets = { VISUALS_STORE_KEY_PULL_REQUESTS: teamKeys.pull.secretText };
  expect(await runStep(ciOfPullRequest!, change(clone()), writer, secrets)).toMatchObject({ exit: 0, codes: [], work: { compose: 1 } });
  expect(readdirSync(join(folder, 'ac')).toSorted()).toEqual(['main', 'pr-12']);
  expect(readFolder(join(folder, 'ac/main'))).toEqual(before);
  expect(await runStep(ciOfPullRequest!, change(clone()), writer, secrets)).toEqual({ exit: 0, codes: [], work: { ingest: 1 } });
  expect(await runStep(ciOfMain!, change(clone()), writer, ofMain)).toMatchObject({ exit: 0, work: { compose: 1 } });
});

interface Job {
  readonly environment?: string;
}

test('no workflow file gives the key to a pull request', () => {
  const folder = join(repository, 'docs/ci');
  const withKey = readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'utf8').includes('VISUALS_STORE_KEY'));
  expect(withKey).toEqual(['github-shards.yml', 'gitlab-shards.yml']);
  const { on, jobs } = parse(readFileSync(join(folder, 'github-shards.yml'), 'utf8')) as {
    readonly on: object;
    readonly jobs: { readonly [name: string]: Job };
  };
  expect(on).toEqual({ push: { branches: ['main'] } });
  const secret = Object.values(jobs).filter((job) => JSON.stringify(job).includes('secrets.'));
  expect(secret.map(({ environment }) => environment)).toEqual(['visuals']);
  const gitlab = parse(readFileSync(join(folder, 'gitlab-shards.yml'), 'utf8')) as { readonly [name: string]: { readonly rules?: readonly object[] } };
  expect(gitlab['.visuals']!.rules).toEqual([{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }]);
});
