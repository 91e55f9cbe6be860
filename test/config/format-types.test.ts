import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { file } from '../../src/config/define-config.ts';
import { formatSiteTypes, formatTypes, siteTypesName } from '../../src/config/format-types.ts';
import { resolveConfig } from '../../src/config/resolve-config.ts';
import type { ResolvedConfig } from '../../src/model/config.ts';
import type { TemplateContract } from '../../src/model/template.ts';
import { data, image, text } from '../../src/template/define-template.ts';

const repository = resolve(import.meta.dirname, '../..');
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const headline = text({ role: 'headline', size: { smallest: 4, largest: 9 } });
const templates: readonly TemplateContract[] = [
  { name: 'quote', description: 'Words */ alone.', slots: { quote: headline }, data: {} },
  {
    name: 'social-card',
    description: 'A card.',
    slots: { headline, background: image(), logo: image({ optional: true }) },
    data: { price: data.number(), note: data.text({ optional: true }), rows: data.list({ label: data.text(), value: data.number() }, { optional: true }) },
  },
];

function configOf(assets: object): ResolvedConfig {
  const { config, problems } = resolveConfig({ brand: 'b.json', locales: { source: 'en', targets: ['de'] }, assets }, 'visuals.config.ts');
  expect(problems).toEqual([]);
  return config!;
}

const config = configOf({
  hero: {
    template: 'social-card',
    alt: 'hero.alt',
    sizes: ['og', { name: 'wide', width: 900, height: 300 }],
    variants: { theme: ['light', 'dark'] },
    art: { background: file('b.png') },
    overrides: [{ when: { size: 'og' }, art: { logo: file('l.svg'), background: file('c.png') } }],
  },
  words: { template: 'quote', alt: 'words.alt', sizes: ['x'], locales: ['de'], variants: { theme: ['dim'], season: ['spring'] } },
});
const types = formatTypes({
  config,
  templates,
  tokens: ['color.ink', 'color.ground', 'color.ink'],
  keys: ['hero.headline', 'hero.alt', 'words.deep.quote', 'words.alt'],
  values: ['city', 'price', 'city'],
});

describe('the text', () => {
  test('says what the project has, sorted, each once', () => {
    expect(types)
      .toBe(`// Written by \`visuals\`: what this project has, so that editors complete it and \`tsc\` refuses what is not there. Changes are overwritten.
/// <reference path="./assets.d.ts" />
import type { CopyKey } from 'visuals';

/** Words in \`data\`: a message, or a string that needs no translation. */
type Text = string | { readonly message: CopyKey };

declare module 'visuals' {
  interface Register {
    templates: {
      /** Words * / alone. */
      "quote": {
        texts: "quote";
        images: never;
        optionalImages: never;
        data: {};
      };
      /** A card. */
      "social-card": {
        texts: "headline";
        images: "background";
        optionalImages: "logo";
        data: { readonly "price": number; readonly "note"?: Text; readonly "rows"?: readonly { readonly "label": Text; readonly "value": number }[] };
      };
    };
    tokens:
      | "color.ground"
      | "color.ink";
    keys:
      | "hero.alt"
      | "hero.headline"
      | "words.alt"
      | "words.deep.quote";
    prefixes:
      | "hero"
      | "words"
      | "words.deep";
    values:
      | "city"
      | "price";
    locales:
      | "de"
      | "en";
    sizes:
      | "og"
      | "wide"
      | "x";
    variants: {
      "season": "spring";
      "theme": "dark" | "dim" | "light";
    };
    assets: {
      "hero": { sizes: "og" | "wide"; locales: "de" | "en"; variants: { "theme": "dark" | "light" }; art: "background" | "logo" };
      "words": { sizes: "x"; locales: "de"; variants: { "season": "spring"; "theme": "dim" }; art: never };
    };
  }
}
`);
  });

  test('leaves out what there is none of', () => {
    const empty = formatTypes({ config: configOf({}), templates: [], tokens: [], keys: [] });
    expect(empty).not.toContain('never');
    expect(empty.match(/^ {4}\w+:/gm)).toEqual(['    locales:']);
  });
});

