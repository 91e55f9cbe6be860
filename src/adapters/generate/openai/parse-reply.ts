import { apiBadPayload, apiModerated } from '../../../diagnostics/generate.ts';
import { VisualsError } from '../../../model/diagnostic.ts';
import { isObject } from '../../../model/json.ts';
import type { Usage } from '../../../model/purchase.ts';
import type { ParsedReply } from '../../../spec/generator.ts';
import { describeModeration } from './classify-failure.ts';
import { createEventReader } from './read-events.ts';
import { findObject, parseJson, readList, readText } from './read-json.ts';

/**
 * Understands the body of a success: an Images reply, a Responses object, the stream of either, or a line of a batch's results. Echoes of size, quality or format are not looked at: self-hosted
 * servers omit them and the bytes tell. Where one of several pictures is damaged the others are given.
 * @throws VisualsError `API_BAD_PAYLOAD`, `API_MODERATED`
 */
export function parseReply(body: Uint8Array): ParsedReply {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8').trimStart();
  if (text === '') throw refuse('nothing');
  if (/^(?:event|data|id|retry)?:/.test(text)) return parseStream(body);
  if (text.startsWith('<')) throw refuse('a web page');
  const value = parseJson(text);
  if (value === undefined)
    throw refuse(text.startsWith('{') ? `JSON that is cut off or broken, of ${body.length} bytes` : `text that is no JSON, of ${body.length} bytes`);
  return parseValue(value);
}

/** Whether a Responses object holds a picture, whatever its status says. */
export function holdsPicture(response: unknown): boolean {
  return readList(response, 'output').some((item) => readText(item, 'result') !== undefined);
}

function refuse(found: string): VisualsError {
  return new VisualsError(apiBadPayload({ found }));
}

function parseValue(value: unknown): ParsedReply {
  if (!isObject(value)) throw refuse(Array.isArray(value) ? 'a list' : `a ${value === null ? 'null' : typeof value}`);
  const line = findObject(value, 'response');
  if (readText(value, 'custom_id') !== undefined && line !== undefined) return parseLine(line);
  if (Array.isArray(value['output'])) return parseResponse(value);
  const error = findObject(value, 'error');
  if (error !== undefined && !Array.isArray(value['data'])) throw refuseError(error);
  if (!Array.isArray(value['data'])) throw refuse('JSON without "data"');
  const data = readList(value, 'data');
  if (data.length === 0) throw refuse('an empty "data"');
  return { pictures: decodeAll(data.map((each) => findEncoded(each))), usage: readUsage(value['usage']), ...readFake(value) };
}

/** An error where a picture should be. */
function refuseError(error: object): VisualsError {
  const message = `${readText(error, 'message') ?? readText(error, 'code') ?? 'no reason given'}${describeModeration(error)}`;
  return isModeration(readText(error, 'code')) ? new VisualsError(apiModerated({ message })) : refuse(`an error (${message})`);
}

/** A line of a batch's results: what the Images API would have answered, and the id of the request besides. */
function parseLine(line: { readonly [name: string]: unknown }): ParsedReply {
  const requestId = readText(line, 'request_id');
  return { ...parseValue(line['body']), ...(requestId === undefined ? {} : { requestId }) };
}

/** Whether a code means that moderation refused; the Responses door has a name of its own for it. */
export function isModeration(code: string | undefined): boolean {
  return code === 'moderation_blocked' || code === 'image_content_policy_violation';
}

/** A picture's letters, or what stands in their place. */
type Encoded = { readonly letters: string } | { readonly found: string };

function findEncoded(value: unknown): Encoded {
  const letters = readText(value, 'b64_json') ?? readText(value, 'result');
  if (letters !== undefined) return { letters };
  if (readText(value, 'url') !== undefined) return { found: 'a link instead of a picture' };
  return { found: isObject(value) ? 'an entry without "b64_json"' : `an entry that is ${value === null ? 'null' : `a ${typeof value}`}` };
}

function decodeAll(entries: readonly Encoded[]): readonly Uint8Array[] {
  const decoded = entries.map(decode);
  const pictures = decoded.filter((each) => typeof each !== 'string');
  const problem = decoded.find((each) => typeof each === 'string');
  if (pictures.length === 0) throw refuse(problem ?? 'no picture');
  return pictures;
}

