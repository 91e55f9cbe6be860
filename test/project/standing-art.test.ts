import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { openLockBook } from '../../src/lock/lock-book.ts';
import { readLock, writeLock } from '../../src/lock/lock-file.ts';
import type { ChoiceLine, PictureLine } from '../../src/lock/lock-file.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { BuildOptions, BuildReport } from '../../src/model/report.ts';
import { pickPicture } from '../../src/pick-picture.ts';
import { planBuild } from '../../src/plan-build.ts';
import { createLastingProject, formatConfig, tinyConfig, tinySize, tinySources, tinyTokens, viewSvg } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { listStanding } from '../support/list-standing.ts';
import type { FaultKind } from '../support/openai-server/faults.ts';
import { createPaidProject, openServer, plate } from '../support/paid-project.ts';
import type { PaidProject } from '../support/paid-project.ts';
import fc from '../support/properties.ts';

/** Sequences of all edits; `VISUALS_RUNS=50` for a night. */
const numRuns = Number(process.env['VISUALS_RUNS'] ?? 1);

/** What bought art can depend on, each with values that it takes in turn. */
const choices = {
  headline: ['Hallo', 'Servus'],
  inline: ['A calm desk', 'A calm table'],
  prompt: ['A calm field', 'A calm meadow'],
  fact: ['#884400', '#005599'],
  reference: ['#d33', '#3d3'],
  nested: [1, 2],
  mask: [100, 140],
  quality: ['low', 'medium'],
  accountModel: ['gpt-image-2-2026-04-21', 'gpt-image-2.5-flare-2026-09-08'],
  candidates: [2, 3],
  twins: [1, 2],
  word: ['Wort', 'Worte'],
  sourceWord: ['Word', 'Words'],
  description: ['For tests.', 'For other tests.'],
  overridden: [false, true],
} as const;

type Choice = keyof typeof choices;
type Setting = { readonly [choice in Choice]: number };

const initial = Object.fromEntries(Object.keys(choices).map((name) => [name, 0])) as Setting;

/** What happens to lock and vault besides. */
const deeds: { readonly [name: string]: (project: TestProject) => void | Promise<unknown> } = {
  'a line of the lock is lost': ({ root }) => editLock(root, (lines) => lines.toSpliced(lines.findLastIndex(isPicture), 1)),
  'a picture of the vault is lost': ({ root }) => {
    const { digest } = readLock(lockOf(root)).find(isPicture)!;
    rmSync(join(root, 'visuals.vault', digest.slice(0, 2), digest), { force: true });
  },
  'another candidate is picked': ({ root }) => pickOther(root),
  'art is asked for again': ({ root }) => void openLockBook(lockOf(root)).raiseTake('filed/background'),
};

/** Builds of another kind, each of a project in which other art is asked for. */
const builds: { readonly [name: string]: BuildOptions } = {
  'a draft': { draft: true },
  frozen: { frozen: true, spend: 5 },
  'a language': { locales: ['de'], spend: 5 },
  'an asset': { only: ['two'], spend: 5 },
  'with a word to buy again': { buyAgain: true, spend: 5 },
  'without consent': {},
};

let masks: readonly Uint8Array[];

beforeAll(async () => {
  masks = await Promise.all(choices.mask.map(drawMask));
});

