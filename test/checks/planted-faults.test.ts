import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { CheckReport } from '../../src/model/report.ts';
import { repository } from '../support/create-project.ts';
import { commandFile, runCommand } from '../support/run-command.ts';
import { validateSarif } from '../support/validate-sarif.ts';

/** What the branch `faults` of examples/guardrails gets: code, what it is about, where it points, and what its fix speaks of. */
const expected: readonly (readonly [code: string, about: string | undefined, place: string | undefined, fix: RegExp])[] = [
  ['PAID_BLOB_CORRUPT', undefined, 'visuals.vault/dd/dd9f871a', /Restore visuals\.vault/],
  ['GLYPH_MISSING', 'names', 'copy/en.json', /Add a font/],
  ['TEXT_OVERFLOW', 'launch', 'copy/en.json', /Shorten it from 57 to about \d\d characters/],
  ['DRAFT_PUBLISHED', undefined, undefined, /visuals build --spend/],
  ['UNAPPROVED', 'press', 'visuals.config.ts', /visuals approve press/],
  ['CHECK_EXPIRY', 'portrait', 'visuals.config.ts', /Renew it/],
  ['CHECK_CONTRAST', 'evening', 'copy/en.json', /Choose a token for the text/],
  ['CHECK_BRAND_COLOR', 'offer', 'copy/en.json', /var\(--color-accent\)/],
  ['CHECK_WANTED_TEXT', 'sign', 'visuals.config.ts', /Give a picture that does/],
  ['CHECK_UNWANTED_TEXT', 'window', 'visuals.config.ts', /Give a picture without it/],
];

const root = mkdtempSync(join(tmpdir(), 'visuals-guardrails-'));

afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeAll(() => {
  const { stderr } = spawnSync(process.execPath, [join(repository, 'examples/guardrails/demo.mjs'), root, '--prepare'], { encoding: 'utf8' });
  expect(stderr).toBe('');
}, 120_000);

const checkOut = (branch: string): void => expect(spawnSync('git', ['checkout', '--quiet', branch], { cwd: root }).status).toBe(0);

test('ten planted faults: the clean branch passes, the other fails with ten findings that name their fix', async () => {
  const check = async (): Promise<CheckReport> => JSON.parse((await runCommand(root, ['check', '--json'])).stdout) as CheckReport;
  const clean = await check();
  expect(clean).toMatchObject({ exit: 0, cells: 10, diagnostics: [], remembered: 0 });
  expect(clean.looked).toBeGreaterThan(20);
  expect(await check()).toMatchObject({ exit: 0, looked: 0, remembered: clean.looked });

  checkOut('faults');
  const faulty = await check();
  expect(faulty.exit).toBe(6);
  expect(faulty.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(expected.map(([code]) => `error ${code}`));
  for (const [at, [code, about, place, fix]] of expected.entries()) {
    const found = faulty.diagnostics[at]!;
    expect(found.asset ?? found.cell?.split('/')[0], code).toBe(about);
    if (place !== undefined) expect(found.place?.file, code).toContain(place);
    expect(found.fix, code).toMatch(fix);
  }
  expect(spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }).stdout).toBe('');
}, 120_000);

interface Workflow {
  readonly jobs: {
    readonly check: { readonly steps: readonly { readonly run?: string; readonly uses?: string; readonly with?: { readonly sarif_file?: string } }[] };
  };
}

interface Pipeline {
  readonly visuals: {
    readonly before_script: readonly string[];
    readonly script: readonly string[];
    readonly artifacts: { readonly paths: readonly string[] };
  };
}

const readYaml = (name: string): unknown => parse(readFileSync(join(repository, 'docs/ci', name), 'utf8'));

/** Runs the lines of a workflow as its runner does, the packages being there already: `npm ci` is left out, and `npx visuals` is the built command. */
function runLines(lines: readonly string[], env: NodeJS.ProcessEnv): { readonly status: number | null; readonly stderr: string } {
  const commands = join(root, '.visuals', 'commands');
  mkdirSync(commands, { recursive: true });
  writeFileSync(join(commands, 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${join(repository, 'dist', commandFile)}" "$@"\n`);
  chmodSync(join(commands, 'npx'), 0o755);
  const script = lines.filter((line) => !line.startsWith('npm ci')).join('\n');
  const { PATH = '' } = process.env;
  return spawnSync('bash', ['-e', '-c', script], { cwd: root, encoding: 'utf8', env: { PATH: `${commands}:${PATH}`, HOME: root, CI: 'true', ...env } });
}

describe('the workflow files let the clean branch pass and stop the other', () => {
  test('GitHub Actions: annotations at their lines, and the SARIF that the next step uploads', () => {
    const { steps } = (readYaml('github-actions.yml') as Workflow).jobs.check;
    const lines = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    const uploaded = steps.flatMap((step) => step.with?.sarif_file ?? [])[0]!;
    const summary = join(root, '.visuals', 'summary.md');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    checkOut('main');
    expect(runLines(lines, env).status).toBe(0);
    checkOut('faults');
    const { status, stderr } = runLines(lines, env);
    expect(status).toBe(6);
    const annotations = stderr.split('\n').filter((line) => line.startsWith('::error '));
    expect(annotations).toHaveLength(10);
    expect(annotations.filter((line) => /^::error file=copy\/en\.json,line=\d+,col=\d+,title=CHECK_CONTRAST::/.test(line))).toHaveLength(1);
    const log = JSON.parse(readFileSync(join(root, uploaded), 'utf8')) as { readonly runs: readonly { readonly results: readonly unknown[] }[] };
    expect([validateSarif(log), log.runs[0]!.results.length]).toEqual([[], 10]);
    rmSync(join(root, uploaded));
  }, 120_000);

  test('GitLab: both reports are kept', () => {
    const { before_script: before, script, artifacts } = (readYaml('gitlab-ci.yml') as Pipeline).visuals;
    checkOut('main');
    expect(runLines([...before, ...script], {}).status).toBe(0);
    checkOut('faults');
    expect(runLines([...before, ...script], {}).status).toBe(6);
    const reports = artifacts.paths.map((path) => JSON.parse(readFileSync(join(root, path), 'utf8')) as { readonly exit?: number });
    expect(reports.map(({ exit }) => exit)).toEqual([6, undefined]);
    for (const path of artifacts.paths) rmSync(join(root, path));
  }, 120_000);
});