/** Strict base64: writing the bytes anew must give the same letters, padding and unused bits included. */
function decode(entry: Encoded): Uint8Array | string {
  if ('found' in entry) return entry.found;
  const bytes = Buffer.from(entry.letters, 'base64');
  if (bytes.toString('base64') === entry.letters) return bytes;
  return entry.letters.startsWith('data:') ? 'a data URL instead of base64' : `base64 that is cut off or broken, of ${entry.letters.length} letters`;
}

/** A finished Responses object; the picture tool may have been called more than once, and the last call is the answer. */
function parseResponse(response: { readonly [name: string]: unknown }): ParsedReply {
  const calls = readList(response, 'output').filter((item) => readText(item, 'type') === 'image_generation_call');
  const finished = calls.filter((call) => readText(call, 'result') !== undefined);
  if (finished.length > 0)
    return {
      pictures: decodeAll(finished.slice(-1).map(findEncoded)),
      usage: readUsage(findObject(findObject(response, 'tool_usage'), 'image_gen')),
      ...readFake(response),
    };
  const error = calls.map((call) => findObject(call, 'error')).find((each) => each !== undefined) ?? findObject(response, 'error');
  if (error !== undefined) throw refuseError(error);
  throw refuse(`a response without a picture (status "${readText(response, 'status') ?? 'unknown'}")`);
}

/** What the events of a stream amount to. */
interface StreamState {
  readonly completed: unknown[];
  response?: { readonly [name: string]: unknown };
  error?: object;
  partials: number;
  broken: number;
}

/** Each finished picture comes in an event of its own; a Responses stream ends with the whole object. */
function parseStream(body: Uint8Array): ParsedReply {
  const state: StreamState = { completed: [], partials: 0, broken: 0 };
  const reader = createEventReader((data) => takeEvent(state, data));
  reader.push(body);
  reader.end();
  if (state.response !== undefined) return parseResponse(state.response);
  if (state.completed.length > 0)
    return {
      pictures: decodeAll(state.completed.map(findEncoded)),
      usage: addUsage(state.completed.map((each) => readUsage(findObject(each, 'usage')))),
      ...readFake(state.completed[0]),
    };
  if (state.error !== undefined) throw refuseError(state.error);
  throw refuse(`a stream with ${state.partials} previews and no finished picture${state.broken > 0 ? ', cut off or broken' : ''}`);
}

function takeEvent(state: StreamState, data: string): void {
  if (data.trim() === '[DONE]') return;
  const event = parseJson(data);
  const type = readText(event, 'type') ?? '';
  const error = findObject(event, 'error');
  if (!isObject(event)) state.broken += 1;
  else if (error !== undefined || type === 'error') state.error = error ?? event;
  else if (type.endsWith('partial_image')) state.partials += 1;
  else if (/^image_(?:generation|edit)\.completed$/.test(type)) state.completed.push(event);
  else if (/^response\.(?:completed|failed|incomplete)$/.test(type)) {
    const response = findObject(event, 'response');
    if (response !== undefined) state.response = response;
  }
}

/** The local server for trying the tool out says so in each of its answers. */
function readFake(value: unknown): Pick<ParsedReply, 'fake'> {
  return isObject(value) && value['visuals_fake'] === true ? { fake: true } : {};
}

/**
 * Tokens as billed, from whatever of the provider's form is there. Input that isn't told apart counts as picture, which is dearer.
 * @returns null where the server says nothing usable
 */
function readUsage(value: unknown): Usage | null {
  const [input, output] = [readCount(value, 'input_tokens'), readCount(value, 'output_tokens')];
  if (input === undefined || output === undefined) return null;
  const details = findObject(value, 'input_tokens_details');
  const text = Math.min(readCount(details, 'text_tokens') ?? 0, input);
  const cached = readCount(details, 'cached_tokens') ?? readCount(value, 'cached_tokens') ?? 0;
  return { textInput: text, imageInput: input - text, cachedInput: Math.min(cached, input), output };
}

function readCount(value: unknown, name: string): number | undefined {
  const field = isObject(value) ? value[name] : undefined;
  return typeof field === 'number' && Number.isSafeInteger(field) && field >= 0 ? field : undefined;
}

/** The tokens of all pictures; unknown as soon as those of one are. */
function addUsage(parts: readonly (Usage | null)[]): Usage | null {
  return parts.reduce((sum, part) => {
    if (sum === null || part === null) return null;
    const { textInput, imageInput, cachedInput, output } = part;
    return {
      textInput: sum.textInput + textInput,
      imageInput: sum.imageInput + imageInput,
      cachedInput: sum.cachedInput + cachedInput,
      output: sum.output + output,
    };
  });
}
