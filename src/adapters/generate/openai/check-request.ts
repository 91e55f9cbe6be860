import { apiRequestInvalid, apiRequestUnsure, modelAlias, modelEnded, modelEnding, modelUnknown } from '../../../diagnostics/generate.ts';
import { formatNearest } from '../../../diagnostics/did-you-mean.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { GenerateRequest } from '../../../model/purchase.ts';
import type { RequestExtras } from '../../../spec/generator.ts';
import { findCapabilities, listKnownModels, sharedLimits, tableVersion, type Certainty, type ModelCapabilities } from './capabilities.ts';
import { explainSize, findLegalSize } from './find-legal-size.ts';

/** What a request is checked against. */
export interface CheckOptions {
  /** The day, `2026-11-22`: models end. */
  readonly today: string;
  /** `portable`: only prompt, number, size and a base64 reply are asked for, of any model. */
  readonly profile: 'openai' | 'portable';
  /** False for servers that make any size. */
  readonly sizeRules: boolean;
  /** True for accounts that are let into previews. */
  readonly previewAccess: boolean;
}

/**
 * All that can be known to be wrong with a request before a cent is spent, errors and warnings; empty for one that the provider is known to take. The bytes of
 * references and mask are checked by `checkFiles`.
 */
export function checkRequest(request: GenerateRequest, options: CheckOptions, extras: RequestExtras = {}): readonly Diagnostic[] {
  const shared = [...checkPrompt(request), ...checkReferences(request), ...checkExtras(request, extras, options)];
  if (options.profile === 'portable') return [...shared, ...checkPortable(request)];
  const capabilities = findCapabilities(request.model);
  const encoding = [...checkFormat(request), ...checkModeration(request)];
  if (capabilities === undefined) return [reportUnknown(request.model), ...shared, ...encoding];
  return [
    ...checkModel(request.model, capabilities, options.today),
    ...shared,
    ...encoding,
    ...(options.sizeRules ? checkSize(request, capabilities) : []),
    ...checkQuality(request, capabilities),
    ...checkBackground(request, capabilities, options.previewAccess),
    ...checkComplexity(request, capabilities),
  ];
}

function refuse(field: string, value: string | number, limit: string, fix: string): Diagnostic {
  return apiRequestInvalid({ field, value: typeof value === 'number' ? String(value) : `"${value}"`, limit, fix });
}

function checkPrompt({ prompt }: GenerateRequest): readonly Diagnostic[] {
  const length = prompt.length;
  const most = sharedLimits.promptCharacters;
  if (prompt.trim() === '') return [refuse('the prompt', '', 'it is empty', 'Say what the picture shows.')];
  return length <= most
    ? []
    : [
        apiRequestInvalid({
          field: 'a prompt of',
          value: `${length} characters`,
          limit: `at most ${most} are taken`,
          fix: 'Shorten the brief or what it reads.',
        }),
      ];
}

function checkReferences({ operation, references, mask }: GenerateRequest): readonly Diagnostic[] {
  const most = sharedLimits.mostReferences;
  const found: Diagnostic[] = [];
  if (operation === 'edit' && references.length === 0)
    found.push(refuse('an edit with references', 0, 'it needs a picture to start from', 'Name one in `references`, or generate instead.'));
  if (references.length > most)
    found.push(refuse('references', references.length, `at most ${most} pictures are taken`, 'Leave some out, or put several on one sheet.'));
  if (operation === 'generate' && references.length + (mask === undefined ? 0 : 1) > 0) {
    found.push(refuse('operation', 'generate', 'it takes neither references nor a mask', 'Ask for an edit.'));
  }
  return found;
}

