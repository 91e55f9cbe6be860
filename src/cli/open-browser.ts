import { spawn } from 'node:child_process';
import { withoutSecrets } from '../model/without-secrets.ts';
import type { Io } from './io.ts';

/** Opens a link in the person's browser, where there is one to open it; the link was printed as well. */
export function openBrowser(link: string, { stdout, env }: Pick<Io, 'stdout' | 'env'>): void {
  if (!stdout.isTerminal) return;
  const [command, ...words] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...words, link], { stdio: 'ignore', detached: true, env: withoutSecrets(env) });
  // No such program: the printed link is enough.
  child.on('error', () => undefined);
  child.unref();
}

const openers: { readonly [platform: string]: readonly [string, ...(readonly string[])] } = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