/** Source lines; those that end in `// ✗` must be refused by the compiler, all others taken. */
const registered = `import { asset, defineConfig, edit, file, generate, message, procedural, translate } from 'visuals';
import type { AssetId } from 'visuals';
const background = procedural({ kind: 'grain', seed: 1, palette: ['color.ground', 'color.ink'] });
export const id: AssetId = 'hero';
export const other: AssetId = 'heros'; // ✗
message('hero.headline');
message('hero.headlines'); // ✗
procedural({ kind: 'grain', seed: 1, palette: ['color.grund'] }); // ✗
procedural({ kind: 'grian', seed: 1, palette: ['color.ground'] }); // ✗
file('a.png', { focus: { x: 1 } }); // ✗
const plate = generate({ prompt: 'prompts/a.hbs', references: [file('a.png'), asset('hero').art.background], candidates: 4, model: 'm', quality: 'high', format: 'webp', compression: 80, background: 'opaque', moderation: 'low', complexity: 'high', api: 'responses', generator: 'openai', mirror: false });
const edited = edit({ from: plate, prompt: 'Make it night', mask: 'm.png', keepOutsideMask: true, feather: 4 });
const translated = translate({ from: { ...asset('hero', { mirror: true }).art.logo, focus: { x: 0, y: 0 } }, words: ['hero.headline'] });
asset('heros'); // ✗
asset('hero').art.backgruond; // ✗
asset('words').art.background; // ✗
generate({}); // ✗
generate({ prompt: 'x', quality: 5 }); // ✗
generate({ prompt: 'x', format: 'avif' }); // ✗
generate({ prompt: 'x', generator: 'opneai' }); // ✗
generate({ prompt: 'x', references: ['a.png'] }); // ✗
edit({ prompt: 'x' }); // ✗
translate({ from: plate, words: ['hero.headlin'] }); // ✗
translate({ from: plate, words: ['hero.headline'], mirror: true }); // ✗
defineConfig({ brand: 'b.json', locales: { source: 'en' }, assets: {}, generators: { openai: { model: 'm', perMinute: 5, baseURL: 'https://x.example' } }, budget: { perBuild: 5 } });
defineConfig({ brand: 'b.json', locales: { source: 'en' }, assets: {}, generators: { openia: {} } }); // ✗
defineConfig({ brand: 'b.json', locales: { source: 'en' }, assets: {}, generators: { openai: { apiKey: 'x' } } }); // ✗
defineConfig({ brand: 'b.json', locales: { source: 'en' }, assets: {}, budget: { perDay: 5 } }); // ✗
defineConfig({ brand: 'b.json', locales: { source: 'en' }, assets: {}, ouput: {} }); // ✗
export default defineConfig({
  brand: 'b.json', locales: { source: 'en' },
  assets: {
    right: { template: 'social-card', alt: 'hero.alt', copy: 'hero', sizes: ['og', { name: 'mine', width: 10, height: 10 }], art: { background: edited, logo: translated }, data: { price: 1, note: 'x', rows: [{ label: message('hero.alt'), value: 1 }] } },
    plain: { template: 'quote', alt: 'words.alt', copy: 'words.deep', sizes: ['x'], only: { locale: 'de', variant: { season: 'spring' } } },
    template: { template: 'social-crad', alt: 'hero.alt', sizes: ['og'] }, // ✗
    alt: { template: 'quote', alt: 'hero.atl', sizes: ['og'] }, // ✗
    noAlt: { template: 'quote', sizes: ['og'] }, // ✗
    copy: { template: 'quote', alt: 'hero.alt', copy: 'her', sizes: ['og'] }, // ✗
    size: { template: 'quote', alt: 'hero.alt', sizes: ['ogg'] }, // ✗
    format: { template: 'quote', alt: 'hero.alt', sizes: ['og'], formats: ['gif'] }, // ✗
    unknown: { template: 'quote', alt: 'hero.alt', sizes: ['og'], colour: 1 }, // ✗
    locale: { template: 'quote', alt: 'hero.alt', sizes: ['og'], locales: ['fr'] }, // ✗
    axis: { template: 'quote', alt: 'hero.alt', sizes: ['og'], only: { variant: { them: 'dark' } } }, // ✗
    value: { template: 'quote', alt: 'hero.alt', sizes: ['og'], except: [{ variant: { theme: ['drak'] } }] }, // ✗
    noArt: { template: 'social-card', alt: 'hero.alt', sizes: ['og'], data: { price: 1 } }, // ✗
    lacksSlot: { template: 'social-card', alt: 'hero.alt', sizes: ['og'], art: { logo: background }, data: { price: 1 } }, // ✗
    slot: { template: 'social-card', alt: 'hero.alt', sizes: ['og'], art: { background, backgruond: background }, data: { price: 1 } }, // ✗
    noSlots: { template: 'quote', alt: 'hero.alt', sizes: ['og'], art: { background } }, // ✗
    noData: { template: 'social-card', alt: 'hero.alt', sizes: ['og'], art: { background } }, // ✗
    data: { template: 'social-card', alt: 'hero.alt', sizes: ['og'], art: { background }, data: { price: '1' } }, // ✗
    moreData: { template: 'social-card', alt: 'hero.alt', sizes: ['og'], art: { background }, data: { price: 1, prize: 1 } }, // ✗
    mentioned: { template: 'social-card', alt: 'hero.alt', sizes: ['og'], art: { background }, data: { price: 1, city: 'Oslo' } },
    mentionedAlone: { template: 'quote', alt: 'words.alt', sizes: ['og'], data: { city: 'Oslo' } },
    mentionedNot: { template: 'quote', alt: 'words.alt', sizes: ['og'], data: { town: 'Oslo' } }, // ✗
    key: { template: 'social-card', alt: 'hero.alt', sizes: ['og'], art: { background }, data: { price: 1, note: { message: 'nope' } } }, // ✗
    rows: { template: 'social-card', alt: 'hero.alt', sizes: ['og'], art: { background }, data: { price: 1, rows: [{ label: 'x' }] } }, // ✗
    override: { template: 'social-card', alt: 'hero.alt', sizes: ['og'], art: { background }, data: { price: 1 }, overrides: [{ when: { size: 'og' }, art: { logo: background }, data: { note: 'x' } }] },
    badOverride: { template: 'social-card', alt: 'hero.alt', sizes: ['og'], art: { background }, data: { price: 1 }, overrides: [{ when: {}, art: { lgo: background } }] }, // ✗
  },
});
`;

