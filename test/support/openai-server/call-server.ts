import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import { isRecord, toList, type JsonRecord } from './json.ts';
import type { OpenAiServerOptions } from './server-types.ts';
import { startOpenAiServer, type OpenAiServer } from './start-openai-server.ts';

/** An answer whose body has been read as JSON; `body` is empty when it was none. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonRecord;
  /** Its `error`, empty when there is none. */
  readonly error: JsonRecord;
}

/** A key as a test sends it. */
export const testKey = 'sk-test-0123456789abcd';

/** A request that is right, and cheap to draw. */
export const goodRequest = { model: 'gpt-image-2-2026-04-21', prompt: 'A lighthouse at dusk', size: '816x816', quality: 'low' } as const;

/** A server that ends with the test. */
export async function openServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const server = await startOpenAiServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** Sends JSON, or a form, and reads the answer as JSON. */
export async function send(
  server: OpenAiServer,
  path: string,
  body?: JsonRecord | FormData,
  method = body === undefined ? 'GET' : 'POST',
): Promise<JsonAnswer> {
  const response = await request(server, path, body, method);
  const value: unknown = await response.json();
  const answer = isRecord(value) ? value : {};
  return { status: response.status, headers: response.headers, body: answer, error: isRecord(answer['error']) ? answer['error'] : {} };
}

/** The same without reading the answer. */
export function request(
  server: OpenAiServer,
  path: string,
  body?: JsonRecord | FormData,
  method = 'POST',
  signal: AbortSignal | null = null,
): Promise<Response> {
  const type = body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' };
  const headers = { authorization: `Bearer ${testKey}`, ...type };
  return fetch(server.baseUrl + path, {
    method,
    headers,
    signal,
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
  });
}

/** Base64 of every picture in an answer of the Images API. */
export function listBase64({ body }: JsonAnswer): readonly string[] {
  return toList(body['data']).map((image) => (isRecord(image) && typeof image['b64_json'] === 'string' ? image['b64_json'] : ''));
}

/** The pictures of an answer as bytes. */
export function listPictures(answer: JsonAnswer): readonly Buffer[] {
  return listBase64(answer).map((base64) => Buffer.from(base64, 'base64'));
}

/** A plain PNG, with alpha if its colour has some. */
export function createPng(width: number, height: number, channels: 3 | 4 = 3): Promise<Buffer> {
  return sharp({ create: { width, height, channels, background: { r: 30, g: 90, b: 160, alpha: 0 } } })
    .png()
    .toBuffer();
}

/** A form for an edit: fields, and files with their media types under the given names. */
export function createForm(
  fields: Readonly<Record<string, string>>,
  files: readonly { readonly name: string; readonly bytes: Buffer; readonly type?: string }[],
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { name, bytes, type = 'image/png' } of files) form.append(name, new Blob([new Uint8Array(bytes)], { type }), `${name}.png`);
  return form;
}

/** The events of a stream, in order. */
export async function readEvents(response: Response): Promise<readonly JsonRecord[]> {
  const blocks = (await response.text()).split('\n\n').filter(Boolean);
  const events = blocks.map((block): unknown => JSON.parse(block.replace(/^event: .*\ndata: /, '')));
  return events.filter(isRecord);
}
