import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkProject } from '../../src/check-project.ts';
import { formatSarif } from '../../src/cli/reporters/format-sarif.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { CheckReport } from '../../src/model/report.ts';
import { executeCheck } from '../../src/project/execute-check.ts';
import { describeHost } from '../../src/project/host.ts';
import { createProject, formatConfig, tinyConfig, tinySources } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { runCommand } from '../support/run-command.ts';
import { validateSarif } from '../support/validate-sarif.ts';
import { cloneProject, codesOf, createPaidProject, plate } from '../support/paid-project.ts';

const { photo } = tinyConfig.assets;

/** The tiny project with a check of its own, whose code lies in a file beside the config. */
function withOwnCheck(code: string, settings = ''): { readonly [path: string]: string } {
  const config = formatConfig({ ...tinyConfig }).replace(
    "import { defineConfig } from 'visuals';",
    "import { defineConfig } from 'visuals';\nimport { own } from './checks/own.ts';",
  );
  const spread = `"custom": [own],${settings} "severity": {`;
  return {
    'visuals.config.ts': config.replace('"severity": {', spread),
    'checks/own.ts': `import { defineCheck } from 'visuals';\nexport const own = defineCheck({ name: 'own-check', run: ({ raster, boxes, cell, locale }) => { ${code} } });\n`,
  };
}

async function built(sources = tinySources()): Promise<TestProject> {
  const project = createProject(sources);
  await project.buildWell();
  return project;
}

test("a check of the project's own sees pixels and boxes, is remembered, and again asked when its code changes", async () => {
  const project = await built({
    ...tinySources(),
    ...withOwnCheck(
      "return boxes[0].slot === 'headline' && raster.data.length === raster.width * raster.height * 4 && locale === 'de' ? [{ message: `${cell} is ${raster.width} wide`, fix: 'Mend it.', measured: 120 }] : [];",
    ),
  });
  const { root } = project;
  const first = await checkProject({ root });
  const place = { file: 'visuals.config.ts', line: expect.any(Number) as number, column: 5 };
  expect(first.findings).toEqual([
    {
      check: 'own-check',
      severity: 'error',
      asset: 'hello',
      cell: 'hello/wide.de',
      message: 'hello/wide.de is 120 wide',
      fix: 'Mend it.',
      measured: 120,
      place,
    },
    {
      check: 'own-check',
      severity: 'error',
      asset: 'photo',
      cell: 'photo/wide.de',
      message: 'photo/wide.de is 120 wide',
      fix: 'Mend it.',
      measured: 120,
      place,
    },
  ]);
  expect(first).toMatchObject({ exit: 1, remembered: 0 });
  expect(codesOf(first)).toEqual(['CHECK_CUSTOM', 'CHECK_CUSTOM']);
  expect(await checkProject({ root })).toMatchObject({ exit: 1, looked: 0, findings: first.findings });
  project.write(withOwnCheck("throw new Error('no luck');"));
  const broken = await checkProject({ root });
  expect(broken.findings.map(({ message }) => message)).toEqual(Array.from({ length: 4 }, () => 'the check "own-check" broke: no luck'));
  project.write(withOwnCheck('return [{ text: 1 }];'));
  expect((await checkProject({ root })).findings[0]!.message).toBe('the check "own-check" gave no list of { message, fix }');
});

test('in slices it tells what it tells in one piece', async () => {
  const { hello } = tinyConfig.assets;
  const shown = (art: JsonObject): JsonObject => ({ ...photo, art: { background: art } });
  const two = shown({ ...plate, prompt: 'A shore', candidates: 2 });
  const bought = { first: shown(plate), hello, two, file: photo, again: shown(plate), twice: two };
  const checks = { severity: { contrast: 'warn', safeArea: 'warn' } };
  const project = await createPaidProject({ config: { assets: bought, checks } });
  await project.buildWell({ spend: 1 });
  const open = shown({ ...plate, prompt: 'A hill' });
  const assets = { open, ...bought, gone: { ...photo, copy: 'gone' }, last: { ...hello, review: 'required' }, other: open };
  project.write({ 'visuals.config.ts': formatConfig({ ...tinyConfig, assets, checks, budget: { perBuild: 0 } }) });
  project.write({ 'copy/en.json': project.read('copy/en.json').replace('A view', 'The view') });
  rmSync(project.pathOf('file/wide.de'));
  const copy = createProject({});
  cpSync(project.root, copy.root, { recursive: true, filter: (path) => !path.includes('node_modules') });
  const whole = await checkProject({ root: project.root, jobs: 1 });
  expect(new Set(codesOf(whole)).size).toBeGreaterThan(7);
  expect(await checkProject({ root: copy.root, jobs: 1 }, { mostCells: 3 })).toEqual(whole);
});

