import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Evaluator, Lexer, Parser, data } from '@actions/expressions';
import { parse } from 'yaml';
import { createTemporaryFolder } from './temporary-folder.ts';

/** What a workflow is run on. */
export interface WorkflowRun {
  /** A repository in which everything is committed. */
  readonly repository: string;
  /** Folder of what outlives a run: caches and artifacts. */
  readonly storage: string;
  /** The commit. */
  readonly sha: string;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** How a job ended. */
export interface JobResult {
  /** Its name, and of a matrix its place in it. */
  readonly name: string;
  readonly result: 'success' | 'failure' | 'skipped';
  /** What shell steps printed. */
  readonly output: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly workspace: string;
}

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
  readonly steps: readonly Step[];
}

/**
 * Runs a workflow of GitHub Actions here, one job after the other: its shell steps as they are written, each job in a clone of its own, its expressions by GitHub's own library. What the actions
 * that it uses do is done in their place, as their pages say.
 */
export function runWorkflow(text: string, run: WorkflowRun): readonly JobResult[] {
  const { jobs } = parse(text) as { readonly jobs: Readonly<Record<string, Job>> };
  const ended = new Map<string, readonly JobResult[]>();
  for (const [name, job] of Object.entries(jobs)) {
    const needs = Object.fromEntries([job.needs ?? []].flat().map((each) => [each, sumUp(ended.get(each)!)]));
    ended.set(
      name,
      listMatrix(job).map((matrix) => runJob({ name: [name, ...Object.values(matrix)].join(' '), job, needs, matrix, run })),
    );
  }
  return [...ended.values()].flat();
}

interface RunningJob {
  readonly name: string;
  readonly job: Job;
  readonly needs: Readonly<Record<string, Pick<JobResult, 'result' | 'outputs'>>>;
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly run: WorkflowRun;
}

function listMatrix({ strategy }: Job): readonly Readonly<Record<string, unknown>>[] {
  return Object.entries(strategy?.matrix ?? {}).reduce<readonly Readonly<Record<string, unknown>>[]>(
    (combined, [name, values]) => combined.flatMap((each) => values.map((value) => ({ ...each, [name]: value }))),
    [{}],
  );
}

function sumUp(results: readonly JobResult[]): Pick<JobResult, 'result' | 'outputs'> {
  return { result: results.find(({ result }) => result !== 'success')?.result ?? 'success', outputs: results[0]?.outputs ?? {} };
}

function runJob({ name, job, needs, matrix, run }: RunningJob): JobResult {
  const workspace = join(createTemporaryFolder(), 'site');
  const steps: Record<string, { readonly outputs: Readonly<Record<string, string>> }> = {};
  const context = { needs, matrix, steps, secrets: run.secrets ?? {}, github: { sha: run.sha }, runner: { os: 'Linux' } };
  const env = Object.fromEntries(Object.entries(job.env ?? {}).map(([key, value]) => [key, fill(value, { context, workspace, isWell: true })]));
  const isWanted = holds(job.if, { context, workspace, isWell: Object.values(needs).every(({ result }) => result === 'success') });
  if (!isWanted) return { name, result: 'skipped', output: '', outputs: {}, workspace };
  let [isWell, output] = [true, ''];
  for (const step of job.steps) {
    const scene: Scene = { context: { ...context, env }, workspace, isWell };
    if (!holds(step.if, scene)) continue;
    const words = Object.fromEntries(Object.entries(step.with ?? {}).map(([key, value]) => [key, fill(String(value), scene)]));
    const done =
      step.uses === undefined
        ? runShell(fill(step.run!, scene), { workspace, env })
        : { isWell: true, said: '', outputs: act(step.uses, words, { workspace, run }) };
    output += done.said;
    isWell &&= done.isWell;
    if (step.id !== undefined) steps[step.id] = { outputs: done.outputs };
  }
  const outputs = Object.fromEntries(Object.entries(job.outputs ?? {}).map(([key, value]) => [key, fill(value, { context, workspace, isWell })]));
  return { name, result: isWell ? 'success' : 'failure', output, outputs, workspace };
}

