import { describe, expect, test } from 'vitest';
import type { ActionTools } from '../../src/actions/action.ts';
import { actionFor } from '../../src/actions/registry.ts';
import { computeActionKey, computeDigest } from '../../src/keys/canonical.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { KeyRecord } from '../../src/model/outcome.ts';
import type { Task, TaskKind } from '../../src/model/plan.ts';
import { derivePlan } from '../../src/plan/derive-plan.ts';
import { createProject, formatContract, tinyConfig, tinySize, tinySources, tinyTokens, viewSvg, workOf } from '../support/create-project.ts';
import type { Sources } from '../support/create-project.ts';
import { prepareProject, readRecords } from '../support/read-records.ts';

/** A project with one picture whose tasks have every field there is. */
function richSources(asset: JsonObject = {}, config: JsonObject = {}): Sources {
  const base = {
    template: 'rich',
    sizes: [tinySize],
    locales: ['en'],
    variants: { theme: ['light'] },
    copy: 'rich',
    alt: 'rich.alt',
    data: { part: 0.5 },
    slots: { headline: { lines: 2 } },
    art: { background: drawn(), view: { kind: 'file', path: 'art/view.svg' } },
  };
  return {
    ...tinySources({
      output: { dir: 'out', formats: ['png', 'webp', 'avif', 'jpeg'], encode: { avif: { effort: 1 } } },
      assets: { rich: { ...base, ...asset } },
      ...config,
    }),
    'copy/en.json': { rich: { headline: 'Share', alt: 'A share' } },
    'copy/de.json': { rich: { headline: 'Share', alt: 'A share' } },
    'copy/ar.json': { rich: { headline: 'Share', alt: 'A share' } },
    'templates/rich/template.hbs':
      '<img class="back" src="{{art.background}}" alt=""><div class="back" data-scrim></div><img class="view" src="{{art.view}}" alt=""><h1 class="headline" data-slot="headline">{{headline}}</h1><p class="share" data-slot="part">{{number data.part style="percent" digits=0}}</p>{{#if (eq variant.theme "dark")}}<p class="share">dark</p>{{/if}}\n',
    'templates/rich/template.css':
      '.card { display: flex; width: 100%; height: 100%; color: var(--color-ink); font-family: var(--font-sans); }\n.back { position: absolute; width: 100%; height: 100%; }\n.view { width: 20%; height: 20%; }\n.headline { position: relative; margin: 0; }\n.share { margin: 0; font-size: calc(var(--u) * 10); }\n',
    'templates/rich/template.ts': formatContract(
      "headline: text({ role: 'headline', size: { smallest: 10, largest: 22 } }),\n    part: text({ role: 'number', size: { smallest: 5, largest: 10 }, from: 'data' }),\n    background: image(),\n    view: image({ area: { wide: { width: 0.2, height: 0.2 } } }),",
      'part: data.number()',
    ),
  };
}

/** The contract of the rich template, changed. */
function richContract(from: string, to: string): Sources {
  const path = 'templates/rich/template.ts';
  return { [path]: (richSources()[path] as string).replace(from, to) };
}

function drawn(changes: JsonObject = {}): JsonObject {
  return {
    kind: 'procedural',
    procedure: 'mesh-gradient',
    seed: 1,
    palette: ['color.ground', 'color.frame'],
    settings: { strength: 0.5 },
    mirror: false,
    ...changes,
  };
}

const view = (changes: JsonObject = {}): JsonObject => ({ background: drawn(), view: { kind: 'file', path: 'art/view.svg', ...changes } });
const tall = { name: 'wide', width: 121, height: 63 };
const arabicFont = 'node_modules/@expo-google-fonts/noto-sans-arabic/400Regular/*.ttf';
const manyFonts = [...tinyConfig.fonts, arabicFont];
const bold = 'node_modules/@expo-google-fonts/schibsted-grotesk/{400Regular,700Bold}/*.ttf';

