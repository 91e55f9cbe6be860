import { createHash } from 'node:crypto';
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from '../support/properties.ts';
import { afterAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { createLastingProject, formatConfig, tinyConfig, tinySize, tinyTemplates, tinyTokens, viewSvg } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { prepareProject } from '../support/read-records.ts';

/** Sequences of edits a run; `VISUALS_RUNS=200` for a night. */
const numRuns = Number(process.env['VISUALS_RUNS'] ?? 12);

/** A project as data: each edit is a function from one to the next. */
interface Model {
  readonly messages: { readonly [locale: string]: { readonly [key: string]: string } };
  readonly ink: string;
  readonly frame: string;
  readonly sizes: readonly string[];
  readonly locales: readonly string[];
  readonly assets: readonly string[];
  readonly formats: readonly string[];
  readonly quality: number;
  readonly style: string;
  readonly art: string;
  readonly seed: number;
  readonly dark: boolean;
}

const start: Model = {
  messages: {
    en: { 'hello.headline': 'Hello', 'hello.alt': 'A greeting', 'photo.headline': 'A view', 'photo.alt': 'A photo' },
    de: { 'hello.headline': 'Guten Tag', 'hello.alt': 'Ein Gruß', 'photo.headline': 'Ein Blick', 'photo.alt': 'Ein Foto' },
    fr: { 'hello.headline': 'Bonjour', 'hello.alt': 'Un salut', 'photo.headline': 'Une vue', 'photo.alt': 'Une photo' },
  },
  ink: '#112233',
  frame: '#884400',
  sizes: ['wide'],
  locales: ['de'],
  assets: ['hello', 'photo'],
  formats: ['png'],
  quality: 80,
  style: '',
  art: '#d33',
  seed: 1,
  dark: false,
};

const sizes: { readonly [name: string]: JsonObject } = {
  wide: tinySize,
  tall: { name: 'tall', width: 63, height: 120 },
  square: { name: 'square', width: 80, height: 80 },
};

function formatModel(model: Model): Sources {
  const chosen = model.sizes.map((name) => sizes[name]!);
  const variants: JsonObject = model.dark ? { variants: { theme: ['light', 'dark'] } } : {};
  const assets: { readonly [id: string]: JsonObject } = {
    hello: { ...tinyConfig.assets.hello, sizes: chosen, ...variants },
    photo: { ...tinyConfig.assets.photo, sizes: chosen },
    drawn: {
      ...tinyConfig.assets.photo,
      sizes: chosen,
      art: { background: { kind: 'procedural', procedure: 'grain', seed: model.seed, palette: ['color.ground', 'color.frame'] } },
    },
  };
  const config = {
    ...tinyConfig,
    locales: { source: 'en', targets: [...model.locales] },
    output: { dir: 'out', formats: [...model.formats], encode: { webp: { quality: model.quality } } },
    assets: Object.fromEntries(model.assets.map((id) => [id, assets[id]!])),
  };
  return {
    ...tinyTemplates,
    'templates/note/template.css': `${tinyTemplates['templates/note/template.css'] as string}${model.style}\n`,
    'visuals.config.ts': formatConfig(config),
    'brand/tokens.json': { ...tinyTokens, color: { ...tinyTokens.color, ink: { $value: model.ink }, frame: { $value: model.frame } } },
    'art/view.svg': viewSvg(model.art),
    ...Object.fromEntries(Object.entries(model.messages).map(([locale, messages]) => [`copy/${locale}.json`, { ...messages }])),
  };
}

/** What somebody does between two builds: to the project, or to what the last build left. */
type Edit = { readonly name: string } & ({ readonly change: (model: Model) => Model } | { readonly disturb: (project: TestProject) => void });

const locale = fc.constantFrom('en', 'de', 'fr');
const key = fc.constantFrom('hello.headline', 'hello.alt', 'photo.headline', 'photo.alt');
const words = fc.constantFrom('Hallo', 'Servus', 'A', 'Grüß Gott', 'Hi & <b>', '“Quote”');
const colour = fc.constantFrom('#112233', '#cc0044', '#005599');

const withMessage = (model: Model, where: string, name: string, text: string | undefined): Model => {
  const { [name]: _gone, ...rest } = model.messages[where]!;
  return { ...model, messages: { ...model.messages, [where]: text === undefined ? rest : { ...rest, [name]: text } } };
};
const toggle = (list: readonly string[], name: string): readonly string[] => {
  const without = list.filter((each) => each !== name);
  return without.length === list.length ? [...list, name] : without.length === 0 ? list : without;
};
const change = (name: string, how: (model: Model) => Model): Edit => ({ name, change: how });
const disturb = (name: string, how: (project: TestProject) => void): Edit => ({ name, disturb: how });

const edits: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(locale, key, words)
      .map(([where, name, text]) => change(`say ${where} ${name} ${text}`, (model) => withMessage(model, where, name, text))),
  },
  fc.tuple(locale, key).map(([where, name]) => change(`drop ${where} ${name}`, (model) => withMessage(model, where, name, undefined))),
  colour.map((value) => change(`ink ${value}`, (model) => ({ ...model, ink: value }))),
  colour.map((value) => change(`frame ${value}`, (model) => ({ ...model, frame: value }))),
  fc.constantFrom('wide', 'tall', 'square').map((name) => change(`toggle size ${name}`, (model) => ({ ...model, sizes: toggle(model.sizes, name) }))),
  fc.constantFrom('de', 'fr').map((name) => change(`toggle locale ${name}`, (model) => ({ ...model, locales: toggle(model.locales, name) }))),
  fc.constantFrom('hello', 'photo', 'drawn').map((name) => change(`toggle asset ${name}`, (model) => ({ ...model, assets: toggle(model.assets, name) }))),
  fc.constantFrom('png', 'webp').map((name) => change(`toggle format ${name}`, (model) => ({ ...model, formats: toggle(model.formats, name) }))),
  fc.constantFrom(30, 80).map((quality) => change(`quality ${quality}`, (model) => ({ ...model, quality }))),
  fc.constantFrom('', '.headline { opacity: 0.5; }', '/* a remark */').map((style) => change(`style ${style}`, (model) => ({ ...model, style }))),
  fc.constantFrom('#d33', '#3d3').map((art) => change(`art ${art}`, (model) => ({ ...model, art }))),
  fc.constantFrom(1, 2).map((seed) => change(`seed ${seed}`, (model) => ({ ...model, seed }))),
  fc.constant(change('toggle dark', (model) => ({ ...model, dark: !model.dark }))),
  fc.nat().map((at) => disturb(`delete output ${at}`, (project) => rmSync(pickOutput(project, at), { force: true }))),
  fc.nat().map((at) => disturb(`scribble on output ${at}`, (project) => writeFileSync(pickPicture(project, at), 'scribble'))),
  fc
    .nat()
    .map((at) =>
      disturb(`lose blob ${at}`, (project) =>
        rmSync(join(project.root, '.visuals/cache/v1/blobs', (at % 256).toString(16).padStart(2, '0')), { recursive: true, force: true }),
      ),
    ),
  fc.constant(disturb('lose the cache', (project) => rmSync(join(project.root, '.visuals'), { recursive: true, force: true }))),
  fc.constant(disturb('lose the snapshot', (project) => rmSync(join(project.root, '.visuals/snapshot.json'), { force: true }))),
  fc
    .constantFrom('visuals.config.ts', 'copy/en.json', 'art/view.svg', 'templates/note/template.hbs')
    .map((path) => disturb(`touch ${path}`, (project) => utimesSync(join(project.root, path), 1e9, 1e9))),
);

