import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatHexColor } from '../../src/brand/convert-color.ts';
import { detectColors } from '../../src/start/detect-colors.ts';
import { inspectSite } from '../../src/start/inspect-site.ts';
import { describeInstall } from '../../src/start/package-manager.ts';
import { repository } from '../support/create-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

function colorsOf(path: string, text: string): readonly string[] {
  return detectColors([{ path, text }]).map(({ role, color, where }) => `${role} ${formatHexColor(color)} ${where}`);
}

describe('colours', () => {
  test.each([
    [
      'custom properties',
      'src/a.css',
      ':root { --brand: #e5484d; --background: #fff; --foreground: rgb(10 10 10); }',
      ['accent #e5484d --brand in src/a.css', 'ground #ffffff --background in src/a.css', 'ink #0a0a0a --foreground in src/a.css'],
    ],
    ['bare components of a component kit', 'a.css', ':root { --primary: 346.8 77.2% 49.8%; }', ['accent #e11d48 --primary in a.css']],
    ['a theme of Tailwind 4', 'a.css', '@theme { --color-brand-500: oklch(0.7 0.15 50); }', ['accent #e77f3e --color-brand-500 in a.css']],
    ['the ink of headlines before that of running text', 'a.css', ':root { --text: #6b6375; --text-h: #08060d; }', ['ink #08060d --text-h in a.css']],
    ['no dark themes', 'a.css', '.dark { --accent: #f00 } @media (prefers-color-scheme: dark) { :root { --accent: #0f0 } }', []],
    ['no greys as accents, nothing transparent', 'a.css', ':root { --accent: #888; --brand: rgb(255 0 0 / 0.5) }', []],
    ['no comments', 'a.css', ':root { /* --accent: #f00; */ }', []],
    [
      'a config of Tailwind 3',
      'tailwind.config.js',
      "export default { theme: { colors: { primary: { 100: '#fee', 500: '#d33' } } } }",
      ['accent #dd3333 primary in tailwind.config.js'],
    ],
    ['what a page tells browsers', 'index.html', '<meta name="theme-color" content="#0a7">', ['accent #00aa77 theme-color in index.html']],
    [
      'a web manifest',
      'public/manifest.webmanifest',
      '{"theme_color": "#0a7", "background_color": "#101314"}',
      ['accent #00aa77 theme_color in public/manifest.webmanifest', 'ground #101314 background_color in public/manifest.webmanifest'],
    ],
    ['the strongest colour of a logo', 'public/logo.svg', '<svg><path fill="#333"/><path fill="#0a7"/></svg>', ['accent #00aa77 public/logo.svg']],
    ['no logo of a tool', 'public/vite.svg', '<svg><path fill="#0a7"/></svg>', []],
    ['nor a tool’s mark by another name', 'public/favicon.svg', '<svg><path fill="#863bff" d="M25.946 44.938c-.664.845"/></svg>', []],
  ])('%s', (_title, path, text, expected) => expect(colorsOf(path, text)).toEqual(expected));

  test('styles win over what browsers are told', () => {
    const files = [
      { path: 'index.html', text: '<meta name="theme-color" content="#0a7">' },
      { path: 'src/a.css', text: ':root { --accent: #e5484d }' },
    ];
    expect(detectColors(files).map(({ where }) => where)).toEqual(['--accent in src/a.css']);
  });
});

