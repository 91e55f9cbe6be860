import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BuildReport } from '../../src/model/report.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { planBuild } from '../../src/plan-build.ts';
import { describeHost } from '../../src/project/host.ts';
import { preparePlan } from '../../src/project/prepare-plan.ts';
import { locateState } from '../../src/project/state-paths.ts';
import { openWorkspace } from '../../src/project/workspace.ts';
import {
  createLastingProject,
  createProject,
  formatConfig,
  formatContract,
  tinyConfig,
  tinySources,
  tinyTemplates,
  tinyTokens,
  viewSvg,
} from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';

/** Sequences of edits a run; `VISUALS_RUNS=200` for a night. */
const numRuns = Number(process.env['VISUALS_RUNS'] ?? 4);

/** What assets can depend on, each with values that it takes in turn. An edit turns one of them on. */
const choices = {
  headline: ['Hallo', 'Servus'],
  fallback: ['A view', 'Another view'],
  cut: ['Words', 'Words that are so many and so long that they are cut, wherever one looks at them, for there is no room for all of them'],
  reference: ['read', 'asked for'],
  optional: [undefined, 'Fresh'],
  shift: [0, 1],
  ink: ['#112233', '#cc0044'],
  frame: ['#884400', '#005599'],
  palette: ['#334455', '#00aa66'],
  art: ['#d33', '#3d3'],
  style: ['', '.headline { opacity: 0.5; }'],
  overridden: ['', 'hello'],
  data: [1, 2],
  seed: [1, 2],
  quality: [80, 30],
  dark: [false, true],
  locales: [['de', 'fr'], ['de']],
  broken: [false, true],
} as const;

type Choice = keyof typeof choices;
type Setting = { readonly [choice in Choice]: number };

const names = Object.keys(choices) as Choice[];
const initial = Object.fromEntries(names.map((name) => [name, 0])) as Setting;

function valueOf<Name extends Choice>(setting: Setting, choice: Name): (typeof choices)[Name][number] {
  return choices[choice][setting[choice] % choices[choice].length]!;
}

/** Ten pictures of five assets: words, a photo, what is drawn from colours, another asset's art, and data that names messages. */
function formatSetting(setting: Setting): Sources {
  const get = <Name extends Choice>(choice: Name): (typeof choices)[Name][number] => valueOf(setting, choice);
  const size = { name: 'small', width: 48, height: 32 };
  const config: JsonObject = {
    ...tinyConfig,
    locales: { source: 'en', targets: [...get('locales')], ...(get('locales').length === 2 && { fallback: { fr: ['en'] } }) },
    output: { dir: 'out', formats: ['webp'], encode: { webp: { quality: get('quality') } } },
    assets: {
      hello: { template: 'note', sizes: [size], copy: 'hello', alt: 'alt', ...(get('dark') && { variants: { theme: ['light', 'dark'] } }) },
      photo: {
        template: 'photo',
        sizes: [size],
        copy: 'photo',
        alt: 'alt',
        art: { background: { kind: 'file', path: 'art/view.svg' } },
        ...(get('overridden') !== '' && { overrides: [{ when: { locale: ['de'] }, copy: get('overridden') }] }),
      },
      drawn: {
        template: 'photo',
        sizes: [size],
        copy: 'photo',
        alt: 'alt',
        art: { background: { kind: 'procedural', procedure: 'grain', seed: get('seed'), palette: ['color.ground', 'color.palette'] } },
      },
      shown: { template: 'photo', sizes: [size], copy: 'photo', alt: 'alt', art: { background: { kind: 'asset', asset: 'drawn', slot: 'background' } } },
      list: { template: 'list', sizes: [size], copy: 'list', alt: 'alt', data: { count: get('data'), label: { message: 'label' } } },
    },
  };
  const copy = {
    ...(get('shift') === 1 && { first: 'Nobody reads it' }),
    alt: 'A picture',
    hello: { headline: 'Hello' },
    photo: { headline: get('fallback') },
    list: { headline: get('cut'), ...(get('optional') !== undefined && { tag: get('optional')! }) },
    label: '{count, number}',
  };
  return {
    ...tinyTemplates,
    'templates/note/template.css': `${tinyTemplates['templates/note/template.css'] as string}${get('style')}\n`,
    'templates/list/template.hbs':
      '<h1 class="headline" data-slot="headline">{{headline}}</h1><p class="tag" data-slot="label">{{data.label}}</p>{{#if (optional tag)}}<p class="tag" data-slot="tag">{{tag}}</p>{{/if}}\n',
    'templates/list/template.css':
      '.card { display: flex; flex-direction: column; width: 100%; height: 100%; background-color: var(--color-ground); color: var(--color-ink); font-family: var(--font-sans); }\n.headline { margin: 0; }\n.tag { margin: 0; }\n',
    'templates/list/template.ts': formatContract(
      `headline: text({ role: 'headline', size: { smallest: 20, largest: 22 }, lines: 1, fit: 'clip' }),
    label: text({ role: 'label', size: { smallest: 10, largest: 12 }, lines: 1, from: 'data' }),
    tag: text({ role: 'label', size: { smallest: 10, largest: 12 }, lines: 1, optional: true }),`,
      'label: data.text(), count: data.number()',
    ),
    'visuals.config.ts': formatConfig(config),
    'brand/tokens.json': {
      ...tinyTokens,
      color: { ...tinyTokens.color, ink: { $value: get('ink') }, frame: { $value: get('frame') }, palette: { $value: get('palette') } },
    },
    'art/view.svg': viewSvg(get('art')),
    'copy/en.json': copy,
    'copy/de.json': { ...copy, hello: { headline: get('headline') }, label: get('reference') === 'read' ? '{count, number} x' : '{count, number} y' },
    'copy/fr.json': { ...copy, photo: {}, ...(get('broken') && { hello: {} }) },
  };
}

const edits: fc.Arbitrary<readonly Choice[]> = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 2 });

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
              setting = change(setting, edit);
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
    numRuns * 20_000,
  );
});

function change(setting: Setting, edit: readonly Choice[]): Setting {
  const changed: Record<Choice, number> = { ...setting };
  for (const name of edit) changed[name] += 1;
  return changed;
}

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
