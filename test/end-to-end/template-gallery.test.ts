import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProject, repository } from '../support/create-project.ts';

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
  const project = createProject({ 'visuals.config.ts': config });
  for (const folder of ['brand', 'templates', 'examples/gallery']) cpSync(join(repository, folder), join(project.root, folder), { recursive: true });
  const report = await project.build();
  expect(report.diagnostics).toEqual([]);
  expect(report.exit).toBe(0);
  expect(report.made).toHaveLength(16 * 4 * 2);
});
