import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { readLock } from '../../src/lock/lock-file.ts';
import { createProject, repository } from '../support/create-project.ts';
import { createPaidSources } from '../support/paid-harness.ts';
import { runCommand, startCommand } from '../support/run-command.ts';

/** Starts the real command and gives the environment that it prints. */
async function startDevServer(
  root: string,
): Promise<{ readonly env: Record<string, string>; readonly said: () => string; readonly end: () => Promise<number | null> }> {
  const { child, ended } = startCommand(root, ['dev-server']);
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout!.on('data', (data: Buffer) => (said += data.toString()));
  for (let waited = 0; !said.includes('Ctrl-C') && waited < 20_000; waited += 50) await sleep(50);
  const env = Object.fromEntries([...said.matchAll(/^(OPENAI_\w+)=(.+)$/gm)].map(([, name, value]) => [name!, value!]));
  return {
    env,
    said: () => said,
    end: async () => {
      child.kill('SIGINT');
      return (await ended).exit;
    },
  };
}

test('a person tries the tool without a key: fake pictures say so, cost nothing, and fail the check', async () => {
  const project = createProject(createPaidSources(['A calm field at dawn.']));
  const { root } = project;
  const server = await startDevServer(root);
  expect(server.said()).toContain('every picture says FAKE and costs nothing');
  expect(Object.keys(server.env)).toEqual(['OPENAI_BASE_URL', 'OPENAI_API_KEY']);

  const built = await runCommand(root, ['build', '--spend', '1'], { env: server.env });
  expect({ exit: built.exit, stderr: built.stderr }).toMatchObject({ exit: 0, stderr: expect.stringContaining('warning[PICTURE_FAKE] card0/background') });
  expect(readLock(join(root, 'visuals.lock.json'))).toMatchObject([{ type: 'picture', fake: true, cost: 0 }]);
  const checked = await runCommand(root, ['check']);
  expect({ exit: checked.exit, stderr: checked.stderr }).toMatchObject({ exit: 7, stderr: expect.stringContaining('error[FAKE_PUBLISHED]') });
  expect((await runCommand(root, ['pick', 'card0'])).stdout).toContain('FAKE');
  expect((await runCommand(root, ['spend'], { env: server.env })).stdout).toContain('$0.00');

  const second = await runCommand(root, ['dev-server', '--port', new URL(server.env['OPENAI_BASE_URL']!).port]);
  expect({ exit: second.exit, stderr: second.stderr }).toMatchObject({ exit: 2, stderr: expect.stringContaining('PORT_TAKEN') });
  expect(await server.end()).toBe(0);
});

test('the dev server is a file of its own that its command alone asks for, and a small one', () => {
  const dist = join(repository, 'dist');
  const scripts = readdirSync(dist).filter((name) => /\.c?js$/.test(name));
  const naming = scripts.filter((name) => readFileSync(join(dist, name), 'utf8').includes('./dev-server.js'));
  expect(naming).toEqual(['cli-commands-dev-server.js']);
  expect(readFileSync(join(dist, 'dev-server.js'), 'utf8').length).toBeLessThan(60_000);
});
