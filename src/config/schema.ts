import * as z from 'zod';
import type { OutputFormat } from '../model/config.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { art, paidSettings } from './art-schema.ts';
import { channelPresets, isChannelPresetName } from './channel-presets.ts';
import { findGlobProblem, findOutputProblem } from './check-names.ts';
import { checks, policy } from './check-schema.ts';
import { findUrlProblem } from './check-url.ts';
import { choose, closed, fieldOf, keyFromFile, keyFromVariable, pathString, projectPath, rights, word, words } from './schema-parts.ts';
import { store } from './store-schema.ts';

/** Pixels that a picture may have at most; larger ones are mistakes. */
const mostPixels = 64_000_000;
const mostSide = 16_384;

const glob = pathString(findGlobProblem);
const copyPattern = pathString((pattern) => findGlobProblem(pattern.replaceAll('{locale}', 'locale')));
const oneOrMany = choose<string[]>((value) => (Array.isArray(value) ? words : word.transform((each) => [each])));

const formats = ['avif', 'webp', 'png', 'jpeg'] as const satisfies readonly OutputFormat[];

const formatList = z.array(z.enum(formats)).min(1);
const inset = z.int().min(0).max(mostSide);
const side = z.int().min(8).max(mostSide);

const customSize = closed({
  name: word,
  width: side,
  height: side,
  safeArea: closed({ top: inset.optional(), right: inset.optional(), bottom: inset.optional(), left: inset.optional() }).optional(),
}).superRefine(({ width, height, safeArea = {} }, context) => {
  if (width * height > mostPixels) context.addIssue({ code: 'custom', message: `has ${width * height} pixels; the limit is ${mostPixels}` });
  const { top = 0, right = 0, bottom = 0, left = 0 } = safeArea;
  // Without one there is nothing to leave room: a side that is none is told by itself.
  if (top + bottom + left + right > 0 && (top + bottom >= height || left + right >= width))
    context.addIssue({ code: 'custom', path: ['safeArea'], message: 'leaves no room for anything' });
});

const presetNames = Object.keys(channelPresets).filter(isChannelPresetName);
const size = choose<z.output<typeof customSize> | (typeof presetNames)[number]>((value) => (typeof value === 'string' ? z.enum(presetNames) : customSize));

const filter = closed({ size: oneOrMany.optional(), locale: oneOrMany.optional(), variant: z.record(z.string(), oneOrMany).optional() });
const filters = choose<z.output<typeof filter>[]>((value) => (Array.isArray(value) ? z.array(filter) : filter.transform((each) => [each])));

/** Plain data, copied: dates, functions, numbers without a value and keys that mean something to JavaScript are refused. */
const jsonObject = z.unknown().transform((value, context): JsonObject => {
  if (!isPlain(value)) {
    context.issues.push({ code: 'invalid_type', expected: 'object', input: value });
    return z.NEVER;
  }
  const copy = copyJson(value, [], (message, path) => context.issues.push({ code: 'custom', message, path: [...path], input: value }));
  return copy as JsonObject;
});

type ReportJson = (problem: string, path: readonly (string | number)[]) => void;

function copyJson(value: unknown, path: readonly (string | number)[], report: ReportJson, around: readonly object[] = []): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'object' && around.includes(value)) return refuse('refers to itself', path, report);
  if (Array.isArray(value)) return value.map((each: unknown, index) => copyJson(each, [...path, index], report, [...around, value]));
  if (!isPlain(value)) return refuse('must be plain data: text, a number, true, false, null, a list or an object', path, report);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  for (const [key] of entries) if (key === '__proto__') refuse('can not be a value of data under this key', [...path, key], report);
  return Object.fromEntries(entries.map(([key, each]) => [key, copyJson(each, [...path, key], report, [...around, value])]));
}

