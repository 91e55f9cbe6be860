import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { createTemporaryFolder } from './temporary-folder.ts';

/** A disk in memory that is soon full. */
export interface SmallDisk {
  readonly folder: string;
  /** Makes it large enough for everything. */
  readonly grow: () => void;
}

/** Whether disks can be mounted here: root may, outside of most containers. */
export function canMount(): boolean {
  return process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' }).status === 0;
}

/** Mounts a disk of so many bytes that is gone when the test ends. */
export function mountSmallDisk(bytes: number): SmallDisk {
  const folder = createTemporaryFolder();
  run('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder);
  onTestFinished(() => run('umount', '--lazy', folder));
  chmodSync(folder, 0o777);
  return { folder, grow: () => run('mount', '-o', 'remount,size=64m', folder) };
}

function run(command: string, ...words: readonly string[]): void {
  const { status, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
}
