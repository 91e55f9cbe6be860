import type { Json, JsonObject } from '../../../model/json.ts';
import type { GenerateRequest } from '../../../model/purchase.ts';
import type { RequestExtras, RequestFiles } from '../../../spec/generator.ts';
import { responsesHost } from './capabilities.ts';
import { readPictureHeader } from './read-picture-header.ts';

/** What a body depends on besides the request. */
export interface BodyOptions extends RequestExtras {
  readonly profile: 'openai' | 'portable';
  /** Hashed name of the end user, for the provider's monitoring of abuse. */
  readonly safetyIdentifier?: string;
  /** The language model on the Responses door. */
  readonly responsesModel?: string;
}

/** What fits into a form as well as into JSON. */
interface Fields {
  readonly [name: string]: string | number | boolean;
}

/** Where a request goes, and with what. */
export interface RequestBody {
  readonly path: '/images/generations' | '/images/edits' | '/responses';
  readonly body: JsonObject | FormData;
}

/** Writes a request in the provider's words. Parameters that a model doesn't need are left out rather than sent with their default. */
export function createRequestBody(request: GenerateRequest, files: RequestFiles, options: BodyOptions): RequestBody {
  if (request.api === 'responses') return { path: '/responses', body: createResponsesBody(request, files, options) };
  if (request.operation === 'generate') return { path: '/images/generations', body: createFields(request, options) };
  return { path: '/images/edits', body: createForm(createFields(request, options), files) };
}

/** The same request as one JSON object, as a line of a batch holds it; pictures go along as data URLs. */
export function createLineBody(
  request: GenerateRequest,
  files: RequestFiles,
  options: BodyOptions,
): { readonly path: RequestBody['path']; readonly body: JsonObject } {
  const fields = createFields(request, options);
  if (request.operation === 'generate') return { path: '/images/generations', body: fields };
  const mask = files.mask === undefined ? {} : { mask: toLink(files.mask) };
  return { path: '/images/edits', body: { ...fields, images: files.references.map(toLink), ...mask } };
}

function toLink(bytes: Uint8Array): { readonly image_url: string } {
  return { image_url: formatDataUrl(bytes) };
}

function createFields(request: GenerateRequest, options: BodyOptions): Fields {
  const { model, prompt, moderation, operation } = request;
  const shared = { model, prompt, n: options.count ?? 1, size: formatSize(request) };
  // Only servers of this kind know the parameter, and some answer with links without it.
  if (options.profile === 'portable') return { ...shared, response_format: 'b64_json' };
  const previews = options.previews ?? 0;
  return {
    ...shared,
    ...createSettings(request),
    ...(operation === 'generate' ? { moderation } : {}),
    ...(options.safetyIdentifier === undefined ? {} : { safety_identifier: options.safetyIdentifier }),
    ...(previews > 0 ? { stream: true, partial_images: previews } : {}),
  };
}

/** The settings that the Images API and the picture tool of the Responses API share. */
function createSettings({ quality, format, compression, background, complexity }: GenerateRequest): Fields {
  return {
    quality,
    background,
    output_format: format,
    ...(compression === undefined ? {} : { output_compression: compression }),
    ...(complexity === undefined ? {} : { complexity }),
  };
}

/** One picture goes as `image`, several as `image[]`; the order is that of the prompt's numbering. */
function createForm(fields: Fields, { references, mask }: RequestFiles): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  for (const [index, bytes] of references.entries()) appendFile(form, references.length === 1 ? 'image' : 'image[]', { bytes, name: `image-${index + 1}` });
  if (mask !== undefined) appendFile(form, 'mask', { bytes: mask, name: 'mask' });
  return form;
}

function appendFile(form: FormData, field: string, { bytes, name }: { readonly bytes: Uint8Array; readonly name: string }): void {
  const format = readPictureHeader(bytes)?.format ?? 'png';
  form.append(field, new Blob([new Uint8Array(bytes)], { type: `image/${format}` }), `${name}.${format}`);
}

/**
 * One call of the picture tool, which the language model must make. In the background and stored, so that it can be asked for again under its id after a crash;
 * with previews it is streamed besides, which keeps the id.
 */
function createResponsesBody(request: GenerateRequest, { references, mask }: RequestFiles, options: BodyOptions): JsonObject {
  const tool: { readonly [name: string]: Json } = {
    type: 'image_generation',
    action: request.operation,
    model: request.model,
    size: formatSize(request),
    moderation: request.moderation,
    ...createSettings(request),
    ...(mask === undefined ? {} : { input_image_mask: { image_url: formatDataUrl(mask) } }),
    ...((options.previews ?? 0) > 0 ? { partial_images: options.previews! } : {}),
  };
  const pictures = references.map((bytes) => ({ type: 'input_image', detail: 'high', image_url: formatDataUrl(bytes) }));
  return {
    model: options.responsesModel ?? responsesHost.model,
    input: [{ role: 'user', content: [{ type: 'input_text', text: request.prompt }, ...pictures] }],
    instructions: hostInstructions,
    tools: [tool],
    tool_choice: { type: 'image_generation' },
    background: true,
    store: true,
    ...(options.safetyIdentifier === undefined ? {} : { safety_identifier: options.safetyIdentifier }),
    ...((options.previews ?? 0) > 0 ? { stream: true } : {}),
  };
}

/** The language model is a messenger: what it makes up would be in the picture. */
const hostInstructions =
  "Call the image generation tool exactly once. Hand the user's brief over word for word, without adding, leaving out or improving anything.";

function formatSize({ width, height }: GenerateRequest): string {
  return `${width}x${height}`;
}

function formatDataUrl(bytes: Uint8Array): string {
  const format = readPictureHeader(bytes)?.format ?? 'png';
  return `data:image/${format};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`;
}
