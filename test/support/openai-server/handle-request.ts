import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerError } from './answer.ts';
import { answerStatusFault } from './answer-status-fault.ts';
import { ApiError } from './api-error.ts';
import { deliverAnswer } from './deliver-answer.ts';
import { findPhase, type Fault } from './faults.ts';
import { findRoute, type FoundRoute } from './find-route.ts';
import type { PostRecord, Writable } from './records.ts';
import { createPost } from './record-post.ts';
import { paidRoutes } from './route-names.ts';
import type { Answer, RouteContext, ServerState } from './server-types.ts';

/** One request from its head to its answer, its fault included. Order of checks: socket fault, key, status fault, route, parameters, rate limit. */
export async function handleRequest(request: IncomingMessage, response: ServerResponse, state: ServerState): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const found = findRoute(request.method ?? '', url.pathname);
  const fault = state.faults.take(found.route);
  const requestId = state.createId('req');
  state.counters.requests++;
  const post = request.method === 'POST' ? recordPost(request, { state, found, requestId, path: url.pathname, fault }) : undefined;
  if (findPhase(fault) === 'socket') return void request.socket.resetAndDestroy();
  const body = await readBody(request);
  if (body === undefined) return;
  if (post !== undefined) post.bodyBytes = body.length;
  const whenClosed: (() => void)[] = [];
  response.once('close', () => whenClosed.forEach((work) => work()));
  const context = { state, requestId, id: found.id, query: url.searchParams, headers: request.headers, body, fault, post, whenClosed };
  const answer = await createAnswer(found, context);
  deliverAnswer(answer, context, response);
}

interface PostParts {
  readonly state: ServerState;
  readonly found: FoundRoute;
  readonly requestId: string;
  readonly path: string;
  readonly fault: Fault | undefined;
}

function recordPost(request: IncomingMessage, { state, found, requestId, path, fault }: PostParts): Writable<PostRecord> {
  const post = createPost(request, { index: state.posts.length, route: found.route, path, requestId });
  if (fault !== undefined) post.fault = fault.kind;
  state.posts.push(post);
  state.counters.posts++;
  if (paidRoutes.includes(found.route)) state.counters.paidPosts++;
  return post;
}

/** Undefined when the client went away before its request was whole. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

async function createAnswer(found: FoundRoute, context: RouteContext): Promise<Answer> {
  try {
    checkKey(context);
    if (context.fault !== undefined && findPhase(context.fault) === 'status') return answerStatusFault(context.fault);
    return await found.answer(context);
  } catch (error) {
    if (error instanceof ApiError) return answerError(error);
    // A mistake of this server must not pass for one of the provider.
    return answerError(
      new ApiError({ status: 500, type: 'test_server_bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  }
}

function checkKey({ headers, state }: RouteContext): void {
  const [, key] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
  if (key === undefined)
    throw new ApiError({ status: 401, message: "You didn't provide an API key in an Authorization header (Authorization: Bearer YOUR_KEY)." });
  if (state.options.apiKey !== undefined && key !== state.options.apiKey) {
    throw new ApiError({ status: 401, code: 'invalid_api_key', message: `Incorrect API key provided: ${'*'.repeat(8)}${key.slice(-4)}.` });
  }
}
