import { isLoopback } from '../model/is-loopback.ts';

/** What is wrong with the address of a server. None of it repeats the address, which may hold a secret. */
export interface UrlProblem {
  readonly code: 'CONFIG_INVALID' | 'SECRET_IN_CONFIG' | 'API_INSECURE_URL';
  readonly problem: string;
  /** Name of the machine, for `API_INSECURE_URL`. */
  readonly host?: string;
}

/** Checks an address to which a provider's key is sent: https, or http on this machine; no password and no query in it. */
export function findUrlProblem(text: string): UrlProblem | undefined {
  if (text.includes('@')) return { code: 'SECRET_IN_CONFIG', problem: 'holds a user name or a password' };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return { code: 'CONFIG_INVALID', problem: 'is no address that begins with https://' };
  if (url.search !== '' || url.hash !== '') return { code: 'CONFIG_INVALID', problem: 'holds a query or a fragment, to which no path can be added' };
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return undefined;
  return { code: 'API_INSECURE_URL', problem: 'sends the key in clear', host: url.hostname };
}
