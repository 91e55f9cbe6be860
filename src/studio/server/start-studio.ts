import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { portTaken, studioPortTaken } from '../../diagnostics/watch.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import type { LiveAnswer, LiveSession } from '../../model/live.ts';
import { studioPaths, type StudioAction, type StudioRequests } from '../api.ts';
import { createPage } from './create-page.ts';
import { cookieName, guardRequest, isSame } from './guard-request.ts';
import type { Secrets } from './guard-request.ts';
import { loadClient } from './load-client.ts';
import type { ClientFiles } from './load-client.ts';
import { readBody } from './read-body.ts';
import { streamEvents } from './stream-events.ts';

/** What a studio shows, and where. */
export interface StudioOptions {
  readonly session: LiveSession;
  /** Absolute folder with the built page. */
  readonly client: string;
  /** This port and no other; 0 for any free one. Without it, the first free one of twenty from {@link defaultPort} on. */
  readonly port?: number;
}

/** A studio that listens on this machine alone. */
export interface Studio {
  readonly port: number;
  /** A link that opens the page once, such as `http://127.0.0.1:4780/?open=…`; every call gives a new one and ends the former. */
  invite(): string;
  close(): Promise<void>;
}

/** Where a studio is as long as nobody says otherwise. */
export const defaultPort = 4780;
const mostPorts = 20;

/**
 * Serves the studio on the loopback address. Pictures are asked for by names of content that the session knows, never by path; whoever has not opened the
 * printed link gets nothing.
 * @throws VisualsError `PORT_TAKEN`, `STUDIO_PORT_TAKEN`
 */