const unregistered = `import { asset, defineBrand, defineConfig, edit, file, message, procedural } from 'visuals';
export default defineConfig({
  brand: defineBrand({ tokens: { color: { $type: 'color' } }, modes: { theme: { dark: {} } } }), locales: { source: 'en', fallback: { de: ['en'] } },
  copy: ['copy/{locale}.json'], fonts: ['fonts/*.ttf'], output: { encode: { avif: { quality: 50 } } },
  assets: {
    any: { template: 'anything', alt: 'any.key', copy: 'any', sizes: ['og'], locales: ['fr'], variants: { theme: ['a'] }, art: { some: file('a.png'), more: procedural({ kind: 'grain', seed: 1, palette: ['p'] }), last: asset('any').art.some, edited: edit({ from: asset('any').art.more, prompt: 'x', references: [asset('x').art.y] }) }, data: { a: [1, { b: message('k') }] }, only: { variant: { x: 'y' } } },
    wrong: { template: 5, alt: 'a', sizes: ['og'] }, // ✗
    noAlt: { template: 'x', sizes: ['og'] }, // ✗
    channel: { template: 'x', alt: 'a', sizes: ['storry'] }, // ✗
  },
});
`;

const onPages = `import { isLocale, locales, visual } from 'visuals:assets';
import { imageAttributes, img, jsonLd, meta, picture } from 'visuals/site';
import type { Visual } from 'visuals/site';
const shown: Visual = visual('hero', { locale: 'de', size: 'og', variant: { theme: 'dark' } });
visual('hero', { locale: 'en', size: ['og', 'wide'] });
visual('words');
visual('words', { locale: 'de', variant: {} });
visual('heroes', { locale: 'de' }); // ✗
visual('hero'); // ✗
visual('hero', {}); // ✗
visual('hero', { locale: 'fr' }); // ✗
visual('words', { locale: 'en' }); // ✗
visual('hero', { locale: 'de', size: 'x' }); // ✗
visual('hero', { locale: 'de', size: ['og', 'x'] }); // ✗
visual('hero', { locale: 'de', variant: { theme: 'dim' } }); // ✗
visual('hero', { locale: 'de', variant: { season: 'spring' } }); // ✗
visual('hero', { locale: 'de', colour: 1 }); // ✗
const asked: string = locales[0]!;
visual('hero', { locale: asked }); // ✗
if (isLocale(asked)) visual('hero', { locale: asked });
picture(shown, { priority: true, sizes: '50vw' });
picture('hero'); // ✗
img(shown, { class: 'x', placeholder: false });
imageAttributes(shown).width.toFixed();
meta(shown, { site: 'https://example.com' });
meta(shown, {}); // ✗
jsonLd(shown, { site: 'https://example.com', creator: { type: 'Organization', name: 'x' } });
`;

