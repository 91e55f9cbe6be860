import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from '../../src/build.ts';
import { createProject, repository } from '../support/create-project.ts';

test('the example in twelve scripts builds, each sentence in at most three tidy lines', async () => {
  const { root } = createProject({});
  for (const folder of ['brand', 'examples']) cpSync(join(repository, folder), join(root, folder), { recursive: true });
  const report = await build({ root, config: 'examples/twelve-scripts/visuals.config.ts' });
  expect(report.diagnostics).toEqual([]);
  expect(report.exit).toBe(0);
  expect(report.made).toHaveLength(12);
});
