import type { IncomingMessage, RequestOptions } from 'node:http';
import * as http from 'node:http';
import * as https from 'node:https';
import { readErrorCode } from '../../model/error-code.ts';
import { RemoteError, remoteLimits } from '../../spec/remote-store.ts';
import type { RemoteFailure, RemoteLimits, RemotePath, RemoteRequest, RemoteStore } from '../../spec/remote-store.ts';
import { collectBytes } from './collect-bytes.ts';
import { runWithin } from './run-within.ts';
import type { Deadline } from './run-within.ts';

/** A server that keeps what is PUT and gives it to GET. */
export interface HttpStoreOptions {
  /** `http:` or `https:`; a user name and password in it are sent as Basic authorisation. */
  readonly url: string;
  /** Sent as Bearer authorisation. */
  readonly token?: string;
  readonly limits?: RemoteLimits;
}

/** Connections at once: more than that bring nothing on one machine. */
const mostConnections = 32;

/**
 * A remote store over HTTP in the layout of Bazel's remote cache: `<url>/cas/<sha256>` and `<url>/ac/…`, by GET, PUT and HEAD. Connections are kept open. Redirects
 * are not followed: the authorisation would go elsewhere.
 */
export function createHttpStore({ url, token, limits = remoteLimits }: HttpStoreOptions): RemoteStore {
  const base = new URL(url);
  const authorisation = describeAuthorisation(base, token);
  [base.username, base.password] = ['', ''];
  const agent = new (base.protocol === 'https:' ? https : http).Agent({ keepAlive: true, maxSockets: mostConnections });
  const send = (path: RemotePath, request: RemoteRequest, exchange: Exchange): Promise<Answer> =>
    runWithin({ ...request, limits }, (deadline) =>
      exchangeOnce(new URL(`${base.pathname.replace(/\/$/, '')}/${path}`, base), {
        ...exchange,
        agent,
        deadline,
        headers: { ...authorisation, ...exchange.headers },
      }),
    );
  return {
    name: base.href.replace(/\/$/, ''),
    get: async (path, request = {}) => {
      const { status, body } = await send(path, request, { method: 'GET' });
      if (status === 200) return body;
      if (status === 404 || status === 410) return undefined;
      throw describeStatus(status, 'GET');
    },
    put: async (path, bytes, { replace = false, ...request } = {}) => {
      const headers = { 'content-type': 'application/octet-stream', ...(!replace && { 'if-none-match': '*' }) };
      const { status } = await send(path, request, { method: 'PUT', bytes, headers });
      if (status < 300 || (status === 412 && !replace)) return;
      throw describeStatus(status, 'PUT');
    },
    has: async (path, request = {}) => {
      const { status } = await send(path, request, { method: 'HEAD' });
      if (status === 200) return true;
      if (status === 404 || status === 410) return false;
      throw describeStatus(status, 'HEAD');
    },
    close: () => agent.destroy(),
  };
}

function describeAuthorisation({ username, password }: URL, token: string | undefined): { readonly authorization?: string } {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (username === '') return {};
  return { authorization: `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}` };
}

interface Exchange {
  readonly method: 'GET' | 'PUT' | 'HEAD';
  readonly bytes?: Uint8Array;
  readonly headers?: { readonly [name: string]: string };
}

interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}

interface Connection extends Exchange {
  /** `false`: a connection of its own, of which nothing is kept. */
  readonly agent: http.Agent | false;
  readonly deadline: Deadline;
}

/** A connection that was kept open may have been closed by the server meanwhile: then the request did not reach it, and goes over a new one: others of the pool may be closed as well. */
async function exchangeOnce(url: URL, connection: Connection): Promise<Answer> {
  try {
    return await exchange(url, connection);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return exchange(url, { ...connection, agent: false });
  }
}

/** A failure like any other, should it be the last word. */
class StaleConnection extends RemoteError {
  constructor(cause: unknown) {
    super('failed', 'ECONNRESET', { cause });
  }
}

function exchange(url: URL, { method, bytes, headers, agent, deadline }: Connection): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method,
      agent,
      headers: { ...headers, ...(bytes !== undefined && { 'content-length': bytes.byteLength }) },
      signal: deadline.signal,
    };
    const request = (url.protocol === 'https:' ? https : http).request(url, options, (response) => {
      readBody(response, deadline).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    request.on('error', (error) => reject(request.reusedSocket && codeOf(error) === 'ECONNRESET' ? new StaleConnection(error) : describeFailure(error)));
    // A slow line may take its time over what is sent; only then the server has to answer.
    if (bytes !== undefined) deadline.begin();
    request.end(bytes, deadline.expect);
  });
}

async function readBody(response: IncomingMessage, deadline: Deadline): Promise<Uint8Array> {
  try {
    return await collectBytes(response, deadline);
  } catch (error) {
    throw describeFailure(error);
  }
}

function describeStatus(status: number, method: string): RemoteError {
  const failures: { readonly [status: number]: RemoteFailure } = { 401: 'refused', 403: 'refused', 405: 'refused', 413: 'large', 507: 'full' };
  return new RemoteError(failures[status] ?? 'failed', `${method} was answered with ${status}`);
}

const unreachable: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

function describeFailure(error: unknown): RemoteError {
  if (error instanceof RemoteError) return error;
  const code = codeOf(error);
  return new RemoteError(unreachable.has(code) ? 'unreachable' : 'failed', code || String(error), { cause: error });
}

function codeOf(error: unknown): string {
  return readErrorCode(error) ?? '';
}
