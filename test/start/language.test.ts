import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from '../../src/build.ts';
import { initProject } from '../../src/init-project.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { repository } from '../support/create-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A page in a language, and `init` beside it; the fonts are there. */
async function start(language: string, template = 'social-card') {
  const root = createTemporaryFolder();
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(repository, join(root, 'node_modules/visuals'));
  symlinkSync(join(repository, 'node_modules/@expo-google-fonts'), join(root, 'node_modules/@expo-google-fonts'));
  writeFileSync(join(root, 'index.html'), `<!doctype html><html lang="${language}"><title>A page</title></html>`);
  const report = await initProject({ root, version: '1.0.0', install: false, template });
  return { root, report, read: (path: string) => readFileSync(join(root, path), 'utf8') };
}

test.each([
  ['de-AT', 'Abend, überall.', "locales: { source: 'de-AT' }"],
  ['ar', 'مساء جميل أينما جلست.', "locales: { source: 'ar', fonts: { ar: ['Inter', 'Noto Sans Arabic'] } }"],
  ['ja', 'どこに座っても、夕べ。', "locales: { source: 'ja', fonts: { ja: ['Inter', 'Noto Sans JP'] } }"],
])('a site in %s begins with words in it, and builds', { timeout: 60_000 }, async (language, headline, config) => {
  const { root, report, read } = await start(language);
  expect(report).toMatchObject({ exit: 0, manual: [], found: [{ what: 'words', value: language, where: 'lang in index.html' }] });
  expect(JSON.parse(read(`copy/${language}.json`))).toMatchObject({ welcome: { headline } });
  expect(read('visuals.config.ts')).toContain(config);
  expect(await build({ root })).toMatchObject({ exit: 0, diagnostics: [] });
  const { assets } = JSON.parse(read('public/visuals/manifest.json')) as Manifest;
  expect(assets['welcome']?.pictures.map(({ locale, alt }) => [locale, alt.startsWith(headline)])).toEqual([
    [language, true],
    [language, true],
  ]);
});

test('a page of the shop that is shown is the one from right to left', async () => {
  expect((await start('ar', 'landing-mockup')).report.wrote).toContain('art/shop-rtl-light.webp');
});

test('in a language that the sample lacks the words are English, and it is said what to do', async () => {
  const { report, read } = await start('fr');
  expect(read('visuals.config.ts')).toContain("locales: { source: 'en' }");
  expect(report.manual).toEqual([
    {
      what: 'The words are English, for the sample has none in "fr". When you have written yours',
      lines: ['rename copy/en.json to copy/fr.json', "write locales: { source: 'fr' } in visuals.config.ts"],
    },
  ]);
});
