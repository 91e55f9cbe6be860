import { defaultChecks } from '../../src/config/resolve-checks.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import type { LoadedConfig } from '../../src/config/load-config.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { createProject, diagnosticsOf } from './project.ts';
import type { Project, Sources } from './project.ts';

const projects: Project[] = [];

afterEach(() => {
  for (const made of projects.splice(0)) made.remove();
});

async function load(sources: Sources): Promise<LoadedConfig> {
  const made = createProject({ 'package.json': { type: 'module' }, ...sources });
  projects.push(made);
  const { entry, ...options } = made.options();
  return loadConfig({ ...options, file: entry });
}

/** Diagnostics as `CODE line:column message`, of a config with one asset whose text follows. */
async function problems(config: string, more: Sources = {}): Promise<readonly string[]> {
  return (await diagnosticsOf(load({ 'visuals.config.ts': config, ...more }))).map(formatDiagnostic);
}

function formatDiagnostic({ code, message, place }: Diagnostic): string {
  return `${code} ${place?.file === 'visuals.config.ts' ? '' : `${place?.file}:`}${place?.line}:${place?.column} ${message}`;
}

/** A config on lines of its own: the head takes 3, the asset's own lines begin at 4. */
function withAsset(lines: string, head = "brand: 'brand/tokens.json', locales: { source: 'en', targets: ['de'] }"): string {
  return `import { defineConfig, file, procedural, message } from 'visuals';\nexport default defineConfig({ ${head}, assets: {\n'hero': { template: 'social-card', alt: 'hero.alt',\n${lines}\n} } });`;
}

const minimal = withAsset("sizes: ['og'],");

describe('what comes of a config', () => {
  test('every default is filled in', async () => {
    const { config, environment, dependencies } = await load({ 'visuals.config.ts': minimal });
    expect({ environment, dependencies }).toEqual({ environment: [], dependencies: ['visuals.config.ts'] });
    expect(config).toEqual({
      file: 'visuals.config.ts',
      brand: { kind: 'file', path: 'brand/tokens.json' },
      fonts: [],
      locales: { source: 'en', all: ['en', 'de'], fallback: {}, fonts: {}, direction: {}, numbering: {}, breaking: {} },
      copy: ['copy/{locale}.json'],
      templates: 'templates',
      output: {
        dir: 'public/visuals',
        metadata: 'full',
        formats: ['avif', 'webp', 'png'],
        encode: { avif: { quality: 55, effort: 2 }, webp: { quality: 82, effort: 4 }, png: { quality: 100, effort: 0 }, jpeg: { quality: 86, effort: 0 } },
      },
      generators: { openai: { concurrency: 2, profile: 'full', sizeRules: true, partialImages: 0, previewAccess: false } },
      budget: {},
      assets: [
        {
          id: 'hero',
          template: 'social-card',
          sizes: [{ name: 'og', width: 1200, height: 630, safeArea: { top: 24, right: 24, bottom: 24, left: 24 } }],
          locales: ['en', 'de'],
          variants: {},
          art: {},
          copy: '',
          alt: 'hero.alt',
          data: {},
          slots: {},
          formats: ['avif', 'webp', 'png'],
          only: [],
          except: [],
          overrides: [],
          review: 'optional',
          checks: defaultChecks,
        },
      ],
    });
  });

  test('what is written is kept', async () => {
    const config = withAsset(
      `sizes: [{ name: 'wide', width: 2000, height: 500, safeArea: { left: 10 } }], locales: ['de'], variants: { theme: ['light', 'dark'] },
       art: { background: procedural({ kind: 'mesh-gradient', seed: 7, palette: ['color.ground'], settings: { softness: 0.4 } }), logo: file('./art//logo.svg', { focus: { x: 0, y: 1 } }) },
       copy: 'hero', data: { price: 49, label: message('hero.label'), gone: undefined }, formats: ['jpeg'],
       only: { size: 'wide' }, except: [{ locale: ['de'], variant: { theme: 'dark' } }],
       overrides: [{ when: { variant: { theme: ['dark'] } }, copy: 'night', art: { logo: file('art/white.svg', { mirror: true }) }, data: { price: 50 } }],`,
      `brand: { tokens: { color: {} } }, fonts: ['node_modules/@x/**/*.woff2'], copy: ['a/{locale}.json', 'b/{locale}.json'], templates: 'cards/',
       locales: { source: 'en', targets: ['de'], fallback: { de: ['en'] }, fonts: { de: ['Inter'] } }, output: { dir: 'out/', formats: ['png'], encode: { avif: { quality: 40 } } }`,
    );
    const { config: resolved } = await load({ 'visuals.config.ts': config });
    const centre = { x: 0.5, y: 0.5 };
    expect(resolved).toMatchObject({
      brand: { kind: 'object', tokens: { color: {} }, modes: {} },
      copy: ['a/{locale}.json', 'b/{locale}.json'],
      templates: 'cards',
      locales: { fallback: { de: ['en'] }, fonts: { de: ['Inter'] } },
      output: { dir: 'out', formats: ['png'], encode: { avif: { quality: 40, effort: 2 } } },
    });
    expect(resolved.assets[0]).toEqual({
      id: 'hero',
      slots: {},
      review: 'optional',
      checks: defaultChecks,
      template: 'social-card',
      sizes: [{ name: 'wide', width: 2000, height: 500, safeArea: { top: 0, right: 0, bottom: 0, left: 10 } }],
      locales: ['de'],
      variants: { theme: ['light', 'dark'] },
      art: {
        background: {
          kind: 'procedural',
          procedure: 'mesh-gradient',
          seed: 7,
          palette: ['color.ground'],
          settings: { softness: 0.4 },
          focus: centre,
          mirror: true,
        },
        logo: { kind: 'file', path: 'art/logo.svg', focus: { x: 0, y: 1 }, mirror: false },
      },
      copy: 'hero',
      alt: 'hero.alt',
      data: { price: 49, label: { message: 'hero.label' } },
      formats: ['jpeg'],
      only: [{ size: ['wide'] }],
      except: [{ locale: ['de'], variant: { theme: ['dark'] } }],
      overrides: [
        {
          when: { variant: { theme: ['dark'] } },
          copy: 'night',
          art: { logo: { kind: 'file', path: 'art/white.svg', focus: centre, mirror: true } },
          data: { price: 50 },
        },
      ],
    });
  });

  test('it is plain, frozen data that shares nothing with the code', async () => {
    const { config } = await load({ 'visuals.config.ts': withAsset("sizes: ['og'], data: { rows: [{ a: 1 }] },") });
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(Object.isFrozen(config.assets[0]!.data['rows'])).toBe(true);
  });

  test('names of the environment that it reads are told', async () => {
    expect((await load({ 'visuals.config.ts': withAsset("sizes: process.env.FULL ? ['og', 'x'] : ['og'],") })).environment).toEqual(['FULL']);
  });
});