const anywhere = `import { visual } from 'visuals:assets';
visual('any', { locale: 'de' });
visual('any', { size: 'x', variant: { y: 'z' } });
visual('any');
visual(5); // ✗
`;

/** Lines of `config.ts` that the compiler refuses. */
async function refusedLines(source: string, declarations: string | undefined): Promise<readonly number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'visuals-types-'));
  folders.push(folder);
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, '.visuals'));
  writeFileSync(join(folder, 'config.ts'), source);
  writeFileSync(join(folder, '.visuals', siteTypesName), formatSiteTypes());
  if (declarations !== undefined) writeFileSync(join(folder, '.visuals/types.d.ts'), declarations);
  const paths = { visuals: [join(repository, 'src/index.ts')], 'visuals/site': [join(repository, 'src/site.ts')] };
  const compilerOptions = { paths, noUnusedLocals: true, types: ['node'] };
  const include = ['config.ts', declarations === undefined ? `.visuals/${siteTypesName}` : '.visuals/types.d.ts'];
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: join(repository, 'tsconfig.json'), compilerOptions, include }));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const output = await new Promise<string>((done) => {
    execFile(join(repository, 'node_modules/.bin/tsc'), ['-p', '.', '--pretty', 'false'], { cwd: folder }, (_, stdout) => done(stdout));
  });
  expect(output).not.toMatch(/types\.d\.ts\(|assets\.d\.ts\(|define-config\.ts\(|visual\.ts\(/);
  return [...new Set([...output.matchAll(/^config\.ts\((\d+),/gm)].map(([, line]) => Number(line)))];
}

function markedLines(source: string): readonly number[] {
  return source.split('\n').flatMap((line, index) => (line.endsWith('// ✗') ? [index + 1] : []));
}

describe('the compiler', () => {
  test('refuses exactly what the project does not have, in the config and on pages', async () => {
    const source = registered + onPages;
    expect(await refusedLines(source, types)).toEqual(markedLines(source));
  });

  test('takes any name while nothing was generated', async () => {
    const source = unregistered + anywhere;
    expect(await refusedLines(source, undefined)).toEqual(markedLines(source));
  });

  test('refuses an asset that was removed', async () => {
    const without = formatTypes({ config: { ...config, assets: config.assets.filter(({ id }) => id !== 'words') }, templates, tokens: [], keys: [] });
    const used = onPages.split('\n').flatMap((line, index) => (line.startsWith("visual('words'") ? [index + 1] : []));
    expect(await refusedLines(onPages, without)).toEqual(expect.arrayContaining(used));
  });
});
