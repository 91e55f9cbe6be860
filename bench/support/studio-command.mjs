import { spawn } from 'node:child_process';
import { quietEnvironment } from './environment.mjs';

/**
 * Starts `visuals studio` in a project.
 * @param {string} command
 * @param {string} project
 * @param {(line: string) => void} log
 * @returns {Promise<{ link: string, stop: () => Promise<unknown> }>} with a link that opens the page once
 */
export async function startStudio(command, project, log) {
  const child = spawn(process.execPath, [command, 'studio', '--no-open', '--port', '0'], {
    cwd: project,
    env: quietEnvironment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  log('the first build');
  const link = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      const [found] = /http:\S+/.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.on('close', () => reject(new Error(`The studio ended: ${text}`)));
  });
  const stop = () =>
    new Promise((resolve) => {
      child.on('close', resolve);
      child.kill('SIGINT');
    });
  return { link, stop };
}