describe('what is wrong is told all at once, at its line', () => {
  test('unknown keys and names, wrong types, bounds', async () => {
    const config = `import { defineConfig, file } from 'visuals';
export default defineConfig({
  brand: 'b.json', locales: { source: 'en' },
  output: { dirr: 'x', encode: { avif: { quality: 0 } } },
  assets: { hero: {
    template: 'card', alt: 5, templte: 'x',
    sizes: ['ogg', { name: 'big', width: 9000, height: 9000 },
      { name: 'w', width: 'x', height: 2 }],
    data: { when: new Date(0),
      list: [1, NaN] },
    formats: [],
    art: { background: 'art/x.png',
      product: file('art/y.png', { focus: { x: 2, y: 0 } }) },
  } },
});`;
    expect(await problems(config)).toEqual([
      'CONFIG_INVALID 4:13 output.dirr is not known (did you mean "dir"?)',
      'CONFIG_INVALID 4:42 output.encode.avif.quality is 0, but must be at least 1',
      'CONFIG_INVALID 6:23 assets.hero.alt is 5, but must be text',
      'CONFIG_INVALID 6:31 assets.hero.templte is not known (did you mean "template"?)',
      'CONFIG_INVALID 7:13 assets.hero.sizes[0] is "ogg", which is no known value (did you mean "og"?)',
      'CONFIG_INVALID 7:20 assets.hero.sizes[1] {"name":"big","width":9000,"height":9000} has 81000000 pixels; the limit is 64000000',
      'CONFIG_INVALID 8:20 assets.hero.sizes[2].width is "x", but must be a number',
      'CONFIG_INVALID 8:32 assets.hero.sizes[2].height is 2, but must be at least 8',
      'CONFIG_INVALID 9:13 assets.hero.data.when "1970-01-01T00:00:00.000Z" must be plain data: text, a number, true, false, null, a list or an object',
      'CONFIG_INVALID 10:17 assets.hero.data.list[1] NaN must be plain data: text, a number, true, false, null, a list or an object',
      'CONFIG_INVALID 11:5 assets.hero.formats has 0 entries, but must have at least 1',
      'CONFIG_INVALID 12:12 assets.hero.art.background "art/x.png" must be made with file(…), procedural(…), generate(…), edit(…), translate(…) or asset(…).art',
      'CONFIG_INVALID 13:45 assets.hero.art.product.focus.x is 2, but must be at most 1',
    ]);
  });

  test('what is missing is told at the object that lacks it', async () => {
    const config = "export default {\n  locales: {},\n  assets: {\n    hero: { sizes: ['og'] },\n  },\n};";
    expect(await problems(config)).toEqual([
      'CONFIG_INVALID 1:16 brand is missing; it must be text',
      'CONFIG_INVALID 2:3 locales.source is missing; it must be text',
      'CONFIG_INVALID 4:5 assets.hero.template is missing; it must be text',
      'CONFIG_INVALID 4:5 assets.hero.alt is missing; it must be text',
    ]);
  });

  test('a default export that is missing or no object', async () => {
    expect(await problems('export const config = {};')).toEqual(['CONFIG_INVALID undefined:undefined the config has no default export']);
    expect(await problems('export default () => ({});')).toEqual(['CONFIG_INVALID undefined:undefined the config is a function, but must be an object']);
  });

  test('places are found through spreads, imports, helpers, computed keys and maps', async () => {
    const sources = {
      'base.ts': "export const base = {\n  template: 'card',\n  alt: 12,\n  sizes: ['og'],\n} as const;",
      'sizes.ts': "export const sizes = [\n  'og',\n  'storry',\n];",
      'make.ts':
        "import { procedural } from 'visuals';\nexport const make = (seed: number) => procedural({\n  kind: 'grain',\n  seed,\n  palette: ['c'],\n});\nexport async function later() { return {\n  template: 3 }; }",
    };
    const config = `import { defineConfig } from 'visuals';
import { base } from './base.ts';
import { sizes } from './sizes.ts';
import { later, make } from './make.ts';
const rows = ['a', 'b'];
const fix = { alt: 'a', template: 't', sizes: ['og'] } satisfies object;
export default defineConfig({
  brand: 'b.json',
  locales: { source: 'en' },
  assets: {
    spread: { ...base },
    list: { ...fix, sizes: ['x', ...sizes, 'xx'] },
    helper: { ...fix, art: { background: make(-1) } },
    ...Object.fromEntries(rows.map((row) => [\`row-\${row}\`, { ...fix, copy: row === 'b' ? 7 : row }])),
    [\`computed-\${rows[0]}\`]: { ...fix, alt: '' },
    ['computed.B']: fix,
    awaited: { ...fix, ...(await later()) },
    named: { ...fix, data: { rows: rows.map((row) => ({ row, bad: row === 'b' ? () => 1 : 1 })) } },
  },
});`;
    expect(await problems(config, sources)).toEqual([
      'CONFIG_INVALID base.ts:3:3 assets.spread.alt is 12, but must be text',
      'CONFIG_INVALID make.ts:4:3 assets.helper.art.background.seed is -1, but must be at least 0',
      'CONFIG_INVALID make.ts:8:3 assets.awaited.template is 3, but must be text',
      'CONFIG_INVALID sizes.ts:3:3 assets.list.sizes[2] is "storry", which is no known value (did you mean "story"?)',
      'CONFIG_INVALID 12:44 assets.list.sizes[3] is "xx", which is no known value (did you mean "x"?)',
      'CONFIG_INVALID 14:70 assets.row-b.copy is 7, but must be text',
      'CONFIG_INVALID 15:40 assets.computed-a.alt must not be empty',
      'PATH_INVALID 16:5 assets["computed.B"] "computed.B" can not be part of a file name on every system',
      'CONFIG_INVALID 18:62 assets.named.data.rows[1].bad a function must be plain data: text, a number, true, false, null, a list or an object',
    ]);
  });

  test('data that refers to itself, and keys that JavaScript reads otherwise', async () => {
    const config = `const loop: Record<string, unknown> = {};\nloop['again'] = { loop };\nimport data from './data.json';\n${withAsset('sizes: ["og"], data: { loop, data },')}`;
    expect(await problems(config, { 'data.json': '{ "__proto__": { "x": 1 } }' })).toEqual([
      'CONFIG_INVALID 2:19 assets.hero.data.loop.again.loop an object refers to itself',
      'CONFIG_INVALID 7:30 assets.hero.data.data.__proto__ {"x":1} can not be a value of data under this key',
    ]);
  });
});

