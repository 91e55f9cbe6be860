import { basename } from 'node:path';
import type { StarterLanguage } from './starter-language.ts';
import type { StarterArt, StarterSample } from './starter-sample.ts';

/** What a first config is made from. */
export interface StarterConfig {
  readonly template: string;
  /** Of the asset, and of its messages. */
  readonly id: string;
  readonly sample: StarterSample;
  readonly fonts: readonly string[];
  readonly language: StarterLanguage;
  /** Of the brand. */
  readonly family: string;
  /** Of the site; the sample's own where there is none. */
  readonly logo: string | undefined;
}

/** Sizes of the first asset: a link preview, and a post. */
const sizes = { wide: 'og', square: 'instagram-square' } as const;

/** The text of the first `visuals.config.ts`. */
export function formatConfig(config: StarterConfig): string {
  const { template, id, sample, fonts, language, logo } = config;
  const art = formatArt(sample.art ?? {}, logo);
  const overrides = formatOverrides(config);
  const data = sample.data === undefined ? [] : [`      data: ${formatData(id, sample)},`];
  const body = [...art, ...overrides, ...data].join('\n');
  const used = ['file', 'message', 'procedural'].filter((name) => body.includes(`${name}(`));
  return `import { ${['defineConfig', ...used].join(', ')} } from 'visuals';

export default defineConfig({
  brand: 'brand/tokens.json',
  fonts: [${fonts.map(quote).join(', ')}], // only these, never the system's
  locales: { ${formatLocales(config)} }, // ${adviseOnLanguages(language)}
  assets: {
    ${formatKey(id)}: {
      template: ${quote(template)},
      sizes: [${Object.values(sizes).map(quote).join(', ')}],
${body === '' ? '' : `${body}\n`}      copy: ${quote(id)}, // the words: copy/${language.locale}.json
      alt: ${quote(`${id}.alt`)}, // what a screen reader says
    },
  },
});
`;
}

function formatLocales({ language, family }: StarterConfig): string {
  const { locale, targets } = language;
  const fonts = [language, ...targets].flatMap((each) =>
    each.companion === undefined ? [] : [`${formatKey(each.locale)}: [${quote(family)}, ${quote(each.companion.family)}]`],
  );
  return [
    `source: ${quote(locale)}`,
    ...(targets.length > 0 ? [`targets: [${targets.map((each) => quote(each.locale)).join(', ')}]`] : []),
    ...(fonts.length > 0 ? [`fonts: { ${fonts.join(', ')} }`] : []),
  ].join(', ');
}

/** The languages of the site come first; those that it has none of are told as an example. */
function adviseOnLanguages({ locale, targets, wanted }: StarterLanguage): string {
  const named = (locales: readonly string[]): string => locales.map(quote).join(', ');
  if (wanted.length > 0) return `your site is in ${named(wanted)}, too: add them to targets, each with a file in copy/`;
  if (targets.length > 0) return 'more languages: add them to targets, each with a file in copy/';
  return `more languages: targets: [${named(otherLanguages(locale))}], each with a file in copy/`;
}

function otherLanguages(locale: string): readonly string[] {
  return ['en', 'de', 'ja'].filter((each) => !locale.startsWith(each)).slice(-2);
}

/** Where a file of the sample lies in the project. */
export function locateArt(path: string): string {
  const name = basename(path);
  return `art/${/^logo-(?:light|dark)\./.test(name) ? 'logo.svg' : name}`;
}

/** Files of the sample that the config names. */
export function listArtFiles({ art, square, wide, rtl }: StarterSample, logo: string | undefined, isTurned: boolean): readonly string[] {
  const all = [art, square, wide, ...(isTurned ? [rtl] : [])].flatMap((each) => Object.entries(each ?? {}));
  const files = all.filter(([slot]) => slot !== 'logo' || logo === undefined).map(([, source]) => pathOf(source));
  return [...new Set(files.filter((path) => path !== undefined))];
}

function pathOf(source: StarterArt[string]): string | undefined {
  if (typeof source === 'string') return source;
  return 'file' in source ? source.file : undefined;
}

function formatArt(art: StarterArt, logo: string | undefined): readonly string[] {
  const entries = formatEntries(art, logo);
  return entries.length === 0 ? [] : ['      art: {', ...entries.map((entry) => `        ${entry},`), '      },'];
}

function formatOverrides({ sample, logo, language }: StarterConfig): readonly string[] {
  const shapes = (['wide', 'square'] as const).map((shape) => ({ when: `size: ${quote(sizes[shape])}`, art: sample[shape] ?? {} }));
  // A sample that begins from right to left is turned already.
  const turned = language.targets.filter(({ isRightToLeft }) => isRightToLeft && !language.isRightToLeft).map(({ locale }) => quote(locale));
  const sides = turned.length === 0 ? [] : [{ when: `locale: ${turned.length === 1 ? turned[0]! : `[${turned.join(', ')}]`}`, art: sample.rtl ?? {} }];
  const overrides = [...shapes, ...sides].flatMap(({ when, art }) => {
    const entries = formatEntries(art, logo);
    return entries.length === 0 ? [] : [`        { when: { ${when} }, art: { ${entries.join(', ')} } },`];
  });
  return overrides.length === 0 ? [] : ['      overrides: [', ...overrides, '      ],'];
}

function formatEntries(art: StarterArt, logo: string | undefined): readonly string[] {
  return Object.entries(art).map(([slot, source]) => `${formatKey(slot)}: ${formatSource(slot, source, logo)}`);
}

function formatSource(slot: string, source: StarterArt[string], logo: string | undefined): string {
  if (slot === 'logo' && logo !== undefined) return `file(${quote(logo)})`;
  if (typeof source === 'string') return formatFile(source, isScene(slot) ? { mirror: true } : {});
  if ('file' in source) return formatFile(source.file, { focus: source.focus, ...(isScene(slot) && { mirror: true }) });
  const { kind, seed, palette, settings } = source;
  const parts = [
    `kind: ${quote(kind)}`,
    `seed: ${seed}`,
    `palette: [${palette.map(quote).join(', ')}]`,
    ...(settings ? [`settings: ${formatValue(settings)}`] : []),
  ];
  return `procedural({ ${parts.join(', ')} })`;
}

/** What turns with a card that is read from right to left; products, pages and logos do not. */
function isScene(slot: string): boolean {
  return slot === 'scene' || slot === 'picture';
}

function formatFile(path: string, framing: object): string {
  const options = Object.keys(framing).length === 0 ? '' : `, ${formatValue(framing)}`;
  return `file(${quote(locateArt(path))}${options})`;
}

/** Words of the data are messages, so that they can be translated. */
function formatData(id: string, { copy, data }: StarterSample): string {
  const keys = new Map(Object.entries(copy).map(([key, text]) => [text, key]));
  return formatValue(data, (text) => (keys.has(text) ? `message(${quote(`${id}.${keys.get(text)}`)})` : quote(text)));
}

function formatValue(value: unknown, formatText: (text: string) => string = quote): string {
  if (Array.isArray(value)) return `[${value.map((each: unknown) => formatValue(each, formatText)).join(', ')}]`;
  if (typeof value === 'string') return formatText(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(([key, each]: [string, unknown]) => `${formatKey(key)}: ${formatValue(each, formatText)}`);
  return `{ ${members.join(', ')} }`;
}

function formatKey(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : quote(name);
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
