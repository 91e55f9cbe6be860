import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs git in a repository and gives what it says, without white space at its ends.
 * @throws where git refuses
 */
export type Git = (...words: readonly string[]) => string;

/** Makes a folder a repository of Ada's, in which nothing is committed yet. Settings of whoever runs the tests are not heeded. */
export function createRepository(root: string): Git {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const git: Git = (...words) => execFileSync('git', words, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  git('init', '--quiet', '--initial-branch=main');
  appendFileSync(join(root, '.git/config'), '[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n');
  return git;
}

/** Makes a folder a repository in which everything is committed. */
export function commitAll(root: string): void {
  const git = createRepository(root);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'All');
}
