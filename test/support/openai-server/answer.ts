import type { ApiError } from './api-error.ts';
import type { Answer } from './server-types.ts';

/** A JSON answer under status 200, or another. */
export function answerJson(value: unknown, parts: Partial<Omit<Answer, 'chunks'>> = {}): Answer {
  return { status: 200, ...parts, headers: { 'content-type': 'application/json', ...parts.headers }, chunks: [Buffer.from(JSON.stringify(value, null, 2))] };
}

/** The answer of an error in the provider's form. */
export function answerError(error: ApiError): Answer {
  return answerJson(error.body, { status: error.status, headers: error.headers });
}

/** Server-sent events, one chunk each; `type` of an event is its name too. */
export function answerEvents(events: readonly { readonly type: string }[], pictures: NonNullable<Answer['pictures']>): Answer {
  const chunks = events.map((event) => Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`));
  return { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' }, chunks, streamed: true, pictures };
}
