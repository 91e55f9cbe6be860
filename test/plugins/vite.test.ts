import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { formatConfig } from '../support/create-project.ts';
import { browserPath, closeBrowser, createSite, openPage, pageScript, serveFolders, siteConfig, startScript, visitPage } from '../support/site-harness.ts';
import type { TestSite } from '../support/site-harness.ts';

afterAll(closeBrowser);

const html = '<!doctype html><html lang="en"><head><title>A site</title></head><body><script type="module" src="/main.js"></script></body></html>\n';
const build = `import { build } from 'vite';
import { visuals } from 'visuals/vite';
// How long the pictures took is no warning here: a busy machine is slow.
const rolldownOptions = { checks: { bundlerTimings: false } };
await build({ configFile: false, logLevel: 'warn', base: process.argv[2] ?? '/', build: { rolldownOptions }, plugins: [visuals()] });
`;

function createViteSite(): TestSite {
  return createSite({ 'index.html': html, 'main.js': pageScript, 'build.mjs': build });
}

describe.skipIf(browserPath === undefined)('a Vite site', () => {
  test('is built with its pictures, and shows each language its own, without moving', async () => {
    const site = createViteSite();
    expect(await site.run('build.mjs')).toEqual({ exit: 0, output: '' });
    const address = await serveFolders(join(site.root, 'dist'));
    for (const [locale, alt] of [
      ['en', 'A greeting'],
      ['de', 'Ein Gruß'],
    ] as const) {
      const { images, shift, problems, head } = await visitPage(`${address}/?lang=${locale}`);
      const files = site.manifest().assets['hello']!.pictures.find((picture) => picture.locale === locale && picture.size === 'wider')!.files;
      expect(problems).toEqual([]);
      expect(images).toEqual([{ src: `/visuals/${files[0]!.src}`, alt, natural: 240, width: 240, height: 126 }]);
      expect(shift).toBe(0);
      expect(head).toContain(`<meta property="og:image" content="https://example.com/visuals/${files[1]!.src}">`);
      expect(head).toContain(`"caption":"${alt}"`);
    }
    const control = await visitPage(`${await serveWithoutSizes(site)}/`);
    expect(control.shift).toBeGreaterThan(0);
  });

  test('follows a change while it is served', async () => {
    const site = createViteSite();
    site.write({
      'serve.mjs': `import { createServer } from 'vite';
import { visuals } from 'visuals/vite';
const server = await createServer({ configFile: false, logLevel: 'warn', server: { port: 0, host: '127.0.0.1', fs: { strict: false } }, plugins: [visuals()] });
await server.listen();
console.log('at ' + server.httpServer.address().port);
process.stdin.resume().once('end', () => server.close());
`,
    });
    const { port, end } = await startServer(site.root);
    const { page, problems } = await openPage(`http://127.0.0.1:${port}/?lang=de`);
    await page.waitForSelector('img');
    const before = await page.getAttribute('img', 'src');
    const copy = readFileSync(join(site.root, 'copy/de.json'), 'utf8');
    writeFileSync(join(site.root, 'copy/de.json'), copy.replace('Guten Tag', 'Moin'));
    await page.waitForFunction(`document.querySelector('img') && document.querySelector('img').getAttribute('src') !== ${JSON.stringify(before)}`);
    expect(problems).toEqual([]);

    // A mistake is said where the site is looked at, and the last good picture stays.
    const good = await page.getAttribute('img', 'src');
    writeFileSync(join(site.root, 'copy/de.json'), copy.replace('"headline": "Guten Tag",', ''));
    await expect.poll(() => problems.join('\n'), { timeout: 10_000 }).toContain('COPY_MISSING');
    await page.waitForSelector('img');
    expect(await page.getAttribute('img', 'src')).toBe(good);
    expect(await end()).toBe(0);
  });
});

test('a production build fails on drift, and on what lacks its approval, and names them', async () => {
  const site = createViteSite();
  expect((await site.run('build.mjs')).exit).toBe(0);
  site.write({ 'copy/en.json': { hello: { headline: 'Hi', alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });
  expect(await site.run('build.mjs')).toMatchObject({ exit: 1, output: expect.stringMatching(/DRIFT: 2 pictures .*\n +Run `visuals build`/) });

  const reviewed = createViteSite();
  reviewed.write({ 'visuals.config.ts': formatConfig({ ...siteConfig, review: 'required' }) });
  const refused = await reviewed.run('build.mjs');
  expect(refused).toMatchObject({ exit: 1, output: expect.stringContaining('UNAPPROVED: 4 pictures of "hello" are not approved') });
});

/** The built site, but that its pictures don't say how large they are: shows that the measuring sees what it is for. */
async function serveWithoutSizes(site: TestSite): Promise<string> {
  const assets = join(site.root, 'control');
  site.write({
    'control/index.html': `<!doctype html><title>x</title><img src="/visuals/${site.pictureOf('hello', 'en').files[0]!.src}" alt=""><p>Below.</p>`,
  });
  return serveFolders(assets, join(site.root, 'dist'));
}

async function startServer(root: string): Promise<{ readonly port: string; readonly end: () => Promise<number | null> }> {
  const { said, end } = startScript(root, 'serve.mjs');
  await expect.poll(said, { timeout: 30_000 }).toMatch(/at \d+/);
  return { port: /at (\d+)/.exec(said())![1]!, end };
}