function checkExtras({ api }: GenerateRequest, { count = 1, previews = 0 }: RequestExtras, { profile }: CheckOptions): readonly Diagnostic[] {
  const mostPictures = api === 'responses' ? 1 : sharedLimits.mostPictures;
  const mostPreviews = profile === 'portable' ? 0 : sharedLimits.mostPreviews;
  return [
    ...(isWithin(count, 1, mostPictures) ? [] : [refuse('the number of pictures', count, `1 to ${mostPictures} in one request`, 'Ask in several requests.')]),
    ...(isWithin(previews, 0, mostPreviews) ? [] : [refuse('the number of previews', previews, `0 to ${mostPreviews}`, `Ask for at most ${mostPreviews}.`)]),
  ];
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** A portable server has no name for any of this, so that it would silently be left out. */
function checkPortable({ api, background, compression, complexity }: GenerateRequest): readonly Diagnostic[] {
  const fix = 'Use the profile "openai", or leave it out.';
  const limit = 'servers of the portable profile can not be asked for it';
  return [
    ...(api === 'images' ? [] : [refuse('api', api, limit, 'Use `api: "images"`.')]),
    ...(background === 'opaque' ? [] : [refuse('background', background, limit, fix)]),
    ...(compression === undefined ? [] : [refuse('compression', compression, limit, fix)]),
    ...(complexity === undefined ? [] : [refuse('complexity', complexity, limit, fix)]),
  ];
}

function reportUnknown(model: string): Diagnostic {
  return modelUnknown({ model, nearest: formatNearest(model, listKnownModels()), table: tableVersion });
}

function checkModel(model: string, { state, snapshot }: ModelCapabilities, today: string): readonly Diagnostic[] {
  const alias = snapshot === undefined ? [] : [modelAlias({ model, snapshot })];
  if (state.kind === 'current') return alias;
  const { date, replacement } = state;
  // Days as `2026-12-01` compare like text.
  return [state.kind === 'gone' || today >= date ? modelEnded({ model, date, replacement }) : modelEnding({ model, date, replacement })];
}

function checkSize(request: GenerateRequest, { sizes }: ModelCapabilities): readonly Diagnostic[] {
  const { width, height, model } = request;
  const value = `${width}×${height}`;
  const problem = explainSize(sizes, request);
  if (problem === undefined) {
    if (sizes.kind === 'fixed' || width * height <= sizes.sureArea) return [];
    return [apiRequestUnsure({ field: 'size', value, reason: `${model} calls sizes beyond 2560×1440 experimental` })];
  }
  const legal = findLegalSize(sizes, request);
  return [apiRequestInvalid({ field: 'size', value, limit: problem, fix: `Ask for ${legal.width}×${legal.height} and ${legal.note}.` })];
}

function checkQuality({ quality, model }: GenerateRequest, { qualities }: ModelCapabilities): readonly Diagnostic[] {
  const certainty = qualities[quality];
  if (certainty === 'documented') return [];
  if (certainty === 'unsure') return [apiRequestUnsure({ field: 'quality', value: `"${quality}"`, reason: `it is not documented for ${model}` })];
  const names = Object.keys(qualities);
  return [refuse('quality', quality, `${model} takes ${names.join(', ')}${formatNearest(quality, names)}`, `Choose one of ${names.join(', ')}.`)];
}

function checkFormat({ format, compression, background }: GenerateRequest): readonly Diagnostic[] {
  const { formats, compressedFormats, transparentFormats } = sharedLimits;
  const found: Diagnostic[] = [];
  if (!isOneOf(formats, format)) return [refuse('format', format, `pictures come as ${formats.join(', ')}`, `Choose ${formats.join(', ')}.`)];
  if (compression !== undefined && !isOneOf(compressedFormats, format)) {
    found.push(refuse('compression', compression, `${format} is lossless`, 'Leave it out, or choose jpeg or webp.'));
  }
  if (compression !== undefined && !isWithin(compression, 0, 100))
    found.push(refuse('compression', compression, 'it is a whole number from 0 to 100', 'Choose one, such as 90.'));
  if (background === 'transparent' && !isOneOf(transparentFormats, format)) {
    found.push(refuse('format', format, 'it has no transparency', 'Ask for png or webp, or for an opaque background.'));
  }
  return found;
}

function isOneOf(values: readonly string[], value: string): boolean {
  return values.includes(value);
}

function checkModeration({ moderation, operation, api }: GenerateRequest): readonly Diagnostic[] {
  if (moderation === 'auto' || operation === 'generate' || api === 'responses') return [];
  return [refuse('moderation', moderation, 'edits through the Images API have no such setting', 'Leave it out, or use `api: "responses"`.')];
}

function checkBackground({ background, model }: GenerateRequest, { transparency }: ModelCapabilities, previewAccess: boolean): readonly Diagnostic[] {
  if (background === 'opaque' || transparency === 'documented' || (transparency === 'preview' && previewAccess)) return [];
  if (transparency === 'unsure') return [apiRequestUnsure({ field: 'background', value: '"transparent"', reason: `it is not documented for ${model}` })];
  const limit = transparency === 'preview' ? `${model} makes it for accounts in its preview only` : `${model} makes none`;
  return [
    refuse(
      'background',
      background,
      limit,
      'Ask for an opaque plate and let the template shape it (CSS `mask-image`, `clip-path` or a blend), or choose a model that documents it, such as gpt-image-2.5-sunburst-2026-09-08.',
    ),
  ];
}

function checkComplexity({ complexity, model }: GenerateRequest, capabilities: ModelCapabilities): readonly Diagnostic[] {
  const certainty: Certainty = complexity === undefined ? 'documented' : capabilities.complexity;
  if (certainty === 'documented') return [];
  const value = complexity ?? '';
  if (certainty === 'refused') return [refuse('complexity', value, `${model} has no such setting`, 'Leave it out.')];
  return [apiRequestUnsure({ field: 'complexity', value: `"${value}"`, reason: `it is not documented for ${model}` })];
}
