import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { viewSvg } from '../support/create-project.ts';
import type { Sources } from '../support/create-project.ts';
import { browserPath, closeBrowser, createSite, pageScript, serveFolders, startScript, visitPage } from '../support/site-harness.ts';
import { installPackages } from '../support/site-packages.ts';

/** Builds a small site with each bundler and framework, and looks at it in Chromium. `VISUALS_SITES=all` takes those in that are large to install: `node scripts/try-sites.mjs`. */

interface SiteKind {
  readonly name: string;
  /** With versions; none for what the repository has installed. */
  readonly packages: readonly string[];
  /** Whether it follows no link out of the site, so that the packed package is installed. */
  readonly packed?: boolean;
  /** Of Node, where it wants a newer one than ours. */
  readonly node?: string;
  readonly sources: Sources;
  /** A script that bundles with every change until its standard input ends. */
  readonly watch?: string;
  /** Folders that are served, earlier ones first. */
  readonly served: readonly string[];
  readonly addressOf: (locale: string) => string;
  /** Where its pictures lie. */
  readonly base?: string;
  readonly large?: boolean;
}

const html = '<!doctype html><html lang="en"><head><title>A site</title></head><body><script type="module" src="/main.js"></script></body></html>\n';
const bundled = { served: ['dist', 'public', '.'], addressOf: (locale: string) => `/?lang=${locale}` } as const;

function bundlerSources(build: string): Sources {
  return { 'index.html': html, 'page.js': pageScript, 'build.mjs': build };
}

function webpackBuild(name: string, plugin: string): string {
  return `import tool from '${name}';
import { visuals } from 'visuals/${plugin}';
const compiler = (tool.rspack ?? tool)({ mode: 'production', context: import.meta.dirname, entry: './page.js', output: { path: import.meta.dirname + '/dist', filename: 'main.js' }, plugins: [visuals()] });
compiler.run((error, stats) => {
  const problem = error?.message ?? stats.compilation.errors[0]?.message;
  if (problem !== undefined) console.error(problem);
  compiler.close(() => process.exit(problem === undefined ? 0 : 1));
});
`;
}

const kinds: readonly SiteKind[] = [
  {
    name: 'esbuild',
    packages: [],
    ...bundled,
    sources: bundlerSources(`import { build } from 'esbuild';
import { visuals } from 'visuals/esbuild';
await build({ entryPoints: ['page.js'], bundle: true, format: 'esm', outfile: 'dist/main.js', logLevel: 'error', plugins: [visuals()] }).catch(() => process.exit(1));
`),
    watch: `import { context } from 'esbuild';
import { visuals } from 'visuals/esbuild';
const site = await context({ entryPoints: ['page.js'], bundle: true, format: 'esm', outfile: 'dist/main.js', plugins: [visuals({ mode: 'development' })] });
await site.watch();
process.stdin.resume().once('end', () => site.dispose());
`,
  },
  {
    name: 'Rollup',
    packages: ['rollup@4.68.7', '@rollup/plugin-node-resolve@16.0.3'],
    ...bundled,
    sources: bundlerSources(`import { rollup } from 'rollup';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { visuals } from 'visuals/rollup';
const bundle = await rollup({ input: 'page.js', plugins: [visuals(), nodeResolve()] });
await bundle.write({ file: 'dist/main.js', format: 'es' });
`),
    watch: `import { watch } from 'rollup';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { visuals } from 'visuals/rollup';
const watcher = watch({ input: 'page.js', plugins: [visuals(), nodeResolve()], output: { file: 'dist/main.js', format: 'es' } });
watcher.on('event', (event) => void event.result?.close());
process.stdin.resume().once('end', () => watcher.close());
`,
  },
  {
    name: 'webpack',
    packages: ['webpack@5.112.2'],
    ...bundled,
    sources: bundlerSources(webpackBuild('webpack', 'webpack')),
    watch: `import webpack from 'webpack';
import { visuals } from 'visuals/webpack';
const compiler = webpack({ mode: 'development', context: import.meta.dirname, entry: './page.js', devtool: false, output: { path: import.meta.dirname + '/dist', filename: 'main.js' }, plugins: [visuals()] });
const watching = compiler.watch({}, (error) => error && console.error(error));
process.stdin.resume().once('end', () => watching.close(() => compiler.close(() => undefined)));
`,
  },
  {
    name: 'Rolldown',
    packages: ['rolldown@1.3.2'],
    ...bundled,
    large: true,
    sources: bundlerSources(`import { rolldown } from 'rolldown';
import { visuals } from 'visuals/rolldown';
const bundle = await rolldown({ input: 'page.js', plugins: [visuals()] });
await bundle.write({ file: 'dist/main.js', format: 'es' });
`),
  },
  { name: 'Rspack', packages: ['@rspack/core@2.3.2'], ...bundled, large: true, sources: bundlerSources(webpackBuild('@rspack/core', 'rspack')) },
  {
    name: 'Astro',
    packages: ['astro@7.3.5'],
    packed: true,
    node: '24',
    large: true,
    base: '/docs',
    served: ['served'],
    addressOf: (locale) => `/docs/${locale}/`,
    sources: {
      'astro.config.mjs': `import { defineConfig } from 'astro/config';
import { visuals } from 'visuals/astro';
export default defineConfig({ base: '/docs', outDir: './served/docs', integrations: [visuals()], telemetry: false, devToolbar: { enabled: false } });
`,
      'src/pages/[locale].astro': `---
import { locales, visual } from 'visuals:assets';
import { meta, jsonLd, picture } from 'visuals/site';
export const getStaticPaths = () => locales.map((locale) => ({ params: { locale } }));
const shown = visual('hello', { locale: Astro.params.locale, size: ['wide', 'wider'] });
const site = { site: 'https://example.com' };
---
<html lang={Astro.params.locale}>
  <head><title>A site</title><Fragment set:html={meta(shown, site) + jsonLd(shown, site)} /></head>
  <body><Fragment set:html={picture(shown, { priority: true })} /><p>Below.</p></body>
</html>
`,
      'build.mjs': `import { build } from 'astro';
await build({ root: import.meta.dirname, logLevel: 'error' });
`,
    },
  },
  ...(['turbopack', 'webpack'] as const).map((bundler): SiteKind => ({
    name: `Next with ${bundler}`,
    packages: ['next@16.4.6', 'react@19.3.1', 'react-dom@19.3.1'],
    packed: true,
    large: true,
    served: ['out'],
    addressOf: (locale) => `/${locale}.html`,
    sources: {
      'next.config.mjs': `import { withVisuals } from 'visuals/next';
export default withVisuals({ output: 'export', turbopack: { root: import.meta.dirname + '/..' } });
`,
      'app/layout.jsx': 'export default function Layout({ children }) {\n  return children;\n}\n',
      'app/[locale]/page.jsx': `import { locales, visual } from 'visuals:assets';
import { meta, jsonLd, picture } from 'visuals/site';
export const dynamicParams = false;
export const generateStaticParams = () => locales.map((locale) => ({ locale }));
export default async function Page({ params }) {
  const { locale } = await params;
  const shown = visual('hello', { locale, size: ['wide', 'wider'] });
  return (
    <html lang={locale}>
      <head>
        <title>A site</title>
        <meta property="og:image" content={new URL(shown.src, 'https://example.com').href} />
      </head>
      <body>
        <div dangerouslySetInnerHTML={{ __html: picture(shown, { priority: true }) + jsonLd(shown, { site: 'https://example.com' }) }} />
        <p>Below.</p>
      </body>
    </html>
  );
}
`,
      'build.mjs': `import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
const { status, stdout, stderr } = spawnSync(process.execPath, [next, 'build', '--${bundler}'], { encoding: 'utf8', env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } });
if (status !== 0) console.error(stdout + stderr);
process.exit(status ?? 1);
`,
    },
  })),
];

