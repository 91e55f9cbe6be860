import { defineConfig, file, message, procedural } from 'visuals';
import type { DrawnArt, PlacedArt, Sample, SampleArt } from '../../templates/shared/sample.ts';
import { samples } from './samples.ts';

/** One size of each shape, and the language and theme that it is shown in on most sheets. */
const shown = [
  { name: 'tall', width: 900, height: 1600, locale: 'ar', theme: 'dark' },
  { name: 'square', width: 1080, height: 1080, locale: 'de', theme: 'light' },
  { name: 'wide', width: 1600, height: 900, locale: 'en', theme: 'light' },
  { name: 'banner', width: 1500, height: 500, locale: 'ja', theme: 'dark' },
] as const;

const dark = { theme: 'dark' };
const opposite = { light: 'dark', dark: 'light' } as const;
const across = ['wide', 'banner'];

/** Every shipped template with its own sample, built from the repository's root: `npx visuals build --config examples/gallery/visuals.config.ts`. */
export default defineConfig({
  brand: 'brand/brand.resolver.json',
  fonts: [
    'node_modules/@expo-google-fonts/schibsted-grotesk/{400Regular,600SemiBold}/*.ttf',
    'node_modules/@expo-google-fonts/noto-sans-{arabic,jp}/{400Regular,600SemiBold}/*.ttf',
  ],
  locales: {
    source: 'en',
    targets: ['de', 'ar', 'ja'],
    fonts: { ar: ['Schibsted Grotesk', 'Noto Sans Arabic'], ja: ['Schibsted Grotesk', 'Noto Sans JP'] },
  },
  copy: 'examples/gallery/copy/{locale}.json',
  output: { dir: 'public/gallery', formats: ['webp'] },
  assets: Object.fromEntries(Object.entries(samples).map(([template, sample], index) => [template, createAsset(template, sample, index % 3 === 1)])),
});

/** Every third asset is turned: its themes are the other way round, so that a sheet of all of them shows both. */
function createAsset(template: string, sample: Sample, isTurned: boolean) {
  const inPlace = [
    { when: { variant: dark }, art: sample.dark },
    { when: { locale: 'ar' }, art: sample.rtl },
    { when: { locale: 'ar', variant: dark }, art: sample.rtlDark },
    { when: { size: 'square' }, art: sample.square },
    { when: { size: across }, art: sample.wide },
    { when: { size: 'square', variant: dark }, art: sample.squareDark },
    { when: { size: across, variant: dark }, art: sample.wideDark },
  ];
  return {
    template,
    sizes: shown.map(({ name, width, height }) => ({ name, width, height })),
    variants: { theme: ['light', 'dark'] },
    only: shown.map(({ name, locale, theme }) => ({ size: name, locale, variant: { theme: isTurned ? opposite[theme] : theme } })),
    art: createArt(sample.art ?? {}),
    overrides: inPlace.flatMap(({ when, art }) => (art ? [{ when, art: createArt(art) }] : [])),
    copy: template,
    alt: `${template}.alt`,
    ...(sample.data && { data: refer(template, sample.copy, sample.data) as typeof sample.data }),
  };
}

/** The data with messages in place of the words that the sample translates. */
function refer(template: string, words: Sample['copy'], value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => refer(template, words, each));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, refer(template, words, each)]));
  const [key] = Object.entries(words).find(([, text]) => text === value) ?? [];
  return key === undefined ? value : message(`${template}.${key}`);
}

function createArt(art: SampleArt) {
  return Object.fromEntries(Object.entries(art).map(([slot, source]) => [slot, createSource(slot, source)]));
}

function createSource(slot: string, source: SampleArt[string]) {
  if (typeof source === 'string') return createFile(slot, { file: source, focus: { x: 0.5, y: slot === 'scene' ? 0.53 : 0.5 } });
  return 'file' in source ? createFile(slot, source) : drawArt(source);
}

/** Scenes are mirrored with the card; logos, products and pages are not. */
function createFile(slot: string, { file: path, focus }: PlacedArt) {
  return file(`templates/${path}`, { mirror: slot === 'scene' || slot === 'picture', focus });
}

function drawArt({ kind, seed, palette, settings = {} }: DrawnArt) {
  return procedural({ kind, seed, palette: [...palette], settings });
}
