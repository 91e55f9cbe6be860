import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { finishBatch, type BatchEnd } from './batches-route.ts';
import { createFaultSchedule, type FaultChoice, type FaultSource } from './faults.ts';
import { handleRequest } from './handle-request.ts';
import { createRateLimiter, type Admission, type RateLimits } from './limit-rate.ts';
import type { Counters, PictureRecord, PostRecord, Writable } from './records.ts';
import type { RouteName } from './route-names.ts';
import type { OpenAiServerOptions, ServerState } from './server-types.ts';

/** A running double of the OpenAI API and what it has seen. */
export interface OpenAiServer {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  /** The same with `/v1`, as `OPENAI_BASE_URL` wants it. */
  readonly baseUrl: string;
  /** Every POST in the order of arrival. */
  readonly posts: readonly PostRecord[];
  /** Every picture made, in the order of being finished. */
  readonly pictures: readonly PictureRecord[];
  readonly counters: Readonly<Counters>;
  /** Requests that the rate limiter let in. */
  readonly admissions: readonly Admission[];
  /** Replaces the schedule of faults; without `routes` it is about those that cost money. A function must answer the same for the same index. */
  setFaults(source: FaultSource, routes?: readonly RouteName[]): void;
  /** The faults of the next requests on the routes that cost money; a shorthand of `setFaults`. */
  failNext(...faults: readonly FaultChoice[]): void;
  setLimits(limits: RateLimits | undefined): void;
  /** Stops to listen, so that connecting fails with ECONNREFUSED, until `acceptConnections`. Open connections are reset. */
  refuseConnections(): Promise<void>;
  /** Listens again on the same port. */
  acceptConnections(): Promise<void>;
  /** Ends a batch at once, whatever it has been asked. */
  finishBatch(id: string, end?: BatchEnd): Promise<void>;
  /** Forgets the responses that were sent with `store: false`, as the real one does after some minutes. */
  forgetResponses(): void;
  /** Resolves once this many POSTs have arrived since the start; rejects after `timeoutMs`, 10 s unless given. */
  waitForPosts(count: number, timeoutMs?: number): Promise<void>;
  /** Ends the server and all its connections, hanging ones too. */
  close(): Promise<void>;
}

/** Starts the double on 127.0.0.1. Nothing is kept on disk, and nothing is shared between two of them. */
export async function startOpenAiServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const state = createState(options);
  const sockets = new Set<Socket>();
  const server = createServer({ requestTimeout: 0, keepAlive: options.keepAlive ?? false }, (request, response) => {
    handleRequest(request, response, state).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.on('connection', (socket) => acceptSocket(socket, state, sockets));
  const port = await listen(server, options.port ?? 0);
  return createHandle({ state, server, sockets, port });
}

interface Running {
  readonly state: ServerState;
  readonly server: Server;
  readonly sockets: Set<Socket>;
  readonly port: number;
}

function createHandle({ state, server, sockets, port }: Running): OpenAiServer {
  const url = `http://127.0.0.1:${port}`;
  const stop = (): Promise<void> => stopListening(server, sockets);
  return {
    url,
    baseUrl: `${url}/v1`,
    posts: state.posts,
    pictures: state.pictures,
    counters: state.counters,
    admissions: state.limiter.admissions,
    setFaults: (source, routes) => state.faults.set(source, routes),
    failNext: (...faults) => state.faults.set(faults),
    setLimits: (limits) => state.limiter.setLimits(limits),
    refuseConnections: stop,
    acceptConnections: async () => void (await listen(server, port)),
    finishBatch: (id, end = {}) => finishBatch(state, id, end),
    forgetResponses: () => forgetResponses(state),
    waitForPosts: (count, timeoutMs = 10_000) => waitForPosts(state, count, timeoutMs),
    close: stop,
  };
}

function createState({ port: _port, apiKey, limits, ...options }: OpenAiServerOptions): ServerState {
  const counters = createCounters();
  let ids = 0;
  return {
    options: {
      profile: 'openai',
      latency: 0,
      pollsUntilDone: 2,
      today: '2026-11-22',
      previews: false,
      saysFake: false,
      keepAlive: false,
      ...options,
      ...(apiKey === undefined ? {} : { apiKey }),
    },
    posts: [],
    pictures: [],
    counters,
    faults: createFaultSchedule(),
    limiter: createRateLimiter(limits, counters),
    files: new Map(),
    responses: new Map(),
    batches: new Map(),
    createId: (prefix) => `${prefix}_${String(++ids).padStart(6, '0')}`,
  };
}

function createCounters(): Writable<Counters> {
  return {
    connections: 0,
    connectionsRefused: 0,
    requests: 0,
    posts: 0,
    paidPosts: 0,
    picturesMade: 0,
    picturesDelivered: 0,
    spentUsd: 0,
    rateLimited: 0,
    avoidableRateLimited: 0,
    peakConcurrency: 0,
  };
}

function acceptSocket(socket: Socket, { counters, faults }: ServerState, sockets: Set<Socket>): void {
  counters.connections++;
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  // A reset by either side is what many tests are about, not a mistake.
  socket.on('error', () => undefined);
  if (faults.takeRefusal() === undefined) return;
  counters.connectionsRefused++;
  socket.resetAndDestroy();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

async function stopListening(server: Server, sockets: Set<Socket>): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of sockets) socket.resetAndDestroy();
  await closed;
}

function forgetResponses({ responses }: ServerState): void {
  for (const [id, { stored }] of responses) if (!stored) responses.delete(id);
}

async function waitForPosts({ posts }: ServerState, count: number, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (posts.length < count) {
    if (Date.now() > deadline) throw new Error(`Only ${posts.length} of ${count} POSTs arrived within ${timeoutMs} ms.`);
    await sleep(5);
  }
}
