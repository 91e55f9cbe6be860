import type { JsonObject } from '../../src/model/json.ts';
import { formatConfig, formatContract, tinyConfig, tinyTemplates, tinyTokens, viewSvg } from './create-project.ts';
import type { Sources } from './create-project.ts';
import fc from './properties.ts';

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

/** One of the things that assets can depend on. */
export type Choice = keyof typeof choices;
/** How often each of them was changed. */
export type Setting = { readonly [choice in Choice]: number };

const names = Object.keys(choices) as Choice[];
/** Before the first edit. */
export const initial = Object.fromEntries(names.map((name) => [name, 0])) as Setting;

function valueOf<Name extends Choice>(setting: Setting, choice: Name): (typeof choices)[Name][number] {
  return choices[choice][setting[choice] % choices[choice].length]!;
}

/** Ten pictures of five assets: words, a photo, what is drawn from colours, another asset's art, and data that names messages. */
export function formatSetting(setting: Setting): Sources {
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

/** What somebody changes at once. */
export const edits: fc.Arbitrary<readonly Choice[]> = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 2 });

/** A setting after an edit: each of its choices has its next value. */
export function changeSetting(setting: Setting, edit: readonly Choice[]): Setting {
  const changed: Record<Choice, number> = { ...setting };
  for (const name of edit) changed[name] += 1;
  return changed;
}
