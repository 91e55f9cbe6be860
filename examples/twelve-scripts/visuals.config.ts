import { defineConfig, file } from 'visuals';

/** Half of the languages stand on either ground, so that the sheet is a chequerboard. */
const light = ['en', 'hi', 'ja', 'ko', 'th', 'zh-Hant'];
const dark = ['ar', 'el', 'he', 'ru', 'vi', 'zh-Hans'];

/** One card in twelve languages, built from the repository's root: `npx visuals build --config examples/twelve-scripts/visuals.config.ts`. */
export default defineConfig({
  brand: 'brand/brand.resolver.json',
  fonts: [
    'node_modules/@expo-google-fonts/{schibsted-grotesk,inter}/{400Regular,600SemiBold}/*.ttf',
    'node_modules/@expo-google-fonts/noto-sans-{arabic,devanagari,hebrew,jp,kr,sc,tc,thai}/{400Regular,600SemiBold}/*.ttf',
  ],
  locales: {
    source: 'en',
    targets: ['el', 'ru', 'vi', 'ar', 'he', 'hi', 'th', 'zh-Hans', 'zh-Hant', 'ja', 'ko'],
    fonts: {
      // The brand's family has Latin letters, and others in part: languages that need more are drawn with one that has them all.
      el: ['Inter'],
      ru: ['Inter'],
      vi: ['Inter'],
      ar: ['Schibsted Grotesk', 'Noto Sans Arabic'],
      he: ['Schibsted Grotesk', 'Noto Sans Hebrew'],
      hi: ['Schibsted Grotesk', 'Noto Sans Devanagari'],
      th: ['Schibsted Grotesk', 'Noto Sans Thai'],
      'zh-Hans': ['Schibsted Grotesk', 'Noto Sans SC'],
      'zh-Hant': ['Schibsted Grotesk', 'Noto Sans TC'],
      ja: ['Schibsted Grotesk', 'Noto Sans JP'],
      ko: ['Schibsted Grotesk', 'Noto Sans KR'],
    },
  },
  copy: 'examples/twelve-scripts/copy/{locale}.json',
  templates: 'examples/twelve-scripts/templates',
  output: { dir: 'public/twelve-scripts', formats: ['png'] },
  assets: {
    card: {
      template: 'word-card',
      sizes: [{ name: 'tile', width: 960, height: 620 }],
      variants: { theme: ['light', 'dark'] },
      only: [
        { locale: light, variant: { theme: 'light' } },
        { locale: dark, variant: { theme: 'dark' } },
      ],
      art: { mark: file('examples/twelve-scripts/mark-light.svg') },
      overrides: [{ when: { variant: { theme: 'dark' } }, art: { mark: file('examples/twelve-scripts/mark-dark.svg') } }],
      copy: 'card',
      alt: 'card.alt',
    },
  },
});