interface Done {
  readonly isWell: boolean;
  readonly said: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** As `shell: bash` without further words does. */
function runShell(script: string, { workspace, env }: { readonly workspace: string; readonly env: Readonly<Record<string, string>> }): Done {
  const file = join(dirname(workspace), 'step.sh');
  writeFileSync(file, script);
  const variables = {
    PATH: process.env['PATH'],
    HOME: dirname(workspace),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    RUNNER_OS: 'Linux',
  };
  const summary = join(dirname(workspace), 'summary.md');
  const { status, stdout, stderr } = spawnSync('bash', ['-e', file], {
    cwd: workspace,
    encoding: 'utf8',
    env: { ...variables, GITHUB_STEP_SUMMARY: summary, ...env },
  });
  return { isWell: status === 0, said: stdout + stderr, outputs: {} };
}

interface Place {
  readonly workspace: string;
  readonly run: WorkflowRun;
}

type Words = Readonly<Record<string, string>>;

/** What an action does, by its name without the version. @returns its outputs */
function act(uses: string, words: Words, { workspace, run }: Place): Words {
  const name = uses.replace(/@.*$/, '');
  const place = { at: (path = ''): string => join(workspace, path), artifacts: join(run.storage, 'artifacts'), caches: join(run.storage, 'caches'), run };
  if (actions[name] === undefined) throw new Error(`nobody knows what ${uses} does`);
  return actions[name](words, place) ?? {};
}

interface ActionPlace {
  /** A path in the workspace. */
  readonly at: (path?: string) => string;
  readonly artifacts: string;
  readonly caches: string;
  readonly run: WorkflowRun;
}

const restoreCache = (words: Words, { at, caches }: ActionPlace): Words => {
  const wanted = [words['key']!, ...(words['restore-keys'] ?? '').split('\n').filter((prefix) => prefix !== '')];
  const found = wanted.flatMap((prefix) => listFolder(caches, prefix))[0];
  if (found === undefined) return {};
  if (words['lookup-only'] !== 'true') cpSync(join(caches, found), at(words['path']), { recursive: true });
  return { 'cache-matched-key': found };
};

const actions: Readonly<Record<string, (words: Words, place: ActionPlace) => Words | void>> = {
  'actions/checkout': (_, { at, run }) => void spawnSync('git', ['clone', '--quiet', run.repository, at()]),
  'actions/setup-node': () => undefined,
  'actions/cache': restoreCache,
  'actions/cache/restore': restoreCache,
  'actions/cache/save': ({ path, key }, { at, caches }) => cpSync(at(path), join(caches, key!), { recursive: true }),
  'actions/upload-artifact': ({ path, name }, { at, artifacts }) => cpSync(at(path), join(artifacts, name!), { recursive: true }),
  'actions/download-artifact': ({ path, pattern }, { at, artifacts }) => {
    for (const name of listFolder(artifacts, pattern!.replace('*', ''))) cpSync(join(artifacts, name), join(at(path), name), { recursive: true });
  },
  'github/codeql-action/upload-sarif': ({ sarif_file: path }, { at, run }) => cpSync(at(path), join(run.storage, 'scanned.sarif')),
};

function listFolder(folder: string, prefix: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(prefix)) : [];
}

/** Where an expression is read. */
interface Scene {
  readonly context: Readonly<Record<string, unknown>>;
  readonly workspace: string;
  /** Whether nothing has failed so far. */
  readonly isWell: boolean;
}

/** Without a word about failures, a condition holds only as long as nothing failed. */
function holds(condition: string | undefined, scene: Scene): boolean {
  if (condition === undefined) return scene.isWell;
  const isTrue = evaluate(condition.replace(/^\$\{\{|\}\}$/g, ''), scene) === 'true';
  return isTrue && (scene.isWell || /\b(?:always|failure|cancelled)\(/.test(condition));
}

function fill(text: string, scene: Scene): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => evaluate(expression, scene));
}

function evaluate(expression: string, { context, workspace, isWell }: Scene): string {
  const functions = nameFunctions({
    always: () => true,
    success: () => isWell,
    failure: () => !isWell,
    hashfiles: (path) => (existsSync(join(workspace, path)) ? 'digest' : ''),
  });
  const parsed = new Parser(new Lexer(expression.trim()).lex().tokens, Object.keys(context), [...functions.values()]).parse();
  return new Evaluator(parsed, toData(context) as data.Dictionary, functions).evaluate().coerceString();
}

type ExpressionFunctions = NonNullable<ConstructorParameters<typeof Evaluator>[2]>;

function nameFunctions(functions: Readonly<Record<string, (word: string) => unknown>>): ExpressionFunctions {
  const define = ([name, call]: readonly [string, (word: string) => unknown]) =>
    [name, { name, minArgs: 0, maxArgs: 1, call: (word?: data.ExpressionData) => toData(call(word?.coerceString() ?? '')) }] as const;
  return new Map(Object.entries(functions).map(define));
}

function toData(value: unknown): data.ExpressionData {
  return JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData;
}
