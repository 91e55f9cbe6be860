import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { planBuild } from '../../src/plan-build.ts';
import { initProject } from '../../src/init-project.ts';
import { createProject as createConfig } from '../config/project.ts';
import { createProject, repository } from '../support/create-project.ts';

/** Parts of a config that documents show, such as `checks: { … },`, by their document and first line. */
const fragments = ['README.md', ...readdirSync(join(repository, 'docs')).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith('.md') && name !== 'docs/site-integration.md')
  .flatMap((document) => {
    const parts = readFileSync(join(repository, document), 'utf8').matchAll(/^```ts(?: in=\S+)?\n([^]*?)^```$/gm);
    return [...parts].map(([, text = '']) => ({ document, text })).filter(({ text }) => !text.includes('import '));
  })
  .map(({ document, text }) => ({ title: `${document}: ${/^\w.*$/m.exec(text)?.[0]}`, text }));

const api = "import { defineConfig, edit, file, generate } from 'visuals';";
const hero = "template: 'note', sizes: ['og'], alt: 'A lamp'";

/** Placeholders of keys are no keys. */
const key = `visuals-public-${Buffer.alloc(32, 7).toString('base64url')}`;

test.each(fragments)('$title', async ({ text }) => {
  const [ofAsset, ofProject] = text.startsWith('art') ? [text, ''] : ['', text.replaceAll('visuals-public-…', key)];
  const config = `${api}\nexport default defineConfig({ brand: 'a.json', locales: { source: 'en' }, assets: { hero: { ${hero}, ${ofAsset} } }, ...{\n${ofProject}\n} });\n`;
  const project = createConfig({ 'package.json': { type: 'module' }, 'visuals.config.ts': config });
  onTestFinished(project.remove);
  const { entry, ...options } = project.options();
  await expect(loadConfig({ ...options, file: entry })).resolves.toBeDefined();
});

test('the config of the README is that of a project with such files', { timeout: 60_000 }, async () => {
  const [, config = ''] = /^```ts\n(\/\/ visuals\.config\.ts\n[^]*?)^```$/m.exec(readFileSync(join(repository, 'README.md'), 'utf8')) ?? [];
  const words = { springLaunch: { headline: 'Evening, anywhere.', sub: 'A lamp without a cable.', action: 'tarn.example', alt: 'A lamp.' } };
  const product = await sharp({ create: { width: 300, height: 300, channels: 4, background: '#ff5c2b80' } })
    .png()
    .toBuffer();
  const project = createProject({ 'visuals.config.ts': config, 'copy/en.json': words, 'copy/de.json': words, 'art/product.png': product });
  expect(config).not.toBe('');
  // It keeps the config, and brings the tokens and the logo.
  project.write({ 'visuals.config.ts': undefined });
  await initProject({ root: project.root, version: '1.0.0', install: false });
  project.write({ 'visuals.config.ts': config, 'art/logo.svg': project.read('art/logo.svg') });
  const { exit, diagnostics, cells } = await planBuild({ root: project.root });
  expect({ exit, diagnostics, cells }).toEqual({ exit: 0, diagnostics: [], cells: 12 });
});
