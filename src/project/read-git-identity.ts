import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { withoutSecrets } from '../model/without-secrets.ts';
import type { Host } from './host.ts';

const run = promisify(execFile);

/** Who works here, as git would sign a commit: `Ada Lovelace <ada@example.com>`; undefined when git has no name or is not there. */
export async function readGitIdentity(host: Pick<Host, 'root' | 'environment'>): Promise<string | undefined> {
  const [name, email] = await Promise.all(['user.name', 'user.email'].map((field) => readSetting(field, host)));
  if (name === undefined) return undefined;
  return email === undefined ? name : `${name} <${email}>`;
}

async function readSetting(field: string, { root, environment }: Pick<Host, 'root' | 'environment'>): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['config', '--get', field], { cwd: root, env: withoutSecrets(environment) });
    // One line of the lock each: a name never holds control characters.
    const value = stdout.replaceAll(/\p{Cc}+/gu, ' ').trim();
    return value === '' ? undefined : value;
  } catch {
    return undefined;
  }
}
