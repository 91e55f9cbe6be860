import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';

/** Makes a folder a git repository in which everything is committed. */
export function commitAll(root: string): void {
  const commands = [
    ['init', '--quiet'],
    ['add', '--all'],
    ['-c', 'user.name=A', '-c', 'user.email=a@b.example', 'commit', '--quiet', '-m', 'All'],
  ];
  for (const words of commands) expect(spawnSync('git', words, { cwd: root }).status).toBe(0);
}
