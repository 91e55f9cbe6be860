import { defineConfig, file, procedural } from 'visuals';
import type { DrawnArt, SampleArt } from '../../templates/shared/sample.ts';
import { samples } from './samples.ts';

/** One size of each shape, and the language and theme that it is shown in. */
const shown = [
  { name: 'tall', width: 900, height: 1600, locale: 'ar', theme: 'dark' },
  { name: 'square', width: 1080, height: 1080, locale: 'de', theme: 'light' },
  { name: 'wide', width: 1600, height: 900, locale: 'en', theme: 'light' },
  { name: 'banner', width: 1500, height: 500, locale: 'ja', theme: 'dark' },
] as const;

const wide = ['wide', 'banner'];

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
  assets: Object.fromEntries(Object.keys(samples).map((template) => [template, createAsset(template)])),
});

function createAsset(template: string) {
  const { art = {}, wide: across, dark, wideDark, data } = samples[template]!;
  return {
    template,
    sizes: shown.map(({ name, width, height }) => ({ name, width, height })),
    variants: { theme: ['light', 'dark'] },
    only: shown.map(({ name, locale, theme }) => ({ size: name, locale, variant: { theme } })),
    art: createArt(art),
    overrides: [
      ...(across ? [{ when: { size: wide }, art: createArt(across) }] : []),
      ...(dark ? [{ when: { variant: { theme: 'dark' } }, art: createArt(dark) }] : []),
      ...(wideDark ? [{ when: { size: wide, variant: { theme: 'dark' } }, art: createArt(wideDark) }] : []),
    ],
    copy: template,
    alt: `${template}.alt`,
    ...(data && { data }),
  };
}

function createArt(art: SampleArt) {
  return Object.fromEntries(Object.entries(art).map(([slot, source]) => [slot, typeof source === 'string' ? createFile(slot, source) : drawArt(source)]));
}

/** Scenes are mirrored with the card; logos, products and pages are not. */
function createFile(slot: string, path: string) {
  return file(`templates/${path}`, { mirror: slot === 'scene' });
}

function drawArt({ kind, seed, palette, settings = {} }: DrawnArt) {
  return procedural({ kind, seed, palette: [...palette], settings });
}