/** The kind of task, the field, and what changes it: what the author can write, one a field. */
const sources: readonly (readonly [kind: TaskKind, field: string, changed: Sources, start?: Sources])[] = [
  ['ingest', 'bytes', { 'art/view.svg': viewSvg('#3d3') }],
  ['procedural', 'procedure', richSources({ art: { ...view(), background: drawn({ procedure: 'grain' }) } })],
  ['procedural', 'seed', richSources({ art: { ...view(), background: drawn({ seed: 2 }) } })],
  ['procedural', 'palette', { 'brand/tokens.json': { ...tinyTokens, color: { ...tinyTokens.color, frame: { $value: '#ff00ff' } } } }],
  ['procedural', 'settings', richSources({ art: { ...view(), background: drawn({ settings: { strength: 0.75 } }) } })],
  ['procedural', 'size', richSources({ sizes: [tall] })],
  ['transform', 'input', { 'art/view.svg': viewSvg('#3d3') }],
  ['transform', 'size', richContract('width: 0.2', 'width: 0.3')],
  ['transform', 'fit', richContract('image({ area', "image({ fit: 'contain', area")],
  ['transform', 'focus', richSources({ art: view({ focus: { x: 0, y: 0.5 } }) })],
  ['transform', 'mirror', richSources({ locales: ['ar'], art: view({ mirror: true }) }, arabic()), richSources({ locales: ['ar'], art: view() }, arabic())],
  ['compose', 'template', { 'templates/rich/template.css': `${richSources()['templates/rich/template.css'] as string}.view { opacity: 0.5; }\n` }],
  ['compose', 'size', richSources({ sizes: [tall] })],
  ['compose', 'safeArea', richSources({ sizes: [{ ...tinySize, safeArea: { top: 1 } }] })],
  ['compose', 'locale', richSources({ locales: ['de'] })],
  ['compose', 'direction', richSources({ locales: ['ar'] }, arabic())],
  [
    'compose',
    'families',
    richSources({}, { fonts: manyFonts, locales: { source: 'en', targets: ['de'], fonts: { en: ['Noto Sans Arabic', 'Schibsted Grotesk'] } } }),
  ],
  ['compose', 'fonts', richSources({}, { fonts: [bold] })],
  ['compose', 'variant.theme', richSources({ variants: { theme: ['dark'] } })],
  ['compose', 'token.color.ink', { 'brand/tokens.json': { ...tinyTokens, color: { ...tinyTokens.color, ink: { $value: '#ff00ff' } } } }],
  ['compose', 'token.font.sans', richSources({}, { fonts: manyFonts, locales: { source: 'en', targets: ['de'], fonts: { en: ['Noto Sans Arabic'] } } })],
  ['compose', 'text.headline', { 'copy/en.json': { rich: { headline: 'Part', alt: 'A share' } } }],
  ['compose', 'slot.headline', richSources({ slots: { headline: { lines: 2, locales: { en: { lines: 3 } } } } })],
  ['compose', 'data.part', richSources({ data: { part: 0.6 } })],
  ['compose', 'contrast', richSources({ checks: { contrast: 7 } })],
  ['compose', 'art.background', richSources({ art: { ...view(), background: drawn({ seed: 2 }) } })],
  ['compose', 'art.view', { 'art/view.svg': viewSvg('#3d3') }],
  ['encode', 'raster', { 'copy/en.json': { rich: { headline: 'Part', alt: 'A share' } } }],
  ['encode', 'format', richSources({ formats: ['jpeg'] }), richSources({ formats: ['png'] })],
  ['encode', 'quality', richSources({ formats: ['webp'] }, { output: { dir: 'out', encode: { webp: { quality: 10 } } } }), richSources({ formats: ['webp'] })],
  ['encode', 'effort', richSources({ formats: ['webp'] }, { output: { dir: 'out', encode: { webp: { effort: 0 } } } }), richSources({ formats: ['webp'] })],
  ['encode', 'metadata.source', richSources({ art: { background: drawn(), view: drawn({ seed: 3 }) } })],
  ['encode', 'metadata.alt', { 'copy/en.json': { rich: { headline: 'Share', alt: 'A part' } } }],
  ['encode', 'metadata.locale', richSources({ locales: ['de'] })],
];

function arabic(): JsonObject {
  return { fonts: manyFonts, locales: { source: 'en', targets: ['de', 'ar'] } };
}

/** Fields that a new version of a part changes: what the author can't write. */
const versions: readonly (readonly [TaskKind, string, (tools: ActionTools) => Partial<ActionTools>])[] = [
  ['procedural', 'painter', ({ painter }) => ({ painter: { ...painter, version: 'another' } })],
  ['procedural', 'codec', ({ codec }) => ({ codec: { ...codec, version: 'another' } })],
  ['transform', 'codec', ({ codec }) => ({ codec: { ...codec, version: 'another' } })],
  ['compose', 'renderer', ({ renderer }) => ({ renderer: { ...renderer, version: 'another' } })],
  ['encode', 'codec', ({ codec }) => ({ codec: { ...codec, version: 'another' } })],
];

