import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A store over HTTP that behaves badly. */
export interface FaultyServer {
  readonly url: string;
  /** Requests that came, as `GET /cas/…`. */
  readonly requests: readonly string[];
}

/** What it does with a request; what it leaves unanswered hangs. */
export type Misdeed = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts a server that is stopped when the test ends, and with it all that hangs. */
export async function startFaultyServer(misdeed: Misdeed): Promise<FaultyServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    misdeed(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** The ways of a bad server, by name. */
export const misdeeds = {
  'never answers': () => undefined,
  'begins an answer and stops': (_, response) => {
    response.writeHead(200, { 'content-length': '100000' });
    response.write('a little');
  },
  'cuts the answer off': (_, response) => {
    response.writeHead(200, { 'content-length': '100000' });
    response.write('a little', () => response.destroy());
  },
  'closes the connection': (request) => void request.socket.destroy(),
  'says 500': (_, response) => void response.writeHead(500).end('no'),
  'says 403': (_, response) => void response.writeHead(403).end('no'),
  'is full': (request, response) => void (request.method === 'PUT' ? response.writeHead(507).end() : response.writeHead(404).end()),
  'sends elsewhere': (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  'talks nonsense': (_, response) => void response.writeHead(200).end('<html>Sign in to the hotel</html>'),
} as const satisfies { readonly [name: string]: Misdeed };
