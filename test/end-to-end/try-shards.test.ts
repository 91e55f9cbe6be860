import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { commitAll } from '../support/create-repository.ts';
import { createProject, formatConfig, repository, tinyConfig, tinySize, tinySources } from '../support/create-project.ts';
import { hasNginx, startNginx } from '../support/nginx-server.ts';

const assets = Object.fromEntries(
  ['one', 'two', 'three'].map((name, index) => [
    name,
    { template: 'note', sizes: [tinySize, { name: 'tall', width: 60 + index, height: 100 }], copy: 'hello', alt: 'hello.alt' },
  ]),
);

/** The command that people run, over a small project in a repository of its own. */
function tryShards(...words: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  const { root } = createProject({ ...tinySources(), 'visuals.config.ts': formatConfig({ ...tinyConfig, assets }) });
  commitAll(root);
  return spawnSync(process.execPath, [join(repository, 'scripts/try-shards.mjs'), '--project', root, '--shards', '2', ...words], { encoding: 'utf8' });
}

test('n processes in n clones over one store, nginx where there is one, give the bytes of one build, and nothing is drawn twice', async () => {
  const server = hasNginx() ? await startNginx() : undefined;
  onTestFinished(() => server?.stop());
  const { status, stdout } = tryShards(...(server === undefined ? [] : ['--store', server.url]));
  expect(stdout).toContain('✓ a clone without a key drew 0 pictures');
  expect(stdout).toContain('✓ 13 files compared, 0 and 0 different');
  expect(status).toBe(0);
});
