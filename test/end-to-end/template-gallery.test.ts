import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkText } from '../../src/check-text.ts';
import { createProject, repository } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';

/** The gallery with every template in all shapes, from left to right in light and from right to left in dark, on cards of half the size: where words stand does not depend on the theme. */
const config = `import gallery from './examples/gallery/visuals.config.ts';

const halve = (length) => length / 2;
const everything = ({ sizes, only, ...asset }) => ({
  ...asset,
  sizes: sizes.map(({ width, height, ...size }) => ({ ...size, width: halve(width), height: halve(height) })),
  only: [
    { locale: 'en', variant: { theme: 'light' } },
    { locale: 'ar', variant: { theme: 'dark' } },
  ],
});

export default {
  ...gallery,
  output: { dir: 'out', formats: ['jpeg'] },
  assets: Object.fromEntries(Object.entries(gallery.assets).map(([name, asset]) => [name, everything(asset)])),
};
`;

test('every shipped template builds from its sample in four shapes, both directions and both themes', { timeout: 240_000 }, async () => {
  const project = createGallery(config);
  const report = await project.build();
  expect(report.diagnostics).toEqual([]);
  expect(report.exit).toBe(0);
  expect(report.made).toHaveLength(16 * 4 * 2);
});

/** Channels that keep their edges free, of each shape, in the language with the longest words; and the tallest card that templates are made for. */
const channels = `import gallery from './examples/gallery/visuals.config.ts';

const sizes = ['instagram-square', 'pinterest', 'story', 'play-feature', 'slide-16x9', { name: 'tallest', width: 500, height: 1500 }];

export default {
  ...gallery,
  assets: Object.fromEntries(
    Object.entries(gallery.assets).map(([name, { art, overrides, ...asset }]) => [
      name,
      { ...asset, art, sizes, only: [{ locale: 'de', variant: { theme: 'light' } }, { size: 'story', locale: 'ja', variant: { theme: 'light' } }] },
    ]),
  ),
};
`;

test("the words of every shipped template's sample keep to the safe areas of channels", { timeout: 120_000 }, async () => {
  const { root } = createGallery(channels);
  const report = await checkText({ root });
  expect(report.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(report.cells).toBe(16 * 7);
});

function createGallery(text: string): TestProject {
  const project = createProject({ 'visuals.config.ts': text });
  for (const folder of ['brand', 'templates', 'examples/gallery']) cpSync(join(repository, folder), join(project.root, folder), { recursive: true });
  return project;
}
