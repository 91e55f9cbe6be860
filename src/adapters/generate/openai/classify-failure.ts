import { readErrorCode } from '../../../model/error-code.ts';
import type { SendFailure } from '../../../spec/generator.ts';
import { WireError } from './create-long-fetch.ts';
import type { Exchange } from './observe-exchange.ts';
import { findObject, parseJson, readText } from './read-json.ts';
import { strikeSecrets } from './strike-secrets.ts';

/**
 * Tells how far a request came before it failed. What can't be told counts as sent: a request that may have been billed must not be sent again.
 * @param thrown what came out of the SDK, for when it failed before it asked for anything
 * @param secrets never to be shown
 */
export function classifyFailure(exchange: Exchange, thrown: unknown, secrets: readonly string[]): SendFailure {
  if (exchange.refusal !== undefined) return classifyRefusal(exchange.refusal, secrets);
  if (exchange.attempts === 0) return { phase: 'connect', explained: false, message: strikeSecrets(`nothing was sent: ${describe(thrown)}`, secrets) };
  const error = findCause(exchange.error ?? thrown);
  const code = readErrorCode(error);
  const phase = error instanceof WireError ? error.phase : isUnsent(code) ? 'connect' : 'wait';
  // Headers had come when a body fails, but nobody has read it yet.
  return {
    phase: phase === 'body' ? 'wait' : phase,
    explained: false,
    ...(code === undefined ? {} : { code }),
    message: strikeSecrets(describe(error), secrets),
  };
}

/** The failure of a body that broke off. */
export function classifyBody(error: unknown, requestId: string, secrets: readonly string[]): SendFailure {
  const cause = findCause(error);
  const code = readErrorCode(cause);
  return {
    phase: 'body',
    explained: false,
    requestId,
    ...(code === undefined ? {} : { code }),
    message: strikeSecrets(`the answer broke off: ${describe(cause)}`, secrets),
  };
}

/** An answer in the provider's own form: `{ "error": { message, type, code } }`. Gateways answer with pages or with JSON of another form. */
function classifyRefusal({ status, headers, text }: NonNullable<Exchange['refusal']>, secrets: readonly string[]): SendFailure {
  const error = findObject(parseJson(text), 'error');
  const [code, type] = [readText(error, 'code'), readText(error, 'type')];
  const told = readText(error, 'message');
  const wait = findRetryAfter(headers, told ?? text);
  const requestId = headers.get('x-request-id');
  return {
    phase: 'status',
    status,
    ...(code === undefined ? {} : { code }),
    ...(type === undefined ? {} : { type }),
    explained: error !== undefined && (told ?? code ?? type) !== undefined,
    ...(wait === undefined ? {} : { retryAfter: wait }),
    ...(requestId === null ? {} : { requestId }),
    message: strikeSecrets(`${status} ${told === undefined ? summarise(text) : `${told}${describeModeration(error)}`}`, secrets),
  };
}

/** The failure of one request among others that were answered together. */
export function classifyLine(status: number, body: unknown, requestId: string, secrets: readonly string[]): SendFailure {
  const headers = new Headers(requestId === '' ? {} : { 'x-request-id': requestId });
  return classifyRefusal({ status, headers, text: JSON.stringify(body ?? {}) }, secrets);
}

/** Stage and categories, where the provider tells them. */
export function describeModeration(error: object | undefined): string {
  const details = findObject(error, 'moderation_details');
  if (details === undefined) return '';
  const categories: unknown = 'categories' in details ? details.categories : undefined;
  const names = Array.isArray(categories) ? categories.filter((each) => typeof each === 'string').join(', ') : '';
  return ` (stage: ${readText(details, 'moderation_stage') ?? 'unknown'}${names === '' ? '' : `; categories: ${names}`})`;
}

/**
 * Milliseconds that the provider asks to wait, however long: `retry-after-ms`, else `retry-after` in seconds or as a date (held against the answer's own date, so that
 * a wrong clock here does no harm), else the words of the message.
 */
export function findRetryAfter(headers: Headers, message: string): number | undefined {
  return readNumber(headers.get('retry-after-ms'), 1) ?? readNumber(headers.get('retry-after'), 1000) ?? readDate(headers) ?? readWords(message);
}

function readNumber(text: string | null, unit: number): number | undefined {
  if (text === null || !/^\s*\d+(?:\.\d+)?\s*$/.test(text)) return undefined;
  return Math.ceil(Number(text) * unit);
}

function readDate(headers: Headers): number | undefined {
  const text = headers.get('retry-after') ?? '';
  const date = Date.parse(text);
  // A number that is no number of seconds would be read as a year.
  if (!/^[a-z]{3}/i.test(text) || Number.isNaN(date)) return undefined;
  const now = Date.parse(headers.get('date') ?? '');
  return Math.max(0, date - (Number.isNaN(now) ? Date.now() : now));
}

/** `Please try again in 2.4s`, `in 350ms`, `in 6m0s`. */
function readWords(message: string): number | undefined {
  const units: { readonly [unit: string]: number } = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  const found = /try again in ((?:\d+(?:\.\d+)?(?:ms|h|m|s)\s?)+)/i.exec(message)?.[1]?.toLowerCase();
  if (found === undefined) return undefined;
  const parts = [...found.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  return Math.ceil(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0));
}

function summarise(text: string): string {
  if (text.trim() === '') return 'without a word';
  return text.trimStart().startsWith('<') ? 'with a web page' : text.slice(0, 200);
}

/** The innermost error: the SDK and `fetch` wrap what happened. */
function findCause(error: unknown): unknown {
  if (error instanceof WireError || !(error instanceof Error) || error.cause === undefined) return error;
  return findCause(error.cause);
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = readErrorCode(error);
  return code === undefined || message.includes(code) ? message : `${message} (${code})`;
}

/** Codes that only a connection that never stood can have; for a `fetch` that was handed in. */
function isUnsent(code: string | undefined): boolean {
  return (
    code !== undefined &&
    (/^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)$/.test(
      code,
    ) ||
      /^(?:CERT_|UNABLE_TO_|ERR_TLS_)/.test(code))
  );
}