/** A plate from a file's prompt, an edit behind a mask, words in a picture, another asset's art, and two that ask for the same. */
function formatSetting(setting: Setting): Sources {
  const get = <Name extends Choice>(choice: Name): (typeof choices)[Name][number] => choices[choice][setting[choice] % choices[choice].length]!;
  const rest = { template: 'photo', sizes: [{ name: 'small', width: 48, height: 32 }], copy: 'photo', alt: 'photo.alt' };
  const twin = { kind: 'generate', prompt: get('inline'), quality: 'low' };
  const filed = { kind: 'generate', prompt: 'prompts/plate.hbs', quality: get('quality'), candidates: get('candidates') };
  const drawn = { kind: 'procedural', procedure: 'grain', seed: get('nested'), palette: ['color.frame'] };
  const assets: JsonObject = {
    hello: { ...rest, template: 'note', copy: 'hello', alt: 'hello.alt' },
    filed: { ...rest, art: { background: { ...filed, references: [drawn] } } },
    edited: {
      ...rest,
      art: {
        background: {
          ...twin,
          kind: 'edit',
          prompt: 'Put it on a desk',
          from: { kind: 'file', path: 'art/view.svg' },
          mask: 'art/mask.png',
          keepOutsideMask: true,
        },
      },
    },
    poster: {
      ...rest,
      locales: ['de'],
      art: { background: { kind: 'translate', quality: 'low', from: { kind: 'file', path: 'art/view.svg' }, words: ['word'] } },
    },
    shown: { ...rest, art: { background: { kind: 'asset', asset: 'poster', slot: 'background' } } },
    one: { ...rest, art: { background: { ...twin, candidates: 1 } } },
    two: {
      ...rest,
      art: { background: { ...twin, candidates: get('twins') } },
      ...(get('overridden') && { overrides: [{ when: { locale: ['de'] }, copy: 'hello' }] }),
    },
  };
  const tiny = tinySources();
  const copy = (path: string, headline: string, word: string): JsonObject => ({ ...(tiny[path] as JsonObject), hello: { headline, alt: 'Gruß' }, word });
  return {
    ...tiny,
    'visuals.config.ts': formatConfig({ ...tinyConfig, generators: { openai: { model: get('accountModel'), sizeRules: false } }, assets }),
    'prompts/plate.hbs': `${get('prompt')}, as calm as {{token "color.frame"}}\n`,
    'brand/tokens.json': { ...tinyTokens, color: { ...tinyTokens.color, frame: { $value: get('fact') } } },
    'templates/photo/template.ts': (tiny['templates/photo/template.ts'] as string).replace('For tests.', get('description')),
    'art/view.svg': viewSvg(get('reference')),
    'art/mask.png': masks[setting.mask % masks.length],
    'copy/en.json': copy('copy/en.json', 'Hello', get('sourceWord')),
    'copy/de.json': copy('copy/de.json', get('headline'), get('word')),
  };
}

async function drawMask(left: number): Promise<Uint8Array> {
  const hole = { create: { width: 600, height: 300, channels: 4, background: '#000' } } as const;
  const mask = sharp({ create: { width: 1536, height: 768, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 1 } } });
  return mask
    .composite([{ input: await sharp(hole).png().toBuffer(), left, top: 100, blend: 'dest-out' }])
    .png()
    .toBuffer();
}

describe('assets that show bought art', () => {
  test(
    'are as a build that looks at everything would leave them, and so are report, lock and money',
    async () => {
      await openServer({ profile: 'portable' });
      const all = [...Object.keys(choices), ...Object.keys(deeds), ...Object.keys(builds)];
      let stood = 0;
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(all, { minLength: all.length }), async (sequence) => {
          const pair = [createLastingProject(formatSetting(initial)), createLastingProject(formatSetting(initial))] as const;
          try {
            await pair[0].buildWell({ spend: 5 });
            align(pair);
            await pair[1].buildWell();
            await compare(pair, { spend: 5, sizes: ['small'] }, 'at first');
            let setting = initial;
            for (let at = 0; at < sequence.length; at += 2) {
              const steps = sequence.slice(at, at + 2);
              for (const step of steps) setting = await take(step, setting, pair);
              stood += await compare(pair, steps.map((step) => builds[step]).find(Boolean) ?? { spend: 5 }, steps.join());
            }
          } finally {
            for (const project of pair) project.remove();
          }
        }),
        { numRuns },
      );
      expect(stood).toBeGreaterThan(numRuns * 50);
    },
    numRuns * 120_000,
  );
});

/** A project, and one with the same sources, lock and vault, whose builds look at everything. */
type Pair = readonly [project: TestProject, other: TestProject];

async function take(step: string, setting: Setting, pair: Pair): Promise<Setting> {
  await deeds[step]?.(pair[0]);
  const changes: Partial<Setting> = step in builds ? { inline: setting.inline + 1 } : step in choices ? { [step]: setting[step as Choice] + 1 } : {};
  const changed = { ...setting, ...changes };
  for (const project of pair) project.write(formatSetting(changed));
  return changed;
}