/** A folder with files; objects are written as JSON. */
function createFolder(files: { readonly [path: string]: string | object }): string {
  const root = createTemporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

describe('fonts', () => {
  const packages = (name: string) => ({ dependencies: { [name]: '1' } });

  test.each([
    ['a package of Expo', { 'package.json': packages('@expo-google-fonts/work-sans') }, 'Work Sans', '@expo-google-fonts/work-sans in package.json', undefined],
    ['a package of Fontsource', { 'package.json': packages('@fontsource/dm-sans') }, 'DM Sans', '@fontsource/dm-sans in package.json', undefined],
    [
      'a variable package',
      { 'package.json': packages('@fontsource-variable/figtree') },
      'Figtree',
      '@fontsource-variable/figtree in package.json',
      '@expo-google-fonts/figtree',
    ],
    [
      'next/font',
      { 'app/layout.tsx': "import { Plus_Jakarta_Sans } from 'next/font/google';" },
      'Plus Jakarta Sans',
      'next/font in app/layout.tsx',
      '@expo-google-fonts/plus-jakarta-sans',
    ],
    [
      'a link to Google Fonts',
      { 'index.html': '<link href="https://fonts.googleapis.com/css2?family=Open+Sans:wght@400">' },
      'Open Sans',
      'Google Fonts in index.html',
      '@expo-google-fonts/open-sans',
    ],
    ['a family of the styles', { 'src/a.css': "body { font-family: 'Sora', sans-serif }" }, 'Sora', 'font-family in src/a.css', '@expo-google-fonts/sora'],
    ['no family that nobody can install', { 'src/a.css': 'body { font-family: Helvetica, Arial }' }, 'Inter', undefined, '@expo-google-fonts/inter'],
    ['nothing', {}, 'Inter', undefined, '@expo-google-fonts/inter'],
  ])('%s', async (_title, files, family, where, install) => {
    const { font } = await inspectSite(createFolder(files), undefined);
    expect([font.family, font.where, font.install]).toEqual([family, where, install]);
  });

  test('files of the site, with the weights that they have', async () => {
    const root = createFolder({ 'public/fonts/readme.txt': 'x' });
    for (const face of ['400Regular/SchibstedGrotesk_400Regular', '700Bold/SchibstedGrotesk_700Bold', '400Regular_Italic/SchibstedGrotesk_400Regular_Italic'])
      copyFileSync(
        join(repository, 'node_modules/@expo-google-fonts/schibsted-grotesk', `${face}.ttf`),
        join(root, 'public/fonts', `${face.split('/')[1]}.ttf`),
      );
    const { font } = await inspectSite(root, undefined);
    expect(font).toEqual({
      family: 'Schibsted Grotesk',
      weights: { text: 400, strong: 700 },
      patterns: ['public/fonts/SchibstedGrotesk_400Regular.ttf', 'public/fonts/SchibstedGrotesk_700Bold.ttf'],
      where: 'font files in public/fonts/',
    });
  });
});

describe('the logo', () => {
  const drawing = '<svg><path fill="#0a7"/></svg>';
  test.each([
    [
      'a drawing before a picture and a favicon',
      { 'public/favicon.svg': drawing, 'public/logo.png': '', 'src/assets/acme-logo.svg': drawing },
      'src/assets/acme-logo.svg',
    ],
    ['a plain one before one for dark grounds', { 'public/logo-dark.svg': drawing, 'public/logo.svg': drawing }, 'public/logo.svg'],
    ['a picture before a favicon', { 'public/favicon.svg': drawing, 'src/assets/logo.png': '' }, 'src/assets/logo.png'],
    ['a favicon where there is nothing else', { 'public/favicon.svg': drawing }, 'public/favicon.svg'],
    ['no catalogue', { 'public/catalogo.png': '' }, undefined],
  ])('%s', async (_title, files, path) => {
    const { logo } = await inspectSite(createFolder(files), undefined);
    expect(logo).toEqual(path === undefined ? undefined : { path, isFavicon: path.includes('favicon') });
  });
});

test.each(['.astro', '.vue', '.svelte', '.html'])('colours in a style block of a page or component: %s', async (ending) => {
  const text = `<script>const x = '--accent: #ff0000;'</script>\n<h1>Hello</h1>\n<style lang="scss" scoped>\n:root { --accent: #0f766e; --background: #fdf8ef; }\n@media (prefers-color-scheme: dark) { :root { --background: #101010; } }\n</style>\n`;
  const { colors } = await inspectSite(createFolder({ [`src/App${ending}`]: text }), undefined);
  expect(colors.map(({ role, where }) => [role, where])).toEqual([
    ['accent', `--accent in src/App${ending}`],
    ['ground', `--background in src/App${ending}`],
  ]);
});

describe('the language', () => {
  test.each([
    ['of a page', { 'index.html': '<!doctype html>\n<html class="no-js" lang="de">' }, 'de', 'lang in index.html'],
    ['of a layout', { 'app/layout.tsx': '<html lang="pt-br">' }, 'pt-BR', 'lang in app/layout.tsx'],
    [
      'of Astro’s config before a page',
      { 'astro.config.mjs': "i18n: { locales: ['de', 'en'], defaultLocale: 'de' }", 'src/layouts/A.astro': '<html lang="en">' },
      'de',
      'defaultLocale in astro.config.mjs',
    ],
    ['of Next’s config', { 'next.config.js': 'module.exports = { i18n: { defaultLocale: "ja" } }' }, 'ja', 'defaultLocale in next.config.js'],
    ['none that is computed', { 'app/layout.tsx': '<html lang={locale}>' }, undefined, undefined],
    ['none that is no tag', { 'index.html': '<html lang="en_US">' }, undefined, undefined],
  ])('%s', async (_title, files, locale, where) => {
    expect((await inspectSite(createFolder(files), undefined)).language).toEqual(locale === undefined ? undefined : { locale, where });
  });
});

describe('the languages of a site of several', () => {
  test.each([
    [
      'Astro’s, with paths of their own',
      { 'astro.config.mjs': "i18n: { defaultLocale: 'en', locales: ['en', { path: 'deutsch', codes: ['de', 'de-AT'] }, 'pt-br'] }" },
      ['en', 'de', 'pt-BR'],
      'locales in astro.config.mjs',
    ],
    [
      'Next’s',
      { 'next.config.js': "module.exports = { i18n: { locales: ['en-US', 'ja'], defaultLocale: 'en-US' } }" },
      ['en-US', 'ja'],
      'locales in next.config.js',
    ],
    [
      'those of routes',
      { 'src/i18n/routing.ts': "defineRouting({ locales: ['en', 'ar'], defaultLocale: 'en' })" },
      ['en', 'ar'],
      'locales in src/i18n/routing.ts',
    ],
    [
      'Nuxt’s',
      { 'nuxt.config.ts': "i18n: { locales: [{ code: 'fr', name: 'Français', file: 'fr.json' }, { code: 'de', name: 'Deutsch' }] }" },
      ['fr', 'de'],
      'locales in nuxt.config.ts',
    ],
    ['files of messages', { 'messages/en.json': '{}', 'messages/de.json': '{}', 'messages/pt_BR.json': '{}' }, ['de', 'en', 'pt-BR'], 'files in messages/'],
    ['folders of messages', { 'public/locales/en/common.json': '{}', 'public/locales/th/common.json': '{}' }, ['en', 'th'], 'files in public/locales/'],
    ['none where there is one', { 'messages/en.json': '{}', 'locales/index.ts': '', 'i18n/css.json': '' }, undefined, undefined],
    ['none that is computed', { 'src/i18n/routing.ts': 'defineRouting({ locales: allLocales })' }, undefined, undefined],
  ])('%s', async (_title, files, locales, where) => {
    expect((await inspectSite(createFolder(files), undefined)).languages).toEqual(locales === undefined ? undefined : { locales, where });
  });
});

describe('the tool and the package manager', () => {
  test.each([
    ['an empty folder', {}, 'empty', 'npm'],
    ['pages without a tool', { 'index.html': '' }, 'plain', 'npm'],
    ['Vite with pnpm', { 'package.json': { devDependencies: { vite: '8' } }, 'pnpm-lock.yaml': '' }, 'vite', 'pnpm'],
    ['Astro, which has Vite inside, with yarn', { 'package.json': { dependencies: { astro: '7', vite: '8' } }, 'yarn.lock': '' }, 'astro', 'yarn'],
    ['Next with bun', { 'package.json': { dependencies: { next: '16' } }, 'bun.lock': '' }, 'next', 'bun'],
    ['what package.json says before a stale lock file', { 'package.json': { packageManager: 'pnpm@10.1.0' }, 'package-lock.json': '{}' }, 'empty', 'pnpm'],
  ])('%s', async (_title, files, kind, manager) => {
    expect(await inspectSite(createFolder(files), undefined)).toMatchObject({ kind, manager });
  });

  test('who runs us is asked where no file tells', async () => {
    expect((await inspectSite(createFolder({}), 'bun/1.2.0 npm/? node/v24.0.0')).manager).toBe('bun');
  });

  test('each installs in its own words', () => {
    expect((['npm', 'pnpm', 'yarn', 'bun'] as const).map((manager) => describeInstall(manager, ['x']).join(' '))).toEqual([
      'npm install --save-dev x',
      'pnpm add --save-dev x',
      'yarn add --dev x',
      'bun add --dev x',
    ]);
  });
});