test('what a check finds is as grave as the config says; a name that is none is an error', async () => {
  const project = await built();
  const { root } = project;
  const say = (checks: object): void => project.write({ 'visuals.config.ts': formatConfig({ ...tinyConfig, checks: checks as never }) });
  say({ severity: { copySpace: 'off' } });
  const grave = await checkProject({ root });
  expect(grave).toMatchObject({ exit: 1 });
  expect(grave.findings[0]).toMatchObject({ check: 'contrast', severity: 'error', asset: 'photo', slot: 'headline', place: { file: 'copy/en.json', line: 7 } });
  say({ severity: { copySpace: 'off', contrast: 'warn' } });
  const mild = await checkProject({ root });
  expect(mild).toMatchObject({ exit: 0, looked: 0 });
  expect(mild.diagnostics.every(({ code, severity }) => code === 'CHECK_CONTRAST' && severity === 'warning')).toBe(true);
  say({ severity: { copySpace: 'off', contrast: 'off' } });
  expect((await checkProject({ root })).diagnostics).toEqual([]);
  say({ severity: { contrats: 'off' } });
  const wrong = await checkProject({ root });
  expect(wrong).toMatchObject({ exit: 2 });
  expect(wrong.diagnostics[0]!.message).toContain('contrast');
});

test('time comes from the clock of the host', async () => {
  const art = { background: { ...photo.art.background, expires: '2030-06-30' } };
  const project = await built(tinySources({ assets: { photo: { ...photo, art } } }));
  const host = describeHost({ root: project.root });
  const at = async (day: string): Promise<CheckReport> => executeCheck({}, { ...host, clock: { ...host.clock, now: () => Date.parse(day) } });
  const findings = async (day: string): Promise<readonly string[]> => (await at(day)).findings.map(({ severity, message }) => `${severity} ${message}`);
  expect(await findings('2030-05-30')).toEqual([]);
  expect(await findings('2030-06-30')).toEqual(['warn the art of "background" (art/view.svg) expires on 2030-06-30, in 0 days']);
  expect(await findings('2030-07-01')).toEqual(['error the art of "background" (art/view.svg) expired on 2030-06-30']);
});

test('what limits the showing of art is in no key', async () => {
  const project = await built();
  const art = { background: { ...photo.art.background, expires: '2999-06-30', territories: ['DE'] } };
  project.write(tinySources({ assets: { ...tinyConfig.assets, photo: { ...photo, art, territories: ['DE'], policy: { people: 'none' } } } }));
  expect((await project.buildWell()).ran).toMatchObject({ compose: 0, encode: 0, transform: 0 });
  const report = await checkProject({ root: project.root });
  expect(report.diagnostics).toEqual([]);
  expect(report.policies).toEqual([{ asset: 'photo', people: 'none' }]);
});