/** Builds both. @returns how many tasks of the other's the project did not plan */
async function compare(pair: Pair, options: BuildOptions, step: string): Promise<number> {
  const [project, other] = pair;
  align(pair);
  const [plan, wantedPlan] = [await planBuild(project), await planBuild(other)];
  expect({ ...plan, diagnostics: sort(plan.diagnostics) }, step).toEqual({ ...wantedPlan, diagnostics: sort(wantedPlan.diagnostics) });
  align(pair);
  const planned: number[] = [];
  const onEvent: BuildOptions['onEvent'] = (event) => void (event.type === 'planned' && planned.push(event.tasks));
  const [wanted, report] = [await other.build({ ...options, onEvent }), await project.build({ ...options, onEvent })];
  expect(tell(report, project), step).toEqual(tell(wanted, other));
  if ((report.art?.bought ?? 0) > 0) {
    // What was bought is another picture in every purchase: with the same lock, it is shown alike.
    align(pair);
    expect(await other.build({ ...options, spend: 0 }), step).toMatchObject({ exit: report.exit, spent: 0 });
  }
  expect(project.outputs(), step).toEqual(other.outputs());
  return planned[0]! - planned[1]!;
}

/** Gives the other what the project has bought, and lets it forget which assets stand. */
function align([project, other]: Pair): void {
  for (const name of ['visuals.lock.json', 'visuals.vault']) {
    rmSync(join(other.root, name), { force: true, recursive: true });
    cpSync(join(project.root, name), join(other.root, name), { recursive: true });
  }
  for (const name of ['assets', 'snapshot']) rmSync(join(other.root, '.visuals', name), { force: true });
}

/** What a build says, and what it left and spent. */
function tell(report: BuildReport, { root }: TestProject): object {
  const { exit, counts, diagnostics, spent, art } = report;
  // Each purchase brings another picture, and so other work.
  const bought = (art?.bought ?? 0) > 0;
  const work = bought ? { right: counts.cached + counts.made, failed: counts.failed } : counts;
  const edits = art?.edits?.map((edit) => (bought ? edit.art : edit));
  return { exit, work, diagnostics: sort(diagnostics), spent: spent.toFixed(6), art: { ...art, edits }, lock: listKeys(root) };
}

function sort(diagnostics: BuildReport['diagnostics']): readonly string[] {
  return diagnostics.map((each) => JSON.stringify(each)).toSorted();
}

function listKeys(root: string): readonly string[] {
  return readLock(lockOf(root))
    .map((line) => (line.type === 'picture' ? `picture ${line.key}` : JSON.stringify(line)))
    .toSorted();
}

function lockOf(root: string): string {
  return join(root, 'visuals.lock.json');
}

function editLock(root: string, edit: (lines: ReturnType<typeof readLock>) => ReturnType<typeof readLock>): void {
  writeLock(lockOf(root), edit(readLock(lockOf(root))));
}

function isPicture(line: ReturnType<typeof readLock>[number]): line is PictureLine {
  return line.type === 'picture';
}

async function pickOther(root: string): Promise<void> {
  const { lists } = await pickPicture({ root, asset: 'filed' });
  const other = lists[0]?.candidates.find(({ chosen }) => !chosen);
  if (other !== undefined) await pickPicture({ root, asset: 'filed', digest: other.digest });
}

