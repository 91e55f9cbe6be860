import { spawnSync } from 'node:child_process';
import { quietEnvironment } from './environment.mjs';

/**
 * Makes sure that a build of the project finds nothing to do, by what it says itself: what is measured as a no-op must be one.
 * @param {string} command
 * @param {string} cwd
 * @returns {number} how many pictures the project has
 */
export function assertFresh(command, cwd) {
  const { stdout, stderr } = spawnSync(process.execPath, [command, 'build', '--json'], { cwd, env: quietEnvironment, encoding: 'utf8', maxBuffer: 1e9 });
  const finished = stdout.split('\n').find((line) => line.startsWith('{"type":"finished"'));
  const counts = finished === undefined ? undefined : JSON.parse(finished).counts;
  if (counts === undefined || counts.fresh === 0 || counts.cached + counts.made + counts.failed > 0)
    throw new Error(`The build found something to do: ${finished} ${stderr}`);
  return counts.fresh;
}