export async function startStudio({ session, client, port }: StudioOptions): Promise<Studio> {
  const secrets: Secrets = { invitation: createSecret(), cookie: createSecret(), token: createSecret() };
  const files = loadClient(client);
  const server = createServer({ headersTimeout: 5000, requestTimeout: 10_000, connectionsCheckingInterval: 1000, maxHeaderSize: 16 * 1024 });
  server.maxHeadersCount = 64;
  const listening = await (port === undefined ? listenSomewhere(server) : listenThere(server, port));
  server.on('request', (request, response) => {
    void answer(request, response, { session, files, secrets, port: listening }).catch(() => endWith(response, 500, 'a bug of ours'));
  });
  server.on('clientError', (_error, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n', () => socket.destroy()));
  return {
    port: listening,
    invite: () => {
      secrets.invitation = createSecret();
      return `http://127.0.0.1:${listening}/?open=${secrets.invitation}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createSecret(): string {
  return randomBytes(24).toString('base64url');
}

async function listenSomewhere(server: Server): Promise<number> {
  for (let port = defaultPort; port < defaultPort + mostPorts; port += 1) {
    const listening = await listen(server, port);
    if (typeof listening === 'number') return listening;
  }
  throw new VisualsError(studioPortTaken({ first: defaultPort, last: defaultPort + mostPorts - 1 }));
}

async function listenThere(server: Server, port: number): Promise<number> {
  const listening = await listen(server, port);
  if (typeof listening === 'number') return listening;
  const { findListener } = await import('./find-listener.ts');
  throw new VisualsError(portTaken({ port, holder: findListener(port), cause: listening }));
}

/** The port, or the code of the system's refusal. */
function listen(server: Server, port: number): Promise<number | 'EADDRINUSE' | 'EACCES'> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => (error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(error.code) : reject(error));
    server.once('error', onError);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', onError);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

interface Served {
  readonly session: LiveSession;
  readonly files: ClientFiles;
  readonly secrets: Secrets;
  readonly port: number;
}

const headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; img-src 'self' blob: data:; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
} as const;

async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const url = parseUrl(request.url);
  if (url === undefined) return endWith(response, 400, 'no address of the studio');
  if (isInvited(request, url, served)) return welcome(response, served);
  const refusal = guardRequest(request, served.port, served.secrets);
  if (refusal !== undefined) return endWith(response, refusal.status, refusal.reason);
  if (request.method === 'GET') return answerRead(url, response, served);
  if (request.method === 'POST') return answerAction(url.pathname, request, response, served.session);
  return endWith(response, 405, 'only GET and POST');
}

/** Addresses that are no path of a page, such as `*` or one with a host, and escapes that spell nothing, are refused. */
function parseUrl(written = ''): URL | undefined {
  if (!written.startsWith('/') || written.startsWith('//')) return undefined;
  try {
    decodeURIComponent(written.replaceAll('+', ' '));
    return new URL(written, 'http://studio.invalid');
  } catch {
    return undefined;
  }
}

/** The link may come from a terminal or a mail, so from any site or none; what it gives is only this machine's page. */
function isInvited(request: IncomingMessage, url: URL, { secrets, port }: Served): boolean {
  const given = url.searchParams.get('open');
  const isHere = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`].includes((request.headers.host ?? '').toLowerCase());
  return request.method === 'GET' && isHere && given !== null && isSame(given, secrets.invitation);
}

/** A link works once: whoever finds it in a history later gets nothing. */
function welcome(response: ServerResponse, { secrets }: Served): void {
  secrets.invitation = createSecret();
  response.writeHead(303, { location: '/', 'set-cookie': `${cookieName}=${secrets.cookie}; HttpOnly; SameSite=Strict; Path=/`, 'cache-control': 'no-store' });
  response.end();
}

async function answerRead(url: URL, response: ServerResponse, { session, files, secrets }: Served): Promise<void> {
  const { pathname, searchParams } = url;
  if (pathname === '/') {
    const page = createPage({ script: '/client/studio.js', style: '/client/studio.css', token: secrets.token });
    return send(response, { bytes: Buffer.from(page), type: 'text/html; charset=utf-8' }, 'no-store');
  }
  const file = files.get(pathname);
  if (file !== undefined) return send(response, file(), 'no-cache');
  if (pathname === studioPaths.state) return sendJson(response, 200, session.state());
  if (pathname === studioPaths.events) return streamEvents(session, response);
  if (pathname === studioPaths.cell) return sendJson(response, 200, await session.detail(searchParams.get('id') ?? ''));
  if (pathname === studioPaths.layers) {
    const without = (searchParams.get('without') ?? '').split(',').filter((each) => each !== '');
    return send(response, await session.drawWithout(searchParams.get('cell') ?? '', without), 'no-store');
  }
  if (pathname.startsWith(studioPaths.pictures))
    return send(response, await session.picture(pathname.slice(studioPaths.pictures.length)), 'private, max-age=31536000, immutable');
  return endWith(response, 404, 'nothing here');
}

async function answerAction(pathname: string, request: IncomingMessage, response: ServerResponse, session: LiveSession): Promise<void> {
  const action = actions[pathname as StudioAction];
  if (action === undefined) return endWith(response, 404, 'nothing here');
  const { parseRequest } = await import('./parse-request.ts');
  const parsed = parseRequest(pathname as StudioAction, await readBody(request));
  if (parsed === undefined) return endWith(response, 400, 'not a request of the studio');
  const given = await (action as (session: LiveSession, parsed: unknown) => Promise<LiveAnswer>)(session, parsed);
  return sendJson(response, given.ok ? 200 : given.reason === 'conflict' ? 409 : 422, given);
}

const actions: { readonly [path in StudioAction]: (session: LiveSession, request: StudioRequests[path]) => Promise<LiveAnswer> } = {
  [studioPaths.focus]: async (session, { cells }) => {
    session.focus(cells);
    return { ok: true, message: '' };
  },
  [studioPaths.review]: (session, request) => session.review(request),
  [studioPaths.pick]: (session, request) => session.pick(request),
  [studioPaths.copy]: (session, request) => session.editCopy(request),
  [studioPaths.generate]: (session, request) => session.generate(request),
};

function send(response: ServerResponse, file: { readonly bytes: Uint8Array; readonly type: string } | undefined, caching: string): void {
  if (file === undefined) return endWith(response, 404, 'nothing here');
  // An SVG that is opened by itself would be a page.
  const sandbox = file.type === 'image/svg+xml' ? { 'content-security-policy': "default-src 'none'; sandbox" } : {};
  response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.byteLength, 'cache-control': caching, ...sandbox });
  response.end(file.bytes);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  if (value === undefined) return endWith(response, 404, 'nothing here');
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

function endWith(response: ServerResponse, status: number, reason: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${reason}\n`);
}
