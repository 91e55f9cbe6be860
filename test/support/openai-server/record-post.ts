import type { ParsedRequest } from './parse-request.ts';
import type { PostRecord, Writable } from './records.ts';
import type { RouteName } from './route-names.ts';
import type { IncomingMessage } from 'node:http';

/** The record of a POST as far as its head tells; the key is kept to its last four characters. */
export function createPost(
  request: IncomingMessage,
  parts: Pick<PostRecord, 'index' | 'path' | 'requestId'> & { readonly route: RouteName },
): Writable<PostRecord> {
  const { authorization = '', 'idempotency-key': idempotencyKey, 'content-type': contentType = '' } = request.headers;
  return {
    ...parts,
    time: Date.now(),
    authorization: authorization.slice(-4),
    ...(typeof idempotencyKey === 'string' ? { idempotencyKey } : {}),
    contentType: contentType.split(';')[0] ?? '',
    bodyBytes: 0,
    parameters: {},
    references: 0,
    mask: false,
    made: 0,
    delivered: false,
  };
}

/** Adds what the body says, before it is checked. */
export function describePost(post: Writable<PostRecord> | undefined, { fields, references, mask }: ParsedRequest): void {
  if (post === undefined) return;
  const { prompt, model, size, n } = fields;
  if (typeof prompt === 'string') post.prompt = prompt;
  if (typeof model === 'string') post.model = model;
  if (typeof size === 'string') post.size = size;
  post.n = typeof n === 'number' ? n : 1;
  post.parameters = Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string | number | boolean] => field[0] !== 'prompt' && isScalar(field[1])),
  );
  post.references = references.length;
  post.mask = mask !== undefined;
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