afterAll(closeBrowser);

const wanted = kinds.filter(({ large }) => large !== true || process.env['VISUALS_SITES'] === 'all');

describe.skipIf(browserPath === undefined)('a site shows each language its own picture, without moving, and its build fails on drift', () => {
  test.for(wanted)('$name', { timeout: 600_000 }, async ({ packages, packed = false, sources, served, addressOf, base = '', node }, { skip }) => {
    const folder = packages.length === 0 ? undefined : installPackages(packages, packed);
    skip(packages.length > 0 && folder === undefined, 'its packages can’t be had without a network');
    const site = createSite(sources, folder);
    const runner = node === undefined || Number(process.versions.node.split('.')[0]) >= Number(node) ? undefined : ['npx', '-y', '-p', `node@${node}`, 'node'];
    expect(await site.run('build.mjs', runner)).toMatchObject({ exit: 0 });
    const address = await serveFolders(...served.map((each) => join(site.root, each)));
    for (const [locale, alt] of [
      ['en', 'A greeting'],
      ['de', 'Ein Gruß'],
    ] as const) {
      const { images, shift, problems, head } = await visitPage(`${address}${addressOf(locale)}`);
      const { files } = site.manifest().assets['hello']!.pictures.find((picture) => picture.locale === locale && picture.size === 'wider')!;
      expect({ images, shift, problems }).toEqual({
        images: [{ src: `${base}/visuals/${files[0]!.src}`, alt, natural: 240, width: 240, height: 126 }],
        shift: 0,
        problems: [],
      });
      expect(head).toContain(`https://example.com${base}/visuals/${files[1]!.src}`);
    }
    site.write({ 'copy/en.json': { hello: { headline: 'Hi', alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });
    const { exit, output } = await site.run('build.mjs', runner);
    expect(exit).not.toBe(0);
    expect(output).toContain('DRIFT: 2 pictures');
  });
});

describe('a bundler that watches bundles a changed picture by itself, and ends', () => {
  const watched = wanted.filter(({ watch }) => watch !== undefined);
  test.for(watched)('$name', { timeout: 120_000 }, async ({ packages, packed = false, sources, watch }, { skip }) => {
    const folder = packages.length === 0 ? undefined : installPackages(packages, packed);
    skip(packages.length > 0 && folder === undefined, 'its packages can’t be had without a network');
    const site = createSite({ ...sources, 'watch.mjs': watch! }, folder);
    const { end } = startScript(site.root, 'watch.mjs');
    const bundle = (): string => (existsSync(join(site.root, 'dist/main.js')) ? readFileSync(join(site.root, 'dist/main.js'), 'utf8') : '');
    const waiting = { timeout: 30_000, interval: 50 };
    await expect.poll(bundle, waiting).toMatch(/photo\/wide\.en\.\w+\.png/);
    const before = site.pictureOf('photo', 'en').files[0]!.src;
    expect(bundle()).toContain(before);
    site.write({ 'art/view.svg': viewSvg('#3d3') });
    await expect.poll(() => site.pictureOf('photo', 'en').files[0]!.src, waiting).not.toBe(before);
    await expect.poll(bundle, waiting).toContain(site.pictureOf('photo', 'en').files[0]!.src);
    expect(await end()).toBe(0);
  });
});
