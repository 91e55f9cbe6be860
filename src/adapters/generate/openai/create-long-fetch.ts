import { request as requestPlain, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import type { Socket } from 'node:net';
import { pipeline, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** A function that behaves like the global `fetch`, as far as the `openai` package needs it. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** How far a request came before it failed, as seen from the socket. */
export type WirePhase = 'connect' | 'wait' | 'body';

/** A connection that failed; `phase` tells whether anything may have been received at the other end. */
export class WireError extends Error {
  readonly phase: WirePhase;
  readonly code: string;

  constructor(phase: WirePhase, code: string, message: string) {
    super(message);
    this.name = 'WireError';
    this.phase = phase;
    this.code = code;
  }
}

/** Milliseconds. */
export interface FetchLimits {
  /** Until the connection stands, encryption included. */
  readonly connect: number;
  /** Without a byte in either direction, before and during the answer. */
  readonly idle: number;
}

/**
 * A `fetch` over Node's own http client, for requests that take longer than the five minutes after which the global one gives up on headers (its limit can't be
 * raised without another package). It also knows for certain whether a request was sent: every failure is a {@link WireError}. Each request has a connection of its
 * own, because one that was kept open may be closed by the other end in the very moment in which it is used. No redirect is followed: a POST would be sent twice.
 */
export function createLongFetch(limits: FetchLimits): Fetch {
  const fetchLong: Fetch = async (input, init) => {
    const { request, body } = await encode(input, init);
    const exchange = open(request, body, limits);
    const message = await exchange.answer;
    return toResponse(message, toStream(readMessage(message, exchange), exchange.end));
  };
  // The SDK asks whether a fetch understands forms by looking for its Response.
  return Object.assign(fetchLong, { Response });
}

/** Request encodes forms and joins headers, as the global fetch would; what it refuses was not sent. */
async function encode(
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<{ readonly request: Request; readonly body: Uint8Array | undefined }> {
  try {
    const request = new Request(input, init);
    return { request, body: request.body === null ? undefined : new Uint8Array(await request.arrayBuffer()) };
  } catch (error) {
    throw toWireError('connect', error instanceof Error ? error : new Error(String(error)));
  }
}

interface WireExchange {
  readonly answer: Promise<IncomingMessage>;
  /** Why the connection was closed, when it was closed on purpose. */
  readonly reason: () => WireError | undefined;
  readonly end: (error?: WireError) => void;
}

function open(request: Request, body: Uint8Array | undefined, limits: FetchLimits): WireExchange {
  const url = new URL(request.url);
  const send = url.protocol === 'https:' ? requestEncrypted : requestPlain;
  const client = send(url, { method: request.method, headers: createHeaders(request.headers, body) });
  let phase: WirePhase = 'connect';
  let reason: WireError | undefined;
  const end = (error?: WireError): void => {
    reason ??= error;
    client.destroy(error);
  };
  const connecting = setTimeout(() => end(new WireError('connect', 'ETIMEDOUT', `no connection within ${limits.connect} ms`)), limits.connect);
  whenConnected(client, url.protocol, () => {
    phase = 'wait';
    clearTimeout(connecting);
  });
  const cancel = (): void => end(new WireError(phase, 'ABORTED', 'stopped by the caller'));
  request.signal.addEventListener('abort', cancel, { once: true });
  client.once('close', () => {
    clearTimeout(connecting);
    request.signal.removeEventListener('abort', cancel);
  });
  client.setTimeout(limits.idle, () => end(new WireError(phase, 'ETIMEDOUT', `nothing came for ${limits.idle} ms`)));
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    client.once('response', (message) => {
      phase = 'body';
      resolve(message);
    });
    client.on('error', (error) => reject(reason ?? toWireError(phase, error)));
  });
  if (request.signal.aborted) cancel();
  client.end(body);
  return { answer, reason: () => reason, end };
}

/** `connection: close` keeps the socket out of the pool; `identity` keeps the body as it is on the wire. */
function createHeaders(given: Headers, body: Uint8Array | undefined): { [name: string]: string } {
  const headers: { [name: string]: string } = { ...Object.fromEntries(given), 'accept-encoding': 'identity', connection: 'close' };
  if (body !== undefined) headers['content-length'] = String(body.length);
  return headers;
}

/** A socket that comes ready-made, as from a proxy's agent, counts as connected: what is in doubt is taken as sent. */
function whenConnected(client: ClientRequest, protocol: string, report: () => void): void {
  client.once('socket', (socket: Socket) => {
    if (!socket.connecting) return report();
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', report);
  });
}

function toWireError(phase: WirePhase, error: Error): WireError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  // Several addresses tried in vain give an error without words.
  return new WireError(phase, code, error.message === '' ? code : error.message);
}

async function* readMessage(message: IncomingMessage, exchange: WireExchange): AsyncGenerator<Uint8Array> {
  const encoding = message.headers['content-encoding'];
  try {
    for await (const chunk of decode(message, encoding) as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    throw exchange.reason() ?? toWireError('body', error instanceof Error ? error : new Error(String(error)));
  } finally {
    exchange.end();
  }
}

/** Servers that compress without being asked. */
function decode(message: IncomingMessage, encoding: string | undefined): AsyncIterable<unknown> {
  const decoders: { readonly [name: string]: () => Transform } = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress };
  const create = decoders[encoding ?? ''];
  // The pipeline hands errors on to its end, which is what is read.
  return create === undefined ? message : pipeline(message, create(), () => undefined);
}

function toStream(body: AsyncGenerator<Uint8Array>, end: () => void): ReadableStream {
  return new ReadableStream({
    pull: async (controller) => {
      const next = await body.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: () => end(),
  });
}

function toResponse(message: IncomingMessage, body: ReadableStream): Response {
  const status = message.statusCode ?? 0;
  if (status < 200 || status > 599) throw new WireError('wait', 'EPROTO', `the server answered with status ${status}`);
  const headers = new Headers();
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) headers.append(message.rawHeaders[index]!, message.rawHeaders[index + 1]!);
  headers.delete('content-encoding');
  return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
}
