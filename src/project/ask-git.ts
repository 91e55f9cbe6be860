import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Host } from '../project/host.ts';

const run = promisify(execFile);

/** Bytes of an answer. */
const mostOutput = 16 * 1024 * 1024;

/**
 * What git answers in the project's folder, without the last line break; undefined when it refuses, or is not there. No hook of the repository runs, and neither the
 * repository of a hook that we may be called from nor a provider's key reaches it.
 */
export async function askGit({ root, environment }: Pick<Host, 'root' | 'environment'>, words: readonly string[]): Promise<string | undefined> {
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !isWithheld(name)));
  try {
    const { stdout } = await run('git', ['-c', 'core.hooksPath=/dev/null', ...words], { cwd: root, env, maxBuffer: mostOutput });
    return stdout.replace(/\n$/, '');
  } catch {
    return undefined;
  }
}

function isWithheld(name: string): boolean {
  return ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX'].includes(name) || name.startsWith('OPENAI_');
}