describe('names, paths and references', () => {
  test.each([
    ['../x.png', 'leads out of the project'],
    ['art/../../x.png', 'leads out of the project'],
    ['/etc/passwd', 'is absolute'],
    ['C:/x.png', 'is not a path inside the project'],
    ['https://x.example/a.png', 'is not a path inside the project'],
    ['art\\x.png', 'holds a backslash'],
    ['art/x\0.png', 'holds a control character'],
    ['', 'is empty'],
  ])('a path %j', async (path, problem) => {
    const shown = JSON.stringify(path);
    expect(await problems(withAsset(`sizes: ['og'], art: { background: file(${shown}) },`))).toEqual([
      `PATH_INVALID 4:23 assets.hero.art.background.path ${shown} ${problem}`,
    ]);
  });

  test('paths of every field', async () => {
    const head = `brand: '../b.json', fonts: ['node_modules/ok/*.woff2', '{..,fonts}/*.ttf'], templates: '/t', copy: '../{locale}.json', output: { dir: '.' }, locales: { source: 'en' }`;
    const found = await problems(withAsset("sizes: ['og'],", head));
    expect(found.map((each) => each.replace(/ \d+:\d+ /, ' '))).toEqual([
      'PATH_INVALID brand "../b.json" leads out of the project',
      'PATH_INVALID fonts[1] "{..,fonts}/*.ttf" leads out of the project',
      'PATH_INVALID templates "/t" is absolute',
      'PATH_INVALID copy "../{locale}.json" leads out of the project',
      'PATH_INVALID output.dir "." is the project itself',
    ]);
  });

  test.each(['con', 'LPT1', 'Hero', 'a b', '../x', 'a/b', 'ä', '-x', 'x'.repeat(65), ''])('an asset id %j', async (id) => {
    const config = `export default { brand: 'b.json', locales: { source: 'en' }, assets: { ${JSON.stringify(id)}: { template: 't', alt: 'a', sizes: ['og'] } } };`;
    expect((await diagnosticsOf(load({ 'visuals.config.ts': config }))).map(({ code, exit, place }) => ({ code, exit, line: place?.line }))).toEqual([
      { code: 'PATH_INVALID', exit: 2, line: 1 },
    ]);
  });

  test('ids, sizes, locales, formats and values that would write one file, with both places', async () => {
    const config = `const card = { template: 't', alt: 'a', sizes: ['og'] };
export default { brand: 'b.json', locales: { source: 'en', targets: ['pt-BR', 'pt-br'] }, assets: {
  hero: { ...card, sizes: ['og', { name: 'og', width: 100, height: 100 }], formats: ['png', 'png'], variants: { theme: ['dark', 'dark'] } },
  'Hero': card,
} };`;
    expect(await problems(config)).toEqual([
      'CONFIG_INVALID 2:79 locales.targets[1] is "pt-br"; the tag of this language is "pt-BR"',
      'OUTPUT_COLLISION 2:79 locales.targets[1] "pt-br" is taken by locales.targets[0] at visuals.config.ts:2:70',
      'OUTPUT_COLLISION 3:36 assets.hero.sizes[1].name "og" is taken by assets.hero.sizes[0] at visuals.config.ts:3:28',
      'OUTPUT_COLLISION 3:93 assets.hero.formats[1] "png" is taken by assets.hero.formats[0] at visuals.config.ts:3:86',
      'OUTPUT_COLLISION 3:129 assets.hero.variants.theme[1] "dark" is taken by assets.hero.variants.theme[0] at visuals.config.ts:3:121',
      'PATH_INVALID 4:3 assets.Hero "Hero" can not be part of a file name on every system',
      'OUTPUT_COLLISION 4:3 assets.Hero "Hero" is taken by assets.hero at visuals.config.ts:3:3',
    ]);
  });

  test('an id that is written twice', async () => {
    const config = "const card = { template: 't', alt: 'a', sizes: ['og'] };\nexport default { assets: {\n  hero: card,\n  hero: card,\n} };";
    expect(await problems(config)).toEqual(['OUTPUT_COLLISION 4:3 assets.hero "hero" is taken by an asset of the same id at visuals.config.ts:3:3']);
  });

  test('language tags', async () => {
    const head =
      "brand: 'b.json', copy: 'copy.json', locales: { source: 'en_US', targets: ['x', 'zh-Hant'], fallback: { fr: ['en'], 'zh-Hant': ['zh_CN'] }, fonts: { dee: ['Inter'] } }";
    const found = await problems(withAsset("sizes: ['og'], locales: ['de'],", head));
    expect(found.map((each) => each.replace(/ \d+:\d+ /, ' '))).toEqual([
      'CONFIG_INVALID copy is "copy.json", the same file for every locale',
      'CONFIG_INVALID locales.source is "en_US", which is no language tag (did you mean "en-US"?)',
      'CONFIG_INVALID locales.targets[0] is "x", which is no language tag',
      'CONFIG_INVALID locales.fallback.fr is "fr", which is no locale of the project',
      'CONFIG_INVALID locales.fallback.zh-Hant[0] is "zh_CN", which is no language tag (did you mean "zh-CN"?)',
      'CONFIG_INVALID locales.fonts.dee is "dee", which is no locale of the project',
      'CONFIG_INVALID assets.hero.locales[0] is "de", which is no locale of the project',
    ]);
  });

  test('what is said of single locales', async () => {
    const head = `brand: 'b.json', locales: { source: 'en', targets: ['iw', 'ar'], direction: { ar: 'up', he: 'ltr' }, numbering: { ar: 'roman' }, breaking: { ar: 'no tag' } }`;
    const found = await problems(withAsset("sizes: ['og'],", head));
    expect(found.map((each) => each.replace(/ \d+:\d+ /, ' '))).toEqual([
      'CONFIG_INVALID locales.targets[0] is "iw"; the tag of this language is "he"',
      'CONFIG_INVALID locales.direction.ar is "up", which is no known value',
      'CONFIG_INVALID locales.direction.he is "he", which is no locale of the project',
      'CONFIG_INVALID locales.numbering.ar is "roman", which is no known value',
      'CONFIG_INVALID locales.breaking.ar is "no tag", which is no language tag',
    ]);
  });

  test('filters that refer to what the asset does not have', async () => {
    const config = withAsset(
      "sizes: ['og', 'story'], variants: { theme: ['light', 'dark'], aspect: ['a'] },\nonly: [{ size: 'x' }, { locale: ['fr'] }],\nexcept: { variant: { them: 'dark' } },\noverrides: [{ when: { variant: { theme: ['drak'] } } }],",
    );
    expect(await problems(config)).toEqual([
      'CONFIG_INVALID 4:63 assets.hero.variants.aspect has a name that every card already uses for its shape or script',
      'CONFIG_INVALID 5:10 assets.hero.only[0].size is "x", which is no size of this asset',
      'CONFIG_INVALID 5:34 assets.hero.only[1].locale[0] is "fr", which is no locale of this asset',
      'CONFIG_INVALID 6:22 assets.hero.except.variant.them is "them", which is no variant axis of this asset (did you mean "theme"?)',
      'CONFIG_INVALID 7:42 assets.hero.overrides[0].when.variant.theme[0] is "drak", which is no value of "theme"',
    ]);
  });

  test('a secret key, never printed', async () => {
    const secret = 'sk-proj-abcdefghijklmnopqrstuvwx';
    const error = await diagnosticsOf(load({ 'visuals.config.ts': withAsset(`sizes: ['${secret}', 'sk-SK'],\ndata: { key: '${secret}' },`) }));
    expect(error.filter(({ code }) => code === 'SECRET_IN_CONFIG').map(formatDiagnostic)).toEqual([
      'SECRET_IN_CONFIG 4:9 assets.hero.sizes[0] looks like a secret key',
      'SECRET_IN_CONFIG 5:9 assets.hero.data.key looks like a secret key',
    ]);
    expect(JSON.stringify(error)).not.toContain('abcdefgh');
  });
});