describe('each field of a key changes with its source', () => {
  test.each(sources.map(([kind, field, changed, start]) => ({ kind, field, changed, start })))(
    '$kind: $field',
    async ({ kind, field, changed, start = richSources() }) => {
      const project = createProject(start);
      await project.buildWell();
      const before = (await readRecords(project.root)).filter(({ task }) => task.kind === kind);
      project.write(changed);
      await project.buildWell();
      const after = (await readRecords(project.root)).filter(({ task }) => task.kind === kind);
      const values = (list: typeof before): readonly string[] => list.flatMap(({ record }) => record[field] ?? []).toSorted();
      expect(values(before).length).toBeGreaterThan(0);
      expect(values(after)).not.toEqual(values(before));
      expect(after.map(({ key }) => key).toSorted()).not.toEqual(before.map(({ key }) => key).toSorted());
    },
  );

  test.each(versions)('%s: %s', async (kind, field, change) => {
    const project = createProject(richSources());
    const { plan, project: loaded } = await prepareProject(project.root);
    const task = plan.tasks.find((each) => each.kind === kind)!;
    const before = await recordOf(task, loaded.tools);
    const after = await recordOf(task, { ...loaded.tools, ...change(loaded.tools) });
    expect(after[field]).not.toBe(before[field]);
    expect(computeActionKey(kind, after)).not.toBe(computeActionKey(kind, before));
  });

  test('compose: localeData', async () => {
    const project = createProject(richSources());
    const { matrix, project: loaded } = await prepareProject(project.root);
    const composeOf = (localeData: string): Task => derivePlan(matrix, { ...loaded.inputs, localeData }).plan.tasks.find((task) => task.kind === 'compose')!;
    expect(await recordOf(composeOf('cldr 1'), loaded.tools)).not.toEqual(await recordOf(composeOf('cldr 2'), loaded.tools));
  });

  test('compose: breaking, numberLocale', async () => {
    const rules = { source: 'en', targets: ['de'], breaking: { en: 'th' }, numbering: { en: 'arab' } };
    const project = createProject(richSources({}, { locales: rules }));
    const { plan, project: loaded } = await prepareProject(project.root);
    const record = await recordOf(
      plan.tasks.find((task) => task.kind === 'compose')!,
      loaded.tools,
    );
    expect(record).toMatchObject({ breaking: 'th', numberLocale: 'en-u-nu-arab' });
  });

  test('no field is without a test', async () => {
    const project = createProject(richSources());
    const { plan, project: loaded } = await prepareProject(project.root);
    const fields = new Set<string>();
    for (const task of plan.tasks) for (const field of Object.keys(await recordOf(task, loaded.tools))) fields.add(`${task.kind} ${field}`);
    const tested = new Set([...sources, ...versions].map(([kind, field]) => `${kind} ${field}`));
    // A revision is a constant of the source, raised by hand.
    const revisions = ['ingest', 'procedural', 'transform', 'compose', 'encode'].map((kind) => `${kind} revision`);
    // The first format of a cell says the same, always.
    const constant = [...revisions, 'encode preview'];
    expect([...fields].filter((field) => !tested.has(field) && !constant.includes(field) && field !== 'compose localeData')).toEqual([]);
    expect([...tested].filter((field) => !fields.has(field))).toEqual([]);
  });
});

describe('options that a format ignores are in no key', () => {
  test.each([
    ['png', { quality: 10, effort: 9 }],
    ['jpeg', { effort: 9 }],
  ])('%s', async (format, options) => {
    const project = createProject(richSources({ formats: [format] }));
    await project.buildWell();
    project.write({ 'visuals.config.ts': richSources({ formats: [format] }, { output: { dir: 'out', encode: { [format]: options } } })['visuals.config.ts'] });
    expect((await project.buildWell()).ran.encode).toBe(0);
  });

  test('a template that formats nothing doesn’t depend on the locale data', async () => {
    const project = createProject();
    const { plan } = await prepareProject(project.root);
    expect(plan.tasks.filter((task) => task.kind === 'compose').map((task) => task.localeData)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

test('a token under another name with the same colour makes no new art', async () => {
  const project = createProject(richSources());
  await project.buildWell();
  project.write({
    'brand/tokens.json': { ...tinyTokens, color: { ...tinyTokens.color, again: { $value: '{color.frame}' } } },
    'visuals.config.ts': richSources({ art: { ...view(), background: drawn({ palette: ['color.ground', 'color.again'] }) } })['visuals.config.ts'],
  });
  expect(workOf(await project.buildWell())).toEqual({});
});

async function recordOf(task: Task, tools: ActionTools): Promise<KeyRecord> {
  const action = actionFor(task);
  return action.record(task, new Map(action.inputs(task).map((id) => [id, computeDigest(id)])), tools);
}
