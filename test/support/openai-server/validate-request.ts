import { refuseMissing, refuseModel, refuseUnknown, refuseValue } from './api-error.ts';
import type { PictureFormat } from './draw-picture.ts';
import type { JsonRecord } from './json.ts';
import type { ParsedRequest } from './parse-request.ts';
import { createUnknownModel, listServedModels, type Quality, type ServedModel } from './served-models.ts';
import type { ServerState } from './server-types.ts';
import { validateReferences, type Reference } from './validate-references.ts';
import { validateSize } from './validate-size.ts';

/** A request for pictures that may be carried out. */
export interface PictureRequest {
  readonly model: ServedModel;
  readonly prompt: string;
  readonly width: number;
  readonly height: number;
  readonly quality: Quality;
  readonly format: PictureFormat;
  readonly compression: number;
  readonly transparent: boolean;
  readonly n: number;
  readonly stream: boolean;
  readonly partials: number;
  readonly references: readonly Reference[];
  readonly safetyIdentifier: string | undefined;
}

const shared = [
  'prompt',
  'background',
  'complexity',
  'model',
  'n',
  'output_compression',
  'output_format',
  'partial_images',
  'quality',
  'safety_identifier',
  'size',
  'stream',
  'user',
];
const gated = ['frame_count', 'frame_duration_ms', 'svg'];
const fieldsOf = {
  generate: [...shared, ...gated, 'moderation'],
  edit: [...shared, ...gated, 'input_fidelity'],
  // The tool makes one picture, and who asks stands in the request around it.
  tool: [...shared.filter((name) => !['n', 'user', 'safety_identifier'].includes(name)), ...gated, 'moderation', 'input_fidelity'],
};

/** Which of the routes' parameters a request may have. */
export type RequestKind = keyof typeof fieldsOf;

/**
 * Checks a request as the API does, the first mistake first.
 * @throws {ApiError} 400, or 404 for a model that isn't there.
 */
export async function validateRequest(parsed: ParsedRequest, kind: RequestKind, state: ServerState): Promise<PictureRequest> {
  const { fields } = parsed;
  const stranger = Object.keys(fields).find((name) => !fieldsOf[kind].includes(name));
  if (stranger !== undefined && state.options.profile === 'openai') throw refuseUnknown(stranger);
  const model = findModel(fields['model'], state);
  const prompt = validatePrompt(fields['prompt']);
  const output = validateOutput(fields, model, state);
  validateExtras(fields, model);
  const references = kind === 'edit' || parsed.references.length > 0 ? await validateReferences(parsed) : [];
  return {
    model,
    prompt,
    ...output,
    ...validateStream(fields),
    n: readInteger(fields, 'n', { least: 1, most: 10, usual: 1 }),
    references,
    safetyIdentifier: readText(fields, 'safety_identifier'),
  };
}

/** The model of this name; a missing name is an error. */
export function findModel(name: unknown, { options }: ServerState): ServedModel {
  if (name === undefined || name === null) throw refuseMissing('model');
  if (typeof name !== 'string') throw refuseValue('model', "Invalid type for 'model': expected a string.", 'invalid_type');
  if (options.profile === 'portable') return createUnknownModel(name);
  const model = listServedModels(options.today).find(({ id }) => id === name);
  if (model === undefined) throw refuseModel(name);
  return model;
}

/** A whole number between limits. */
export function readInteger(
  fields: JsonRecord,
  name: string,
  { least, most, usual }: { readonly least: number; readonly most: number; readonly usual: number },
): number {
  const value = fields[name] ?? usual;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw refuseValue(name, `Invalid type for '${name}': expected an integer.`, 'invalid_type');
  if (value < least) throw refuseValue(name, `Invalid '${name}': expected a value >= ${least}, but got ${value} instead.`, 'integer_below_min_value');
  if (value > most) throw refuseValue(name, `Invalid '${name}': expected a value <= ${most}, but got ${value} instead.`, 'integer_above_max_value');
  return value;
}

/** One of some values, or the usual one. */
export function readChoice(fields: JsonRecord, name: string, choices: readonly string[]): string | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found === undefined)
    throw refuseValue(name, `Invalid value: ${JSON.stringify(value)}. Supported values are: ${choices.map((choice) => `'${choice}'`).join(', ')}.`);
  return found;
}

