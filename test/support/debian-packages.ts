import { spawnSync } from 'node:child_process';
import { getuid } from 'node:process';

/**
 * Makes a command of a Debian package available: root installs the package once a machine, everybody else uses it when it is there.
 * @returns whether the command can be run; tests that need it are skipped by name where it can't
 */
export function ensurePackage(name: string, command: string): boolean {
  if (isThere(command)) return true;
  if (getuid?.() !== 0) return false;
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name]);
  return isThere(command);
}

function isThere(command: string): boolean {
  return spawnSync('which', [command], { stdio: 'ignore' }).status === 0;
}

function run(command: string, words: readonly string[]): void {
  spawnSync(command, words, { stdio: 'ignore', timeout: 120_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
