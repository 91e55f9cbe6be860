import { ApiError, refuseMissing, refuseValue } from './api-error.ts';
import { isRecord, toList, type JsonRecord } from './json.ts';
import type { RouteContext, ServerState } from './server-types.ts';

/** An image that came with a request; `mediaType` is what the sender called it. */
export interface Upload {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** A request for pictures before it is checked. */
export interface ParsedRequest {
  readonly fields: JsonRecord;
  readonly references: readonly Upload[];
  readonly mask: Upload | undefined;
}

/**
 * The body as JSON.
 * @throws {ApiError} 400 when it is none, or no object.
 */
export function parseJson(body: Buffer): JsonRecord {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isRecord(value)) return value;
  } catch {
    // Falls through to the one error for all that isn't a JSON object.
  }
  throw new ApiError({ status: 400, message: 'We could not parse the JSON body of your request.' });
}

/**
 * The body as a form.
 * @throws {ApiError} 400 when it can't be read as one.
 */
export async function parseForm({ body, headers }: Pick<RouteContext, 'body' | 'headers'>): Promise<FormData> {
  try {
    // Node's own reader of forms: the one deprecated for servers of strangers, which this is not.
    return await new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
  } catch {
    throw new ApiError({ status: 400, message: 'Could not parse multipart form.' });
  }
}

/**
 * An edit request in either of its forms: multipart with `image`, `image[]` and `mask`, or JSON with `images` and `mask` by file id or data URL.
 * @throws {ApiError} 400 for what can't be read.
 */
export async function parseEdit(context: Pick<RouteContext, 'body' | 'headers' | 'state'>): Promise<ParsedRequest> {
  if (context.headers['content-type']?.startsWith('multipart/form-data') === true) return parseEditForm(await parseForm(context));
  return parseEditJson(parseJson(context.body), context.state);
}

/** An edit request that came as JSON. */
export function parseEditJson({ images, mask, ...fields }: JsonRecord, state: ServerState): ParsedRequest {
  if (images === undefined) throw refuseMissing('images');
  const references = toList(images).map((image, index) => readImageReference(image, state, `images[${index}]`));
  return { fields, references, mask: mask === undefined || mask === null ? undefined : readImageReference(mask, state, 'mask') };
}

/** An image named by `file_id` or given as a data URL in `image_url`. */
export function readImageReference(value: unknown, state: ServerState, param: string): Upload {
  if (!isRecord(value)) throw refuseValue(param, `Invalid type for '${param}': expected an object.`, 'invalid_type');
  if (typeof value['file_id'] === 'string') return readStoredImage(value['file_id'], state, param);
  if (typeof value['image_url'] === 'string') return readDataUrl(value['image_url'], `${param}.image_url`);
  throw refuseMissing(`${param}.image_url`);
}

function readStoredImage(id: string, { files }: ServerState, param: string): Upload {
  const file = files.get(id);
  if (file === undefined) throw refuseValue(`${param}.file_id`, `The file '${id}' was not found.`, 'image_file_not_found');
  return { mediaType: file.mediaType, bytes: file.bytes };
}

function readDataUrl(url: string, param: string): Upload {
  const [, mediaType, base64] = /^data:([a-z]+\/[a-z0-9.+-]+);base64,([A-Za-z0-9+/]+={0,2})$/.exec(url) ?? [];
  if (mediaType === undefined || base64 === undefined) throw refuseValue(param, 'Expected a base64 data URL with an image.', 'invalid_image_url');
  return { mediaType, bytes: Buffer.from(base64, 'base64') };
}

async function parseEditForm(form: FormData): Promise<ParsedRequest> {
  const single = form.getAll('image');
  if (single.length > 1) {
    throw refuseValue('image', "Duplicate parameter: 'image'. For several images use 'image[]'.", 'duplicate_parameter');
  }
  const images = [...single, ...form.getAll('image[]')];
  const mask = form.get('mask');
  const fields = [...form].filter(([name]) => !['image', 'image[]', 'mask'].includes(name)).map(([name, value]) => [name, coerceField(name, value)] as const);
  return {
    fields: Object.fromEntries(fields),
    references: await Promise.all(images.map((image) => readUpload(image, 'image'))),
    mask: mask === null ? undefined : await readUpload(mask, 'mask'),
  };
}

async function readUpload(value: FormDataEntryValue, param: string): Promise<Upload> {
  if (typeof value === 'string') throw refuseValue(param, `Invalid type for '${param}': expected a file, but got a string instead.`, 'invalid_type');
  return { mediaType: value.type, bytes: Buffer.from(await value.arrayBuffer()) };
}

const numbers = ['n', 'output_compression', 'partial_images', 'frame_count', 'frame_duration_ms'];

/** In a form everything is text: numbers and booleans are read as what their field wants, if they can be. */
function coerceField(name: string, value: FormDataEntryValue): unknown {
  if (typeof value !== 'string') return value;
  if (numbers.includes(name) && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (name === 'stream' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
