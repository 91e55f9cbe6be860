import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { tokenHeader } from '../api.ts';

/** The secrets of one run of the studio. */
export interface Secrets {
  /** In the link that opens the page; good for one visit. */
  invitation: string;
  /** In the cookie of a page that was opened by the link. */
  readonly cookie: string;
  /** In the page itself; comes back with every request that does something. */
  readonly token: string;
}

/** Name of the cookie. */
export const cookieName = 'visuals-studio';

/** Why a request is refused, as a status; undefined for one that may go on. */
export type Refusal = { readonly status: 400 | 401 | 403 | 415; readonly reason: string } | undefined;

/**
 * Keeps out what does not come from the studio's own page. A page on another site can make a browser send requests here: it can't know the token, its
 * requests carry its own `Origin`, and a name of its own that leads to this machine is not in the list of hosts.
 */
export function guardRequest(request: IncomingMessage, port: number, secrets: Secrets): Refusal {
  const { host = '', origin, cookie = '' } = request.headers;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  if (!hosts.includes(host.toLowerCase())) return { status: 403, reason: 'unknown host' };
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && origin !== `http://${host}`) return { status: 403, reason: 'unknown origin' };
  if (site !== undefined && site !== 'same-origin' && !(site === 'none' && request.method === 'GET')) return { status: 403, reason: 'another site' };
  if (!hasCookie(cookie, secrets.cookie)) return { status: 401, reason: 'open the link that `visuals studio` printed' };
  return request.method === 'GET' || request.method === 'HEAD' ? undefined : guardAction(request, secrets);
}

/** Whether two secrets are the same, in a time that tells nothing. */
export function isSame(a: string, b: string): boolean {
  const [first, second] = [Buffer.from(a), Buffer.from(b)];
  return first.length === second.length && timingSafeEqual(first, second);
}

function guardAction({ headers }: IncomingMessage, { token }: Secrets): Refusal {
  const given = headers[tokenHeader];
  if (typeof given !== 'string' || !isSame(given, token)) return { status: 403, reason: 'no token' };
  if (!/^application\/json\s*(?:;|$)/.test(headers['content-type'] ?? '')) return { status: 415, reason: 'JSON only' };
  return undefined;
}

function hasCookie(header: string, secret: string): boolean {
  const values = header.split(';').map((each) => each.trim());
  return values.some((each) => each.startsWith(`${cookieName}=`) && isSame(each.slice(cookieName.length + 1), secret));
}