describe('an asset that shows bought art stands', () => {
  const other = { 'copy/de.json': { hello: { headline: 'Servus', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } } };

  test('when another one was changed: it is neither planned nor looked up, and told of all the same', async () => {
    const project = await createSmallProject();
    await project.buildWell({ spend: 1 });
    project.write(other);
    expect(await listStanding(project)).toEqual(['photo']);
    expect(await planBuild(project)).toMatchObject({ cells: 4, requests: 1, purchases: [] });
    const report = await project.buildWell({ spend: 1 });
    expect(report).toMatchObject({ counts: { cached: 3, made: 1 }, spent: 0, art: { bought: 0, drafts: 0, unpaid: { pictures: 0 } } });
    expect(project.server.counters.paidPosts).toBe(1);
  });

  test.each<[string, (project: PaidProject) => unknown]>([
    ['the lock names its picture no more', ({ root }) => editLock(root, (lines) => lines.filter((line) => !isPicture(line)))],
    ['two branches chose differently', ({ root }) => editLock(root, (lines) => [...lines, ...lines.filter(isPicture).flatMap(chooseTwice)])],
    ['it is to be asked for again', ({ root }) => openLockBook(lockOf(root)).raiseTake('photo/background')],
    ['an account’s rules on sizes are others', (project) => project.write(photoSources({ generators: { openai: { ...small.openai, sizeRules: true } } }))],
    ['what became of a request is not known', (project) => buySecond(project, { spend: 1 }, 'reset-after-request')],
    ['it wants a candidate more, for which nobody paid', (project) => raiseCandidates(project)],
    ['an order waits in a batch', (project) => buySecond(project, { spend: 1, batch: true })],
  ])('no more when %s', async (_what, disturb) => {
    const project = await createSmallProject();
    await project.buildWell({ spend: 1 });
    expect(await listStanding(project)).toContain('photo');
    await disturb(project);
    expect(await listStanding(project)).toEqual(['hello']);
  });

  test('only where nothing stands in for it', async () => {
    const project = await createSmallProject();
    await project.build({ draft: true });
    expect(await listStanding(project)).toEqual(['hello']);
    await project.buildWell({ spend: 1 });
    expect(await listStanding(project)).toEqual(['hello', 'photo']);
  });

  test('only as a whole: a part of it may rest on less', async () => {
    const project = await createSmallProject({ background: { kind: 'translate', from: { kind: 'file', path: 'art/view.svg' }, words: ['photo.headline'] } });
    await project.buildWell({ spend: 1 });
    expect([(await planBuild(project)).requests, (await planBuild({ root: project.root, locales: ['en'] })).requests]).toEqual([1, undefined]);
  });

  test('whatever the lock says of others, and whether or not the vault lies beside it', async () => {
    const project = await createSmallProject();
    await project.buildWell({ spend: 1 });
    editLock(project.root, (lines) => [...lines, { type: 'take', art: 'other/background', take: 1 }]);
    rmSync(join(project.root, 'visuals.vault'), { recursive: true });
    expect(await listStanding(project)).toContain('photo');
  });

  test('beside one that asks for the same, unless that one wants more candidates', async () => {
    const project = await createSmallProject();
    const second = (candidates: number): JsonObject => ({ ...photo, copy: 'hello', art: { background: { ...plate, candidates } } });
    project.write(photoSources({ generators: small, assets: { photo, second: second(1) } }));
    await project.buildWell({ spend: 1 });
    project.write(other);
    expect(await listStanding(project)).toEqual(['photo']);
    project.write(photoSources({ generators: small, assets: { photo, second: second(3) } }));
    expect(await listStanding(project)).toEqual([]);
    // Who asks first says how many are wanted.
    expect(await project.buildWell({ spend: 1 })).toMatchObject({ spent: 0 });
  });

  test('and what a model changed outside of its mask is still in the report', async () => {
    const hidden = { kind: 'edit', prompt: 'Put it on a desk', from: { kind: 'file', path: 'art/view.svg' }, mask: 'art/mask.png', keepOutsideMask: true };
    const project = await createSmallProject({ background: hidden });
    project.write({ 'art/mask.png': masks[0] });
    const { art } = await project.buildWell({ spend: 1 });
    project.write(other);
    expect(await listStanding(project)).toEqual(['photo']);
    expect((await project.buildWell()).art?.edits).toEqual(art!.edits!.map((edit) => ({ ...edit, made: false })));
  });
});

/** Pictures of the size that they are shown in cost no time. */
const small = { openai: { sizeRules: false } };

function createSmallProject(art: JsonObject = { background: plate }): Promise<PaidProject> {
  return createPaidProject({ art, config: { generators: small }, server: { profile: 'portable' } });
}

const photo: JsonObject = { template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art: { background: plate } };

function photoSources(config: JsonObject): Sources {
  return { 'visuals.config.ts': tinySources({ assets: { hello: tinyConfig.assets.hello, photo }, ...config })['visuals.config.ts'] };
}

async function raiseCandidates(project: PaidProject): Promise<void> {
  project.write(
    photoSources({ generators: small, assets: { hello: tinyConfig.assets.hello, photo: { ...photo, art: { background: { ...plate, candidates: 2 } } } } }),
  );
  expect(await project.buildWell()).toMatchObject({ art: { unpaid: { pictures: 1 } } });
}

/** Another asset comes to the project, and its art is asked for. */
async function buySecond(project: PaidProject, options: BuildOptions, ...faults: readonly FaultKind[]): Promise<void> {
  const second = { ...photo, art: { background: { ...plate, prompt: 'A calm field' } } };
  project.write(photoSources({ generators: small, assets: { hello: tinyConfig.assets.hello, photo, second } }));
  project.server.failNext(...faults);
  await project.build(options);
}

function chooseTwice({ key }: PictureLine): readonly ChoiceLine[] {
  return ['1', '2'].map((digit) => ({ type: 'choice', key, digest: digit.repeat(64) as ChoiceLine['digest'] }));
}
