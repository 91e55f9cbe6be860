import { askGit } from './ask-git.ts';
import type { Host } from './host.ts';

/** Who works here, as git would sign a commit: `Ada Lovelace <ada@example.com>`; undefined when git has no name or is not there. */
export async function readGitIdentity(host: Pick<Host, 'root' | 'environment'>): Promise<string | undefined> {
  const [name, email] = await Promise.all(['user.name', 'user.email'].map((field) => readSetting(field, host)));
  if (name === undefined) return undefined;
  return email === undefined ? name : `${name} <${email}>`;
}

async function readSetting(field: string, host: Pick<Host, 'root' | 'environment'>): Promise<string | undefined> {
  const answer = await askGit(host, ['config', '--get', field]);
  // One line of the lock each: a name never holds control characters.
  const value = answer?.replaceAll(/\p{Cc}+/gu, ' ').trim();
  return value === '' ? undefined : value;
}
