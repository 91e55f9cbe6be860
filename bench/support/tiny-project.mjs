import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './environment.mjs';

/** All written in Latin letters, so that one font serves them. */
const locales = ['en', 'da', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'sv'];

/** Small enough that what is measured is the tool and not the pencil. */
const sizes = [
  { name: 'square', width: 64, height: 64 },
  { name: 'wide', width: 96, height: 56 },
  { name: 'tall', width: 56, height: 96 },
  { name: 'large', width: 80, height: 80 },
  { name: 'banner', width: 120, height: 40 },
];

/** Pictures that show one message of one language: one of each size. */
export const cardsOfMessage = sizes.length;

/** Outputs of one asset, which has one format. */
export const outputsOfAsset = locales.length * sizes.length;

/**
 * Writes a project with this many outputs: assets × 10 locales × 5 sizes, each a small png with a line of text.
 * @param {string} folder
 * @param {{ outputs: number }} options a multiple of {@link outputsOfAsset}
 */
export async function writeTinyProject(folder, { outputs }) {
  const assets = outputs / outputsOfAsset;
  const files = {
    'visuals.config.ts': createConfig(assets),
    ...template,
    ...Object.fromEntries(locales.map((locale) => [`copy/${locale}.json`, createCopy(locale, assets)])),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await cp(join(root, 'node_modules/@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'), join(folder, 'fonts/Inter_400Regular.ttf'));
}

/**
 * Changes one German message to something that it never was before.
 * @param {string} folder
 * @param {string} words
 */
export async function changeMessage(folder, words) {
  const path = join(folder, 'copy/de.json');
  const copy = JSON.parse(await readFile(path, 'utf8'));
  copy.card0.headline = `Neue Worte ${words}`;
  await writeFile(path, JSON.stringify(copy));
}

const template = {
  'templates/tiny/template.hbs': '<h1 class="headline" data-slot="headline">{{headline}}</h1>\n',
  'templates/tiny/template.css': `.card {
  display: flex;
  align-items: center;
  width: 100%;
  height: 100%;
  padding: calc(var(--u) * 8);
  background-color: var(--color-ground);
  color: var(--color-ink);
}

.headline {
  min-width: 0;
  font-weight: 400;
  line-height: 1.1;
}
`,
  'templates/tiny/template.ts': `import { defineTemplate, text } from 'visuals';

export default defineTemplate({
  description: 'One line.',
  slots: { headline: text({ role: 'label', size: { smallest: 8, largest: 20 }, lines: 3 }) },
});
`,
  'templates/tiny/sample.ts': `export default { copy: { headline: 'One line' } };\n`,
};

/** @param {number} assets */
function createConfig(assets) {
  return `import { defineBrand, defineConfig } from 'visuals';

const card = (number) => ({ template: 'tiny', sizes: ${JSON.stringify(sizes)}, copy: \`card\${number}\`, alt: \`card\${number}.alt\` });

export default defineConfig({
  brand: defineBrand({
    tokens: {
      color: { $type: 'color', ground: { $value: '#f4f1ea' }, ink: { $value: '#14213d' } },
      font: { sans: { $type: 'fontFamily', $value: 'Inter' } },
    },
  }),
  fonts: ['fonts/*.ttf'],
  locales: { source: 'en', targets: ${JSON.stringify(locales.slice(1))} },
  output: { formats: ['png'] },
  assets: Object.fromEntries(Array.from({ length: ${assets} }, (_, number) => [\`card-\${number}\`, card(number)])),
});
`;
}

/**
 * @param {string} locale
 * @param {number} assets
 */
function createCopy(locale, assets) {
  const messages = Array.from({ length: assets }, (_, number) => [`card${number}`, { headline: `Card ${number} ${locale}`, alt: `Card ${number}` }]);
  return JSON.stringify(Object.fromEntries(messages));
}
