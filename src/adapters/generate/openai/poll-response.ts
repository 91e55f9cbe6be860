import { setTimeout } from 'node:timers/promises';
import { SendError, type RawReply, type SendFailure } from '../../../spec/generator.ts';
import { describeModeration } from './classify-failure.ts';
import { holdsPicture, isModeration } from './parse-reply.ts';
import { findObject, parseJson, readList, readText } from './read-json.ts';
import { findRequestId, readBody, sendOnce, type Access } from './send-once.ts';
import { strikeSecrets } from './strike-secrets.ts';

/** {@link Access}, and how often to ask. */
export interface PollAccess extends Access {
  /** Milliseconds between two questions. */
  readonly pollInterval: number;
}

/**
 * Asks for a response that works in the background until it is done, and gives its body. Asking costs nothing, so that it goes on over failures until the timeout;
 * what then fails has phase `wait`: the work was taken on, and the id stays good for another try.
 * @throws SendError
 */
export async function pollResponse(id: string, access: PollAccess, signal: AbortSignal): Promise<RawReply> {
  let last: SendFailure | undefined;
  for (let waited = 0; waited <= access.timeout;) {
    const answer = await ask(id, access, signal);
    if ('body' in answer) return answer;
    if ('failure' in answer) last = answer.failure;
    const pause = Math.max(access.pollInterval, ('failure' in answer ? answer.failure.retryAfter : undefined) ?? 0);
    waited += Math.max(pause, 1);
    await setTimeout(pause, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw createWaitError(id, { ...last, code: 'ABORTED', message: 'stopped by the caller' });
  }
  throw createWaitError(id, { ...last, message: last === undefined ? `it was not done after ${access.timeout} ms` : last.message });
}

/**
 * A finished response as a reply. One that failed without a picture is the refusal that the Images API would have answered with.
 * @throws SendError
 */
export function createFinishedReply(
  response: unknown,
  body: Uint8Array,
  { requestId, secrets }: { readonly requestId: string; readonly secrets: readonly string[] },
): RawReply {
  if (!holdsPicture(response)) {
    const failure = findFailure(response);
    if (failure !== undefined) throw new SendError({ ...failure, requestId, message: strikeSecrets(failure.message, secrets) });
  }
  return { requestId, body: toPieces(body) };
}

/** Whether the work is still going on. */
export function isUnderway(response: unknown): boolean {
  return ['queued', 'in_progress'].includes(readText(response, 'status') ?? '');
}

/** A whole body. */
export async function collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

type Answer = RawReply | { readonly underway: true } | { readonly failure: SendFailure };

async function ask(id: string, access: PollAccess, signal: AbortSignal): Promise<Answer> {
  try {
    const http = await sendOnce({ method: 'get', path: `/responses/${encodeURIComponent(id)}` }, access, signal);
    const body = await collect(readBody(http, access));
    const response = parseJson(Buffer.from(body).toString('utf8'));
    if (isUnderway(response)) return { underway: true };
    if (readText(response, 'status') === undefined) return { failure: { phase: 'wait', explained: false, message: 'the answer is no response' } };
    return createFinishedReply(response, body, { requestId: findRequestId(http), secrets: access.secrets });
  } catch (error) {
    if (!(error instanceof SendError) || isVerdict(error.failure)) throw error;
    if (isFinal(error.failure)) throw createWaitError(id, error.failure);
    return { failure: error.failure };
  }
}

/** What the response itself says of its end, as opposed to what a question met on its way. */
function isVerdict({ type }: SendFailure): boolean {
  return type === responseFailed;
}

/** A question that will be refused however often it is put. */
function isFinal({ phase, status = 0 }: SendFailure): boolean {
  return phase === 'status' && status < 500 && status !== 408 && status !== 409 && status !== 429;
}

function createWaitError(id: string, failure: Partial<SendFailure> & { readonly message: string }): SendError {
  return new SendError({ ...failure, phase: 'wait', explained: failure.explained ?? false, message: `${id}: ${failure.message}` });
}

const responseFailed = 'response_failed';

/** The error of the response or of its picture call, with the status that the Images API has for it; undefined when it says nothing of the kind. */
function findFailure(response: unknown): SendFailure | undefined {
  const calls = readList(response, 'output').map((item) => findObject(item, 'error'));
  const error = calls.find((each) => each !== undefined) ?? findObject(response, 'error');
  if (error === undefined) return undefined;
  const code = readText(error, 'code') ?? 'unknown';
  const message = `${readText(error, 'message') ?? code}${describeModeration(error)}`;
  return { phase: 'status', status: findStatus(code), code: isModeration(code) ? 'moderation_blocked' : code, type: responseFailed, explained: true, message };
}

function findStatus(code: string): number {
  if (code === 'rate_limit_exceeded') return 429;
  return code === 'server_error' || code === 'unknown' ? 500 : 400;
}

async function* toPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