function pickOutput(project: TestProject, at: number): string {
  const paths = [...project.outputs().keys()];
  return join(project.root, 'out', paths[at % paths.length] ?? 'none');
}

/** With a scribble where the manifest was, nobody can tell which files are ours. */
function pickPicture(project: TestProject, at: number): string {
  const paths = [...project.outputs().keys()].filter((path) => path !== 'manifest.json');
  return join(project.root, 'out', paths[at % paths.length] ?? 'none');
}

const cleanBuilds = new Map<string, Promise<{ readonly exit: number; readonly outputs: ReadonlyMap<string, string> }>>();

function buildClean(sources: Sources): Promise<{ readonly exit: number; readonly outputs: ReadonlyMap<string, string> }> {
  const name = createHash('sha256').update(JSON.stringify(sources)).digest('hex');
  const known = cleanBuilds.get(name) ?? buildOnce(sources);
  cleanBuilds.set(name, known);
  return known;
}

async function buildOnce(sources: Sources): Promise<{ readonly exit: number; readonly outputs: ReadonlyMap<string, string> }> {
  const project = createLastingProject(sources);
  const { exit } = await project.build();
  const outputs = project.outputs();
  project.remove();
  return { exit, outputs };
}

describe('after any sequence of edits', () => {
  afterAll(() => cleanBuilds.clear());

  test(
    'an incremental build leaves what a clean one does, byte for byte',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(edits, { minLength: 3, maxLength: 8 }), async (sequence) => {
          const project = createLastingProject(formatModel(start));
          try {
            await project.buildWell();
            await follow(project, sequence);
          } finally {
            project.remove();
          }
        }),
        { numRuns },
      );
    },
    numRuns * 10_000,
  );

  test(
    'the plan is data: it equals its JSON round trip',
    async () => {
      const project = createLastingProject(formatModel(start));
      await fc.assert(
        fc.asyncProperty(fc.array(edits, { minLength: 1, maxLength: 6 }), async (sequence) => {
          const model = sequence.reduce((each, edit) => ('change' in edit ? edit.change(each) : each), start);
          project.write(formatModel(model));
          const { plan } = await prepareProject(project.root);
          expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(plan);
          const known = new Set<string>();
          for (const task of plan.tasks) {
            for (const input of inputsOf(task)) expect(known).toContain(input);
            known.add(task.id);
          }
        }),
        { numRuns },
      );
      project.remove();
    },
    numRuns * 8000,
  );
});

async function follow(project: TestProject, sequence: readonly Edit[]): Promise<void> {
  let model = start;
  for (const edit of sequence) {
    if ('disturb' in edit) edit.disturb(project);
    else {
      model = edit.change(model);
      project.write(formatModel(model));
    }
    const { exit } = await project.build();
    const clean = await buildClean(formatModel(model));
    const outputs = project.outputs();
    expect(exit, edit.name).toBe(clean.exit);
    // A cell that fails keeps its last picture, which a clean build never had; all others are the same.
    if (exit === 0) expect(outputs, edit.name).toEqual(clean.outputs);
    else for (const [path, bytes] of clean.outputs) if (path !== 'manifest.json') expect(outputs.get(path), `${edit.name}: ${path}`).toBe(bytes);
  }
}

function inputsOf(task: object): readonly string[] {
  if ('input' in task && typeof task.input === 'string') return [task.input];
  return 'art' in task && typeof task.art === 'object' && task.art !== null ? Object.values(task.art as Record<string, string>) : [];
}
