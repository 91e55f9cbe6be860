import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BuildReport } from '../../src/model/report.ts';
import { planBuild } from '../../src/plan-build.ts';
import { describeHost } from '../../src/project/host.ts';
import { preparePlan } from '../../src/project/prepare-plan.ts';
import { locateState } from '../../src/project/state-paths.ts';
import { openWorkspace } from '../../src/project/workspace.ts';
import { createLastingProject, createProject, formatContract, tinySources, viewSvg } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import fc from '../support/properties.ts';
import { changeSetting, edits, formatSetting, initial } from '../support/random-settings.ts';

/** Sequences of edits a run; `VISUALS_RUNS=200` for a night. */
const numRuns = Number(process.env['VISUALS_RUNS'] ?? 4);

describe('assets that stand', () => {
  test(
    'are as a clean build would make them, and so is all that is told, after any sequence of edits',
    async () => {
      let stood = 0;
      const clean = createCleanBuilds();
      await fc.assert(
        fc.asyncProperty(fc.array(edits, { minLength: 3, maxLength: 6 }), async (sequence) => {
          const project = createLastingProject(formatSetting(initial));
          try {
            await project.build();
            let setting = initial;
            for (const edit of sequence) {
              setting = changeSetting(setting, edit);
              project.write(formatSetting(setting));
              stood += await countStanding(project);
              const report = await project.build();
              const wanted = await clean(formatSetting(setting));
              expect(tell(report), edit.join()).toEqual(wanted.told);
              if (report.exit === 0) expect(project.outputs(), edit.join()).toEqual(wanted.outputs);
            }
          } finally {
            project.remove();
          }
        }),
        { numRuns },
      );
      expect(stood).toBeGreaterThan(numRuns);
    },
    numRuns * 60_000,
  );
});

interface CleanBuild {
  readonly outputs: ReadonlyMap<string, string>;
  readonly told: object;
}

function createCleanBuilds(): (sources: Sources) => Promise<CleanBuild> {
  const known = new Map<string, Promise<CleanBuild>>();
  const build = async (sources: Sources): Promise<CleanBuild> => {
    const project = createLastingProject(sources);
    try {
      return { told: tell(await project.build()), outputs: project.outputs() };
    } finally {
      project.remove();
    }
  };
  return (sources) => {
    const name = JSON.stringify(sources);
    const found = known.get(name) ?? build(sources);
    known.set(name, found);
    return found;
  };
}

/** What a build says of the project, whichever way it came to it. */
function tell({ exit, counts, diagnostics }: BuildReport): object {
  const { fresh, cached, made, failed } = counts;
  return { exit, right: fresh + cached + made, failed, diagnostics: diagnostics.map((each) => JSON.stringify(each)).toSorted() };
}

async function countStanding({ root }: TestProject): Promise<number> {
  return (await prepare(root)).standing.ids.size;
}

async function prepare(root: string): ReturnType<typeof preparePlan> {
  return preparePlan(openWorkspace(describeHost({ root }), undefined), {}, { leaveStanding: true });
}

describe('an asset stands', () => {
  const german = { hello: { headline: 'Servus', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } };

  test('when another one was changed: it is neither planned nor looked up', async () => {
    const project = createProject();
    await project.buildWell();
    project.write({ 'copy/de.json': german });
    const { standing, plan } = await prepare(project.root);
    expect([...standing.ids]).toEqual(['photo']);
    expect(plan.cells.map(({ cell }) => cell.id)).toEqual(['hello/wide.en', 'hello/wide.de']);
    expect((await project.buildWell()).counts).toEqual({ fresh: 0, cached: 3, made: 1, failed: 0 });
    expect(await planBuild({ root: project.root })).toMatchObject({ cells: 4, outputs: 4, reused: 4, changes: [] });
  });

  test.each<[string, (project: TestProject) => void]>([
    ['one of its files is gone', (project) => rmSync(project.pathOf('photo/wide.de'))],
    ['one of its files was edited', (project) => appendFileSync(project.pathOf('photo/wide.de'), ' ')],
    ['the manifest was edited', (project) => appendFileSync(join(project.root, 'out/manifest.json'), '\n')],
    ['the manifest is gone', (project) => rmSync(join(project.root, 'out/manifest.json'))],
    ['what is remembered of it is damaged', (project) => damage(project, '"keys":["photo', '"keys":["phot0')],
    ['what is remembered rests on something else', (project) => damage(project, 'visuals assets 1 ', 'visuals assets 1 0')],
  ])('no more when %s', async (_what, disturb) => {
    const project = createProject();
    await project.buildWell();
    const wanted = project.outputs();
    disturb(project);
    expect([...(await prepare(project.root)).standing.ids]).not.toContain('photo');
    project.write({ 'art/other.svg': viewSvg('#fff') });
    await project.buildWell();
    expect(project.outputs()).toEqual(wanted);
  });

  test('only as all of it was built: a part of it may be further than the rest', async () => {
    const project = createProject();
    await project.buildWell();
    const before = project.outputs();
    project.write({ 'copy/de.json': german });
    await project.buildWell({ locales: ['de'] });
    project.write(tinySources());
    expect([...(await prepare(project.root)).standing.ids]).toEqual(['photo']);
    await project.buildWell();
    expect(project.outputs()).toEqual(before);
  });

  test('and what it was warned of is told again, where the words stand now', async () => {
    const contract = formatContract("headline: text({ role: 'headline', size: { smallest: 20, largest: 22 }, lines: 1, fit: 'clip' }),");
    const words = { headline: 'Words that are so many and so long that they are cut, wherever one looks at them', alt: 'A greeting' };
    const photo = { headline: 'A view', alt: 'A photo' };
    const project = createProject({ ...tinySources(), 'templates/note/template.ts': contract, 'copy/en.json': { hello: words, photo } });
    const linesOf = ({ diagnostics }: BuildReport): readonly unknown[] => diagnostics.map(({ code, place }) => [code, place?.line]);
    expect(linesOf(await project.buildWell())).toEqual([['TEXT_CLIPPED', 3]]);
    project.write({ 'art/view.svg': viewSvg('#3d3') });
    expect([...(await prepare(project.root)).standing.ids]).toEqual(['hello']);
    expect(linesOf(await project.buildWell())).toEqual([['TEXT_CLIPPED', 3]]);
    project.write({ 'copy/en.json': { photo, hello: words } });
    expect(linesOf(await project.buildWell())).toEqual([['TEXT_CLIPPED', 7]]);
  });
});

function damage(project: TestProject, text: string, other: string): void {
  const path = '.visuals/assets';
  const whole = project.read(path);
  expect(whole).toContain(text);
  project.write({ [path]: whole.replace(text, other) });
  expect(locateState(project.root).assets.endsWith(path)).toBe(true);
}
