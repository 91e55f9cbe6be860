import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProject, repository } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';

/** The steps of `action.yml` that are commands, run as a runner of GitHub would; caching alone is left out. */
interface Action {
  readonly inputs: { readonly [name: string]: { readonly default: string } };
  readonly runs: { readonly steps: readonly Step[] };
}

interface Step {
  readonly name: string;
  readonly if?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: { readonly [name: string]: string };
}

const action = parse(readFileSync(join(repository, 'action.yml'), 'utf8')) as Action;

interface Run {
  readonly exit: number;
  readonly output: string;
  readonly summary: string;
}

function runAction(project: TestProject, given: { readonly [input: string]: string } = {}): Run {
  const inputs: { readonly [name: string]: string } = {
    ...Object.fromEntries(Object.entries(action.inputs).map(([name, { default: value }]) => [name, value])),
    ...given,
  };
  const fill = (text: string): string => text.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_match, name: string) => inputs[name]!);
  const isWanted = ({ if: condition }: Step): boolean => condition === undefined || inputs[/^inputs\.(\w+) == 'true'$/.exec(condition)?.[1] ?? ''] === 'true';
  const summary = join(project.root, 'summary.md');
  let [exit, output] = [0, ''];
  for (const step of action.runs.steps.filter((each) => each.run !== undefined && isWanted(each))) {
    expect(step.shell).toBe('bash');
    const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)]));
    const { PATH = '', HOME = '' } = process.env;
    const ended = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run!], {
      cwd: project.root,
      encoding: 'utf8',
      env: { PATH: `${join(project.root, 'commands')}:${PATH}`, HOME, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, ...env },
    });
    output += ended.stdout + ended.stderr;
    exit = ended.status ?? 1;
    if (exit !== 0) break;
  }
  return { exit, output, summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '' };
}

/** A project that was built, in which `npx --no-install visuals` is the built command. */
async function createBuilt(): Promise<TestProject> {
  const project = createProject();
  mkdirSync(join(project.root, 'commands'));
  writeFileSync(join(project.root, 'commands/npx'), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${join(repository, 'dist/bin.cjs')}" "$@"\n`);
  chmodSync(join(project.root, 'commands/npx'), 0o755);
  await project.buildWell();
  return project;
}

describe('action.yml', () => {
  let project: TestProject;
  beforeEach(async () => {
    project = await createBuilt();
  });

  test('passes what is up to date, and says in the summary that nothing would change', () => {
    const { exit, output, summary } = runAction(project, { sarif: 'found.sarif', vault: 'false' });
    expect(exit, output).toBe(0);
    expect(summary).not.toBe('');
    expect(JSON.parse(project.read('found.sarif'))).toMatchObject({ version: '2.1.0' });
  });

  test('fails on drift with an annotation, and says what would change', () => {
    project.write({ 'copy/en.json': { hello: { headline: 'Hi', alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });
    const { exit, output, summary } = runAction(project);
    expect(exit, output).toBe(7);
    expect(output).toMatch(/^::error [^\n]*title=DRIFT/m);
    expect(summary).toContain('hello');
  });

  test('only tells where it shall not fail', () => {
    project.write({ 'copy/en.json': { hello: { headline: 'Hi', alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });
    expect(runAction(project, { check: 'false' }).exit).toBe(0);
  });
});