function refuse(problem: string, path: readonly (string | number)[], report: ReportJson): null {
  report(problem, path);
  return null;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const override = closed({ when: filter, copy: z.string().optional(), art: z.record(z.string(), art).optional(), data: jsonObject.optional() });

const fontSize = z.number().gt(0).max(100);
const lineCount = z.int().min(1);

/** One value for all shapes, or one a shape. */
function perAspect<Value>(value: z.ZodType<Value>) {
  const each = closed({ tall: value, square: value, wide: value, banner: value, strip: value.optional() });
  return choose<Value | z.output<typeof each>>((written) => (typeof written === 'object' ? each : value));
}

const limits = {
  fit: z.enum(['shrink', 'error', 'clip']).optional(),
  smallest: perAspect(fontSize).optional(),
  largest: perAspect(fontSize).optional(),
  lines: perAspect(lineCount).optional(),
  balance: z.boolean().optional(),
  tidy: z.boolean().optional(),
};

const slotLimits = closed({ ...limits, locales: z.record(z.string(), closed(limits)).optional() });

const review = z.enum(['required', 'optional']);

const asset = closed({
  template: word,
  sizes: z.array(size).min(1),
  locales: words.optional(),
  variants: z.record(z.string(), words).optional(),
  art: z.record(z.string(), art).optional(),
  copy: z.string().optional(),
  alt: word,
  data: jsonObject.optional(),
  slots: z.record(z.string(), slotLimits).optional(),
  formats: formatList.optional(),
  only: filters.optional(),
  except: filters.optional(),
  overrides: z.array(override).optional(),
  review: review.optional(),
  checks: checks.optional(),
  policy: policy.optional(),
  ...rights,
});

const brandObject = closed({
  kind: z.literal('object').optional(),
  tokens: jsonObject,
  modes: z.record(z.string(), z.record(z.string(), jsonObject)).optional(),
});
const brandFile = projectPath.transform((path) => ({ kind: 'file', path }) as const);
const brand = choose<z.output<typeof brandFile> | z.output<typeof brandObject>>((value) => (typeof value === 'object' ? brandObject : brandFile));

function encodeOptions(mostEffort: number) {
  return closed({ quality: z.int().min(1).max(100).optional(), effort: z.int().min(0).max(mostEffort).optional() }).optional();
}

const baseURL = z.string().superRefine((url, context) => {
  const found = findUrlProblem(url);
  if (found !== undefined) context.addIssue({ code: 'custom', message: found.problem, params: { ...found } });
});

const generator = closed({
  ...paidSettings,
  baseURL: baseURL.optional(),
  perMinute: z.int().min(1).max(100_000).optional(),
  concurrency: z.int().min(1).max(64).optional(),
  profile: z.enum(['full', 'portable']).optional(),
  sizeRules: z.boolean().optional(),
  partialImages: z.int().min(0).max(3).optional(),
  safetyIdentifier: word.optional(),
  previewAccess: z.boolean().optional(),
});

const keyFromModule = closed({ module: projectPath });
const signingKey = choose<z.output<typeof keyFromVariable> | z.output<typeof keyFromFile> | z.output<typeof keyFromModule>>((value) =>
  fieldOf(value, 'file') !== undefined ? keyFromFile : fieldOf(value, 'module') !== undefined ? keyFromModule : keyFromVariable,
);

const dollars = z.number().min(0);

/** The shape of a config. Names and references are checked by `checkReferences`, which reports also where the shape is wrong. */
export const configSchema = closed({
  brand,
  fonts: z.array(glob).optional(),
  locales: closed({
    source: word,
    targets: z.array(word).optional(),
    fallback: z.record(z.string(), words).optional(),
    fonts: z.record(z.string(), words).optional(),
    direction: z.record(z.string(), z.enum(['ltr', 'rtl'])).optional(),
    numbering: z.record(z.string(), z.enum(Intl.supportedValuesOf('numberingSystem'))).optional(),
    breaking: z.record(z.string(), word).optional(),
  }),
  copy: choose<string[]>((value) => (Array.isArray(value) ? z.array(copyPattern).min(1) : copyPattern.transform((each) => [each]))).optional(),
  templates: projectPath.optional(),
  output: closed({
    dir: pathString(findOutputProblem).optional(),
    formats: formatList.optional(),
    encode: closed({ avif: encodeOptions(9), webp: encodeOptions(6), png: encodeOptions(9), jpeg: encodeOptions(9) }).optional(),
    metadata: z.enum(['full', 'none']).optional(),
  }).optional(),
  provenance: closed({ sign: closed({ certificate: projectPath, key: signingKey }).optional() }).optional(),
  store: store.optional(),
  generators: closed({ openai: generator.optional() }).optional(),
  budget: closed({ perBuild: dollars.optional(), perMonth: dollars.optional() }).optional(),
  review: review.optional(),
  checks: checks.optional(),
  assets: z.record(z.string(), asset),
});

/** A config whose shape is right. */
export type ParsedConfig = z.output<typeof configSchema>;
