import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from '../../src/build.ts';
import { initProject } from '../../src/init-project.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { repository } from '../support/create-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A page in a language, and `init` beside it; the fonts are there. */
async function start(language: string, template = 'social-card', files: { readonly [path: string]: string } = {}) {
  const root = createTemporaryFolder();
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(repository, join(root, 'node_modules/visuals'));
  symlinkSync(join(repository, 'node_modules/@expo-google-fonts'), join(root, 'node_modules/@expo-google-fonts'));
  const page = { 'index.html': `<!doctype html><html lang="${language}"><title>A page</title></html>` };
  for (const [path, text] of Object.entries({ ...page, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
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

test('a site of several languages begins in those that the sample has words in, and is told of the others', { timeout: 60_000 }, async () => {
  const { root, report, read } = await start('en', 'landing-mockup', { 'i18n/routing.ts': "export const routing = { locales: ['en', 'de', 'ar', 'fr'] };" });
  expect(report).toMatchObject({ exit: 0, found: [{ what: 'words' }, { what: 'languages', value: 'en, de, ar, fr', where: 'locales in i18n/routing.ts' }] });
  expect(read('visuals.config.ts')).toContain(
    "  locales: { source: 'en', targets: ['de', 'ar'], fonts: { ar: ['Inter', 'Noto Sans Arabic'] } }, // your site is in 'fr', too: add them to targets, each with a file in copy/\n",
  );
  expect(read('visuals.config.ts')).toContain("{ when: { locale: 'ar' }, art: { screen: file('art/shop-rtl-light.webp'");
  const { exit, counts, diagnostics } = await build({ root });
  expect([exit, counts.made, diagnostics]).toEqual([0, 6, []]);
});

test('where a file is in the way of a folder it is named, and nothing is left of the start', async () => {
  const root = createTemporaryFolder();
  writeFileSync(join(root, 'brand'), 'a file of somebody');
  const report = await initProject({ root, version: '1.0.0', install: false });
  expect(report).toMatchObject({ exit: 6, wrote: [], diagnostics: [{ code: 'STORAGE_IO', message: 'writing "brand/tokens.json" failed (EEXIST)' }] });
  expect(readdirSync(root)).toEqual(['brand']);
});
