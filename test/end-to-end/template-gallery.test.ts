import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { samples } from '../../examples/gallery/samples.ts';
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

/** Sizes of advertisements beyond 5:1, and the templates that are designed for them. */
const strips = `import gallery from './examples/gallery/visuals.config.ts';

const sizes = ['leaderboard', ...[[728, 90], [970, 90], [468, 60], [320, 50]].map(([width, height]) => ({ name: width + 'x' + height, width, height }))];
const light = (locale) => ({ locale, variant: { theme: 'light' } });

export default {
  ...gallery,
  assets: Object.fromEntries(
    Object.entries(gallery.assets).map(([name, { overrides, ...asset }]) =>
      ['ad-banner', 'email-header'].includes(name)
        ? [name, { ...asset, sizes, only: ['en', 'de', 'ar', 'ja'].map(light) }]
        : [name, { ...asset, sizes: ['leaderboard'], only: [light('en')] }],
    ),
  ),
};
`;

test('advertisements and heads of letters are legible on strips, and of every other template it is said that it is not', async () => {
  const { root } = createGallery(strips);
  const report = await checkText({ root });
  expect(report.cells).toBe(2 * 5 * 4 + 14);
  expect(report.exit).toBe(0);
  expect(report.diagnostics.map(({ code, cell }) => [code, cell?.split('/')[0]])).toEqual(
    Object.keys(samples)
      .filter((name) => name !== 'ad-banner' && name !== 'email-header')
      .map((name) => ['TEXT_TINY', name]),
  );
});

function createGallery(text: string): TestProject {
  const project = createProject({ 'visuals.config.ts': text });
  for (const folder of ['brand', 'templates', 'examples/gallery']) cpSync(join(repository, folder), join(project.root, folder), { recursive: true });
  return project;
}