function validatePrompt(prompt: unknown): string {
  if (prompt === undefined || prompt === null) throw refuseMissing('prompt');
  if (typeof prompt !== 'string') throw refuseValue('prompt', "Invalid type for 'prompt': expected a string.", 'invalid_type');
  if (prompt.trim() === '') throw refuseValue('prompt', "Invalid 'prompt': empty string.", 'empty_string');
  if (prompt.length > 32_000)
    throw refuseValue('prompt', `Invalid 'prompt': string too long. Expected at most 32000 characters, got ${prompt.length}.`, 'string_above_max_length');
  return prompt;
}

type Output = Pick<PictureRequest, 'width' | 'height' | 'quality' | 'format' | 'compression' | 'transparent'>;

function validateOutput(fields: JsonRecord, model: ServedModel, state: ServerState): Output {
  const size = validateSize(fields['size'] ?? 'auto', model);
  const asked = readChoice(fields, 'quality', [...model.qualities, 'auto']) ?? 'auto';
  const quality = model.qualities.find((quality) => quality === asked) ?? 'medium';
  const format = validateFormat(fields);
  return {
    ...size,
    quality,
    format,
    compression: validateCompression(fields, format),
    transparent: validateBackground(fields, model, { format, previews: state.options.previews }),
  };
}

function validateFormat(fields: JsonRecord): PictureFormat {
  const format = readChoice(fields, 'output_format', ['png', 'webp', 'jpeg', 'gif', 'svg']) ?? 'png';
  if (format === 'png' || format === 'webp' || format === 'jpeg') return format;
  throw refuseValue('output_format', `Your organization has no access to output format '${format}'.`, 'unsupported_value');
}

function validateCompression(fields: JsonRecord, format: PictureFormat): number {
  if ((fields['output_compression'] ?? undefined) === undefined) return 100;
  const compression = readInteger(fields, 'output_compression', { least: 0, most: 100, usual: 100 });
  if (format === 'png' && compression !== 100)
    throw refuseValue('output_compression', 'Compression less than 100 is not supported for PNG output format.', 'invalid_png_output_compression');
  return compression;
}

function validateBackground(
  fields: JsonRecord,
  model: ServedModel,
  { format, previews }: { readonly format: PictureFormat; readonly previews: boolean },
): boolean {
  const background = readChoice(fields, 'background', ['transparent', 'opaque', 'auto']) ?? 'auto';
  if (background !== 'transparent') return false;
  if (format === 'jpeg') throw refuseValue('background', 'Transparent background is not supported for JPEG output format.', 'invalid_value');
  if (model.transparent === true || (model.transparent === 'preview' && previews)) return true;
  throw refuseValue('background', `Transparent background is not supported for model '${model.id}'.`, 'invalid_value');
}

/** Parameters that change nothing in a fake picture but are refused where the real one refuses them. */
function validateExtras(fields: JsonRecord, model: ServedModel): void {
  readChoice(fields, 'moderation', ['low', 'auto']);
  const gate = gated.find((name) => (fields[name] ?? undefined) !== undefined);
  if (gate !== undefined) throw refuseValue(gate, `'${gate}' needs an output format that your organization has no access to.`, 'unsupported_value');
  if (readChoice(fields, 'complexity', ['low', 'medium', 'high']) !== undefined && !model.complexity) {
    throw refuseValue('complexity', `'complexity' is not supported for model '${model.id}'.`, 'unsupported_parameter');
  }
  if ((fields['input_fidelity'] ?? undefined) === undefined) return;
  if (model.fidelities.length === 0) throw refuseValue('input_fidelity', `'input_fidelity' is not supported for model '${model.id}'.`, 'unsupported_parameter');
  readChoice(fields, 'input_fidelity', model.fidelities);
}

function validateStream(fields: JsonRecord): Pick<PictureRequest, 'stream' | 'partials'> {
  const stream = fields['stream'] ?? false;
  if (typeof stream !== 'boolean') throw refuseValue('stream', "Invalid type for 'stream': expected a boolean.", 'invalid_type');
  const partials = readInteger(fields, 'partial_images', { least: 0, most: 3, usual: 0 });
  if (partials > 0 && !stream) throw refuseValue('partial_images', "'partial_images' needs 'stream' to be true.", 'invalid_value');
  return { stream, partials };
}

function readText(fields: JsonRecord, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
