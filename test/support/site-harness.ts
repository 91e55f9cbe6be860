import { execFile, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { Manifest, ManifestPicture } from '../../src/model/manifest.ts';
import { findBrowser, launchBrowser } from './browser.ts';
import { formatConfig, repository, tinyConfig, tinySize, tinySources } from './create-project.ts';
import type { Sources } from './create-project.ts';

/** A small site with a `visuals` project in it, whose packages are those that it would have installed. */
export interface TestSite {
  readonly root: string;
  write(sources: Sources): void;
  /** Runs a script of the site with Node. */
  run(script: string, node?: readonly string[]): Promise<{ readonly exit: number; readonly output: string }>;
  manifest(): Manifest;
  /** The published picture of an asset in a locale. */
  pictureOf(asset: string, locale: string): ManifestPicture;
}

/** What the repository has installed itself. */
const commonPackages = ['vite', 'esbuild', 'typescript'];
const font = 'node_modules/@expo-google-fonts/schibsted-grotesk/400Regular/SchibstedGrotesk_400Regular.ttf';

/** The `visuals` project of every site: two assets in two languages, one of them in two widths. */
export const siteConfig = {
  ...tinyConfig,
  fonts: ['fonts/*.ttf'],
  output: { formats: ['webp', 'png'] },
  assets: {
    hello: { ...tinyConfig.assets.hello, sizes: [tinySize, { name: 'wider', width: 240, height: 126 }] },
    photo: tinyConfig.assets.photo,
  },
} as const;

/** @param packages folder in whose `node_modules` the site finds its packages, `visuals` among them; default those of the repository */
export function createSite(sources: Sources, packages?: string): TestSite {
  const root = realpathSync(mkdtempSync(join(packages ?? tmpdir(), 'visuals-site-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  if (packages === undefined) linkPackages(root);
  mkdirSync(join(root, 'fonts'));
  copyFileSync(join(repository, font), join(root, 'fonts/sans.ttf'));
  const site: TestSite = {
    root,
    write: (files) => writeSources(root, files),
    run: (script, [command, ...parameters] = [process.execPath]) =>
      new Promise((resolve) => {
        const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' };
        execFile(command!, [...parameters, script], { cwd: root, env, timeout: 120_000 }, (error, stdout, stderr) => {
          resolve({ exit: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
        });
      }),
    manifest: () => JSON.parse(readFileSync(join(root, 'public/visuals/manifest.json'), 'utf8')) as Manifest,
    pictureOf: (asset, locale) => site.manifest().assets[asset]!.pictures.find((picture) => picture.locale === locale)!,
  };
  site.write({ 'package.json': { type: 'module', private: true }, ...tinySources(), 'visuals.config.ts': formatConfig(siteConfig), ...sources });
  return site;
}

function linkPackages(root: string): void {
  const modules = join(root, 'node_modules');
  mkdirSync(modules);
  for (const name of commonPackages) symlinkSync(join(repository, 'node_modules', name), join(modules, name));
  symlinkSync(repository, join(modules, 'visuals'));
}

function writeSources(root: string, sources: Sources): void {
  for (const [path, content] of Object.entries(sources)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    if (content === undefined) rmSync(target, { recursive: true, force: true });
    else writeFileSync(target, typeof content === 'string' || content instanceof Uint8Array ? content : `${JSON.stringify(content, undefined, 2)}\n`);
  }
}

/** A page that shows one picture in the language that its address names, with a paragraph below that a late picture would push down. */
export const pageScript = `import { visual, isLocale, locales } from 'visuals:assets';
import { picture, meta, jsonLd } from 'visuals/site';

const asked = new URLSearchParams(location.search).get('lang') ?? '';
const shown = visual('hello', { locale: isLocale(asked) ? asked : locales[0], size: ['wide', 'wider'] });
document.head.insertAdjacentHTML('beforeend', meta(shown, { site: 'https://example.com' }) + jsonLd(shown, { site: 'https://example.com' }));
document.body.innerHTML = picture(shown, { priority: true }) + '<p>Below.</p>';
`;

/** Starts a script that lasts until its standard input ends. */
export function startScript(root: string, script: string): { readonly said: () => string; readonly end: () => Promise<number | null> } {
  const env = { ...process.env, NODE_ENV: 'development', NO_COLOR: '1' };
  const child = spawn(process.execPath, [script], { cwd: root, env, stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  return { said: () => said, end: () => (child.stdin.end(), ended) };
}

const types: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.avif': 'image/avif',
};

/** Milliseconds that a picture is late, so that whatever moves when it comes is seen to move. */
const pictureDelay = 150;

/** Serves folders, earlier ones first, until the test ends. */
export async function serveFolders(...folders: readonly string[]): Promise<string> {
  const answer = async (url: string, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(url, 'http://localhost');
    const names = pathname.endsWith('/') ? [`${pathname}index.html`] : [pathname, `${pathname}/index.html`, `${pathname}.html`];
    const file = folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => extname(path) !== '' && existsSync(path));
    if (file === undefined) return void response.writeHead(404).end();
    const type = types[extname(file)] ?? 'application/octet-stream';
    if (type.startsWith('image/')) await sleep(pictureDelay);
    response.writeHead(200, { 'content-type': type }).end(readFileSync(file));
  };
  const server = createServer(({ url = '/' }, response) => void answer(url, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a person sees of a page, and what moved while it loaded. */
export interface Visit {
  readonly images: readonly { readonly src: string; readonly alt: string; readonly natural: number; readonly width: number; readonly height: number }[];
  /** Cumulative layout shift. */
  readonly shift: number;
  readonly problems: readonly string[];
  readonly head: string;
}

let browser: Promise<Browser> | undefined;

/** Ends the browser, if one was started. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

/** Whether a browser is installed that tests can drive. */
export const browserPath = findBrowser();

export async function openPage(url: string): Promise<{ readonly page: Page; readonly problems: string[] }> {
  browser ??= launchBrowser(browserPath!);
  const page = await (await browser).newPage({ viewport: { width: 800, height: 600 } });
  onTestFinished(() => page.close());
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems };
}

/**
 * Opens a page, waits for its pictures, and looks at it.
 * @param picture where a picture of the page is written
 */
export async function visitPage(url: string, picture?: string): Promise<Visit> {
  const { page, problems } = await openPage(url);
  await page.waitForFunction('document.images.length > 0 && [...document.images].every((image) => image.complete)');
  const seen = await page.evaluate(lookAround);
  if (picture !== undefined) await page.screenshot({ path: picture });
  return { ...(seen as Omit<Visit, 'problems'>), problems };
}

/** Runs in the page. */
const lookAround = `(async () => {
  const shift = await new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 150);
  });
  const images = [...document.images].map((image) => {
    const { width, height } = image.getBoundingClientRect();
    return { src: new URL(image.currentSrc).pathname, alt: image.alt, natural: image.naturalWidth, width, height };
  });
  return { images, shift, head: document.head.innerHTML };
})()`;
