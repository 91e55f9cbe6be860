import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProject, repository, workOf } from '../support/create-project.ts';

const folder = 'examples/product-cards';
const config = `${folder}/visuals.config.ts`;

test('the example makes cards of 5,000 rows, and a changed price makes its own card alone', { timeout: 120_000 }, async () => {
  const project = createProject({});
  for (const each of ['brand', 'templates', folder]) cpSync(join(repository, each), join(project.root, each), { recursive: true });
  execFileSync(process.execPath, [join(project.root, folder, 'make-products.mjs')]);
  const table = project.read(`${folder}/products.csv`);
  expect(table.trim().split('\n')).toHaveLength(5001);
  const options = { config, only: [1, 2, 3, 4].map((number) => `product-0000${number}`) };
  const first = await project.buildWell(options);
  expect(first.counts).toMatchObject({ made: 4, failed: 0 });
  const { assets } = JSON.parse(readFileSync(join(project.root, 'public/product-cards/manifest.json'), 'utf8')) as {
    assets: { [id: string]: { pictures: { alt: string }[] } };
  };
  expect(assets['product-00001']?.pictures[0]?.alt).toBe('Bowl Aare in chalk, 8 cm, €28');
  project.write({ [`${folder}/products.csv`]: table.replace(',8,28,', ',8,29,') });
  expect(workOf(await project.buildWell(options))).toMatchObject({ compose: 1 });
});