test('budgets, sizes of files and their limits', async () => {
  const project = await built(
    tinySources({ output: { dir: 'out', formats: ['jpeg'] }, checks: { severity: { contrast: 'off', copySpace: 'off' }, maxBytes: { jpeg: 1850 } } }),
  );
  const { findings } = await checkProject({ root: project.root });
  const [found] = findings;
  expect(found).toMatchObject({ check: 'bytes', limit: 1850 });
  const worst = Math.min(...findings.map(({ fix }) => Number(/quality` to (\d+)/.exec(fix)?.[1] ?? 0)));
  expect(worst).toBeLessThan(86);
  project.write({
    'visuals.config.ts': formatConfig({
      ...tinyConfig,
      output: { dir: 'out', formats: ['jpeg'], encode: { jpeg: { quality: worst } } },
      checks: { severity: { contrast: 'off', copySpace: 'off' }, maxBytes: { jpeg: 1850 } },
    }),
  });
  await project.buildWell();
  expect((await checkProject({ root: project.root })).findings).toEqual([]);
});

test('--fix puts back what was deleted or edited, and nothing else', async () => {
  const project = await built();
  const [gone, edited] = [project.pathOf('hello/wide.en'), project.pathOf('photo/wide.de')];
  const before = project.outputs();
  rmSync(gone);
  writeFileSync(edited, 'hand-made');
  expect(codesOf(await checkProject({ root: project.root }))).toEqual(['OUTPUT_MODIFIED', 'OUTPUT_MODIFIED']);
  const fixed = await checkProject({ root: project.root, fix: true });
  expect(fixed).toMatchObject({ exit: 0, diagnostics: [] });
  expect(fixed.fixed.map((path) => join(project.root, path)).toSorted()).toEqual([edited, gone].toSorted());
  expect(project.outputs()).toEqual(before);
  // What is out of date is not its business.
  project.write({ 'copy/en.json': project.read('copy/en.json').replace('Hello', 'Hullo') });
  expect(codesOf(await checkProject({ root: project.root, fix: true }))).toEqual(['DRIFT']);
  expect(project.outputs()).toEqual(before);
});

test('--no-vault believes the lock, and leaves pointers of a store that was not fetched alone', async () => {
  const project = await createPaidProject();
  await project.buildWell({ spend: 1 });
  const clone = cloneProject(project);
  cpSync(join(project.root, 'out'), join(clone.root, 'out'), { recursive: true });
  expect(codesOf(await checkProject({ root: clone.root }))).toEqual([]);
  rmSync(join(clone.root, '.visuals'), { recursive: true });
  rmSync(join(clone.root, 'visuals.vault'), { recursive: true });
  expect(await checkProject({ root: clone.root })).toMatchObject({ exit: 6 });
  const [digest] = /(?<="digest":\s*")[0-9a-f]{64}/.exec(clone.read('visuals.lock.json'))!;
  const pointer = join(clone.root, 'visuals.vault', digest.slice(0, 2), digest);
  mkdirSync(join(pointer, '..'), { recursive: true });
  writeFileSync(pointer, 'version https://git-lfs.github.com/spec/v1\n');
  const report = await checkProject({ root: clone.root, vault: false });
  expect(codesOf(report)).toEqual(['CHECK_UNSEEN']);
  expect(report.exit).toBe(0);
  expect(readFileSync(pointer, 'utf8')).toContain('git-lfs');
  writeFileSync(clone.pathOf('photo/wide.en'), 'edited');
  expect(codesOf(await checkProject({ root: clone.root, vault: false }))).toContain('OUTPUT_MODIFIED');
});

/** What GitHub's code scanning needs of a log. */
interface Sarif {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly rules: readonly { readonly id: string; readonly shortDescription: { readonly text: string }; readonly help: { readonly text: string } }[];
      };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } };
      }[];
      readonly partialFingerprints: { readonly [name: string]: string };
    }[];
  }[];
}

test('the command writes SARIF that code scanning takes, JSON, and the exit code', async () => {
  const project = await built(tinySources({ checks: { severity: { copySpace: 'off' } } }));
  const { exit, stdout } = await runCommand(project.root, ['check', '--json', '--sarif', 'reports/check.sarif']);
  expect(exit).toBe(1);
  const report = JSON.parse(stdout) as CheckReport;
  expect(report.findings[0]).toMatchObject({ check: 'contrast', asset: 'photo' });
  const log = JSON.parse(project.read('reports/check.sarif')) as Sarif;
  expect(validateSarif(log)).toEqual([]);
  expect(validateSarif({ ...log, runs: [{ ...log.runs[0], results: [{ ...log.runs[0]!.results[0], level: 'grave' }] }] })).not.toEqual([]);
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toContain('sarif-2.1.0');
  const [run] = log.runs;
  const { rules } = run!.tool.driver;
  expect(run!.results).not.toHaveLength(0);
  for (const each of run!.results) {
    expect(rules[each.ruleIndex]!.id).toBe(each.ruleId);
    expect(['error', 'warning']).toContain(each.level);
    expect(each.message.text).toMatch(/contrast.*token/);
    const [{ physicalLocation }] = each.locations as [Sarif['runs'][number]['results'][number]['locations'][number]];
    expect(physicalLocation.artifactLocation.uri).toBe(each.message.text.includes('photo/wide.de') ? 'copy/de.json' : 'copy/en.json');
    expect(physicalLocation.region.startLine).toBeGreaterThan(1);
    expect(Object.values(each.partialFingerprints)[0]).toMatch(/^[0-9a-f]{64}$/);
  }
  for (const rule of rules) expect(rule.shortDescription.text.length * rule.help.text.length).toBeGreaterThan(0);
  // A path is an URI, and what has no place points to the config.
  const odd = JSON.parse(
    formatSarif([{ ...report.diagnostics[0]!, place: { file: 'copy/my texts.json' } }], { version: '1.0.0', config: 'visuals.config.ts' }),
  ) as Sarif;
  expect(odd.runs[0]!.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe('copy/my%20texts.json');
});

test('art that is not bought yet is held against the budget, also where a stand-in is published', async () => {
  const of = (budget: object): object => ({ art: { background: { ...plate, quality: 'high' } }, config: { budget } });
  const modest = await createPaidProject(of({ perBuild: 0.001, perMonth: 50 }));
  expect(codesOf(await checkProject({ root: modest.root }))).toEqual(['ART_UNPAID', 'DRIFT', 'CHECK_BUDGET']);
  await modest.build({ draft: true });
  const drafted = await checkProject({ root: modest.root });
  expect(codesOf(drafted)).toEqual(['DRAFT_PUBLISHED', 'CHECK_BUDGET']);
  expect(drafted.diagnostics[1]).toMatchObject({
    exit: 3,
    message: expect.stringMatching(/^a piece of art not bought yet costs up to \$0\.\d+; `budget\.perBuild` is \$0\.0010$/) as string,
  });
  const rich = await createPaidProject(of({ perBuild: 5 }));
  await rich.build({ draft: true });
  expect(codesOf(await checkProject({ root: rich.root }))).toEqual(['DRAFT_PUBLISHED']);
});
