import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitAll } from '../support/create-repository.ts';
import { createProject, repository } from '../support/create-project.ts';
import { hasRedis } from '../support/queue-server.ts';

test.skipIf(!hasRedis())('product cards by workers in clones have the bytes of one build, and the coordinator draws none', () => {
  const { root } = createProject({});
  for (const each of ['brand', 'templates', 'examples/product-cards']) cpSync(join(repository, each), join(root, each), { recursive: true });
  commitAll(root);
  const words = [join(repository, 'scripts/try-fleet.mjs'), '--project', root, '--cards', '60', '--workers', '2'];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('✓ the coordinator drew 0 pictures');
  expect(stdout).toContain('✓ 61 files compared, 0 different');
});
