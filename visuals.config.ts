import { defineConfig, file, message, procedural } from 'visuals';

const logo = file('art/logo-light.svg');
const logoOnDark = file('art/logo-dark.svg');

/** One of each shape: link preview, post, story, profile header. The story keeps the channel's safe area at five sixths of its size. */
const sizes = [
  'og',
  'instagram-square',
  { name: 'story', width: 900, height: 1600, safeArea: { top: 208, right: 53, bottom: 283, left: 53 } },
  'x-header',
] as const;

/** Cloth in the light of a low sun; the words stand where it is calm. */
const cloth = procedural({
  kind: 'mesh-gradient',
  seed: 7,
  palette: ['color.art.base', 'color.art.glow', 'color.art.far', 'color.art.middle'],
  settings: { strength: 0.6, folds: 0.35 },
});

const currents = procedural({
  kind: 'flow-field',
  seed: 11,
  palette: ['color.art.base', 'color.art.far', 'color.accent'],
  settings: { strength: 0.45, density: 0.4, calm: 0.95, calmX: 0.32, calmY: 0.4 },
});

const land = procedural({
  kind: 'topographic',
  seed: 22,
  palette: ['color.art.base', 'color.art.far', 'color.art.far'],
  settings: { strength: 0.4, relief: 0.4 },
});

export default defineConfig({
  brand: 'brand/brand.resolver.json',
  fonts: [
    'node_modules/@expo-google-fonts/schibsted-grotesk/{400Regular,600SemiBold}/*.ttf',
    'node_modules/@expo-google-fonts/noto-sans-{arabic,devanagari,jp,thai}/{400Regular,600SemiBold}/*.ttf',
  ],
  locales: {
    source: 'en',
    targets: ['de', 'ja', 'ar', 'hi', 'th'],
    // The brand's family first: Latin names and figures look the same in every language.
    fonts: {
      ja: ['Schibsted Grotesk', 'Noto Sans JP'],
      ar: ['Schibsted Grotesk', 'Noto Sans Arabic'],
      hi: ['Schibsted Grotesk', 'Noto Sans Devanagari'],
      th: ['Schibsted Grotesk', 'Noto Sans Thai'],
    },
  },
  output: { dir: 'public/visuals', formats: ['avif', 'webp', 'png'], encode: { avif: { effort: 1 }, webp: { effort: 2 } } },
  assets: {
    launch: {
      template: 'social-card',
      sizes,
      variants: { theme: ['light', 'dark'] },
      art: { background: cloth, subject: file('art/formats.svg'), logo },
      overrides: [{ when: { variant: { theme: 'dark' } }, art: { logo: logoOnDark } }],
      copy: 'launch',
      alt: 'launch.alt',
    },
    brand: {
      template: 'product-card',
      sizes,
      art: { product: file('art/colour-cards.svg'), logo },
      copy: 'brand',
      alt: 'brand.alt',
    },
    promise: {
      template: 'quote',
      sizes,
      variants: { theme: ['dark'] },
      art: { background: currents, logo: logoOnDark },
      copy: 'promise',
      alt: 'promise.alt',
    },
    release: {
      template: 'event',
      sizes,
      variants: { theme: ['dark'] },
      art: { background: land, logo: logoOnDark },
      copy: 'release',
      alt: 'release.alt',
    },
    speed: {
      template: 'infographic',
      sizes,
      art: { logo },
      copy: 'speed',
      alt: 'speed.alt',
      data: {
        unit: message('speed.unit'),
        most: 322,
        rows: [
          { label: message('speed.rows.visuals'), value: 31, ours: true },
          { label: message('speed.rows.satori'), value: 274, ours: false },
          { label: message('speed.rows.chromium'), value: 322, ours: false },
        ],
      },
    },
    docs: {
      template: 'og-default',
      sizes,
      art: { picture: file('art/plate.svg', { focus: { x: 0.5, y: 0.42 } }), logo },
      copy: 'docs',
      alt: 'docs.alt',
    },
  },
});
