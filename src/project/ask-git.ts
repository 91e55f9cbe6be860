import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { withoutSecrets } from '../model/without-secrets.ts';
import type { Host } from './host.ts';

const run = promisify(execFile);

/** Bytes of an answer. */
const mostOutput = 16 * 1024 * 1024;

/** Where the repository of a hook lies that we may be called from; git is asked about the project's. */
const placeOfHook: ReadonlySet<string> = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']);

/** What git answers in the project's folder, without the last line break; undefined when it refuses, or is not there. No hook of the repository runs, and no secret reaches it. */
export async function askGit({ root, environment }: Pick<Host, 'root' | 'environment'>, words: readonly string[]): Promise<string | undefined> {
  const env = withoutSecrets(Object.fromEntries(Object.entries(environment).filter(([name]) => !placeOfHook.has(name))));
  try {
    const { stdout } = await run('git', ['-c', 'core.hooksPath=/dev/null', ...words], { cwd: root, env, maxBuffer: mostOutput });
    return stdout.replace(/\n$/, '');
  } catch {
    return undefined;
  }
}
