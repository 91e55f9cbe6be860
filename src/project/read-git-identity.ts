import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Who works here, as git would sign a commit: `Ada Lovelace <ada@example.com>`; undefined when git has no name or is not there. */
export async function readGitIdentity(root: string): Promise<string | undefined> {
  const [name, email] = await Promise.all(['user.name', 'user.email'].map((field) => readSetting(root, field)));
  if (name === undefined) return undefined;
  return email === undefined ? name : `${name} <${email}>`;
}

async function readSetting(root: string, field: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['config', '--get', field], { cwd: root });
    // One line of the lock each: a name never holds control characters.
    const value = stdout.replaceAll(/\p{Cc}+/gu, ' ').trim();
    return value === '' ? undefined : value;
  } catch {
    return undefined;
  }
}
