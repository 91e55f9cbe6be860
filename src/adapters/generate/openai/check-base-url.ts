import { apiInsecureUrl } from '../../../diagnostics/config.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';

/** Where requests go unless another address is given. */
export const defaultBaseUrl = 'https://api.openai.com/v1';

/** An address over which the key would travel in clear, or that is none; nothing for https and for this machine itself. */
export function checkBaseUrl(address: string): readonly Diagnostic[] {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return [];
  return [apiInsecureUrl({ source: 'the address of the provider', host: describeBaseUrl(address) })];
}

/** The address as it may be shown: without user, password and query. */
export function describeBaseUrl(address: string): string {
  if (!URL.canParse(address)) return 'the base URL';
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname}`;
}

/** User and password of an address, as written in it: secrets too. */
export function findCredentials(address: string): readonly string[] {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url === undefined ? [] : [url.username, url.password].filter((each) => each !== '');
}

/** Only names and addresses that never leave the machine: RFC 6761 for localhost, 127.0.0.0/8 and ::1. The URL parser has already written them in one way. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
