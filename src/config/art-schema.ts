import * as z from 'zod';
import type { ProceduralKind, PromptSource } from '../model/config.ts';
import { findPathProblem, normalisePath } from './check-names.ts';
import type { NameProblem } from './check-names.ts';
import { generatorNames } from './generator-defaults.ts';
import { choose, closed, fieldOf, pathString, projectPath, rights, word, words } from './schema-parts.ts';

/** Pictures that a request may refer to, the edited one among them. */
const mostReferences = 16;
const mostCandidates = 10;
/** Pixels over which a mask may fade. */
const mostFeather = 256;
/** How many pictures may be made from each other before it is a mistake. */
const deepestNesting = 4;

const procedures = ['mesh-gradient', 'flow-field', 'tiling', 'halftone', 'topographic', 'grain'] as const satisfies readonly ProceduralKind[];

const share = z.number().min(0).max(1);
const focus = { focus: closed({ x: share, y: share }).optional() };
const framing = { ...focus, mirror: z.boolean().optional(), ...rights };

/** A setting whose value is sent as it is written. */
const settled = word.refine((value) => value !== 'auto', 'changes its meaning from one day to the next; name the value that is wanted');

/** How a provider is asked: of one art, and as defaults of all. */
export const paidSettings = {
  api: z.enum(['images', 'responses']).optional(),
  model: settled.optional(),
  quality: settled.optional(),
  format: z.enum(['png', 'jpeg', 'webp']).optional(),
  compression: z.int().min(0).max(100).optional(),
  background: z.enum(['opaque', 'transparent']).optional(),
  moderation: z.enum(['auto', 'low']).optional(),
  complexity: z.enum(['low', 'medium', 'high']).optional(),
};

const purchase = { ...paidSettings, generator: z.enum(generatorNames).optional(), candidates: z.int().min(1).max(mostCandidates).optional() };

const promptPath = projectPath.transform((path): PromptSource => ({ kind: 'file', path: normalisePath(path) }));
const promptText = word.refine((text) => text.trim() !== '', 'holds no words').transform((text): PromptSource => ({ kind: 'text', text }));
const prompt = choose<PromptSource>((value) => (typeof value === 'string' && value.endsWith('.hbs') ? promptPath : promptText));

const fileArt = closed({ kind: z.literal('file'), path: projectPath, ...framing });
const proceduralArt = closed({
  kind: z.literal('procedural'),
  procedure: z.enum(procedures),
  seed: z.int().min(0).max(0xffffffff),
  palette: words,
  settings: z.record(z.string(), z.number()).optional(),
  ...framing,
});
const assetArt = closed({ kind: z.literal('asset'), asset: word, slot: word, ...framing });

const generateShape = { kind: z.literal('generate'), prompt, ...purchase, ...framing };
const editShape = {
  kind: z.literal('edit'),
  prompt,
  mask: pathString(findMaskProblem).optional(),
  keepOutsideMask: z.boolean().optional(),
  feather: z.int().min(0).max(mostFeather).optional(),
  ...purchase,
  ...framing,
};
const translateShape = { kind: z.literal('translate'), words, ...purchase, ...focus, ...rights };

type ShapeOutput<Shape extends z.core.$ZodLooseShape> = z.output<z.ZodObject<Shape>>;

/** A picture to be generated, of the right shape. */
export interface ParsedGenerate extends ShapeOutput<typeof generateShape> {
  readonly references?: readonly ParsedArt[] | undefined;
}

/** A picture to be edited, of the right shape. */
export interface ParsedEdit extends ShapeOutput<typeof editShape> {
  readonly from: ParsedArt;
  readonly references?: readonly ParsedArt[] | undefined;
}

/** A picture to be translated, of the right shape. */
export interface ParsedTranslate extends ShapeOutput<typeof translateShape> {
  readonly from: ParsedArt;
}

/** Art of the right shape. */
export type ParsedArt = z.output<typeof fileArt> | z.output<typeof proceduralArt> | z.output<typeof assetArt> | ParsedGenerate | ParsedEdit | ParsedTranslate;

/** Art of any kind. */
export const art: z.ZodType<ParsedArt> = choose<ParsedArt>((value) => (nestsTooDeep(value, 0) ? tooDeep : pickSchema(fieldOf(value, 'kind'))));

const noArt = z.custom<never>(() => false, 'must be made with file(…), procedural(…), generate(…), edit(…), translate(…) or asset(…).art');
const tooDeep = z.custom<never>(() => false, `refers to itself, or is made of pictures more than ${deepestNesting} deep`);
const inner = z.lazy(() => art);

const generateArt = closed({ ...generateShape, references: z.array(inner).max(mostReferences).optional() });
const editArt = closed({
  ...editShape,
  from: inner,
  references: z
    .array(inner)
    .max(mostReferences - 1)
    .optional(),
});
const translateArt = closed({ ...translateShape, from: inner });

function pickSchema(kind: unknown): z.ZodType<ParsedArt> {
  switch (kind) {
    case 'file':
      return fileArt;
    case 'procedural':
      return proceduralArt;
    case 'asset':
      return assetArt;
    case 'generate':
      return generateArt;
    case 'edit':
      return editArt;
    case 'translate':
      return translateArt;
    default:
      return noArt;
  }
}

/** Art may hold art, and an author's value may hold itself. */
function nestsTooDeep(value: unknown, depth: number): boolean {
  if (depth > deepestNesting) return true;
  const references = fieldOf(value, 'references');
  const within = [fieldOf(value, 'from'), ...(Array.isArray(references) ? (references as readonly unknown[]) : [])];
  return within.some((each) => typeof each === 'object' && each !== null && nestsTooDeep(each, depth + 1));
}

function findMaskProblem(path: string): NameProblem | undefined {
  const isPng = path.toLowerCase().endsWith('.png');
  return (
    findPathProblem(path) ?? (isPng ? undefined : { problem: 'is no PNG', fix: 'Save the mask as a PNG with alpha, transparent where the model may paint.' })
  );
}
