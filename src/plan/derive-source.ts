import { createTokenReader } from '../brand/token-reader.ts';
import type { Art, AssetArt, EditArt, GenerateArt, PaidSettings, PromptSource, TranslateArt } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { aspectOf } from '../model/geometry.ts';
import type { Size } from '../model/geometry.ts';
import type { GenerateTask, RestoreTask, Task, TransformTask } from '../model/plan.ts';
import type { ImageSlot } from '../model/template.ts';
import { assemblePrompt } from '../prompt/assemble-prompt.ts';
import type { AssembledPrompt } from '../prompt/assemble-prompt.ts';
import { blamePrompt } from '../prompt/blame-prompt.ts';
import { describeQuietRegion } from '../prompt/describe-quiet-region.ts';
import { renderPrompt } from '../prompt/render-prompt.ts';
import type { PromptContext } from '../prompt/render-prompt.ts';
import { applyOverrides } from './apply-overrides.ts';
import { createIngest, createProcedural, createTransform, masterSize, nameTask } from './art-tasks.ts';
import type { ArtRequest } from './art-request.ts';
import { formatPromptName } from './plan-inputs.ts';
import type { PlanInputs } from './plan-inputs.ts';

/** The image slot that art is derived for. */
export interface NamedSlot {
  readonly name: string;
  readonly contract: ImageSlot;
  /** Which part of the slot's art is derived: `from`, `reference1`, `from.reference2`; absent for the whole. */
  readonly part?: string;
}

/** A part of a slot's art has a name of its own, in which a person finds the config again: `hero/product.from`. */
function enter(slot: NamedSlot, part: string): NamedSlot {
  return { ...slot, part: slot.part === undefined ? part : `${slot.part}.${part}` };
}

/** The references in the order of the config, counted as people count. */
function enterReference(slot: NamedSlot, at: number): NamedSlot {
  return enter(slot, `reference${at + 1}`);
}

/**
 * The tasks that make a piece of art before it is brought to its slot; the last one gives it. Inputs come first.
 * @throws VisualsError `TOKEN_UNKNOWN`, and what prompts throw
 */
export function deriveSource(art: Art, slot: NamedSlot, request: ArtRequest): readonly Task[] {
  switch (art.kind) {
    case 'file':
      return [createIngest(art.path)];
    case 'procedural':
      return [createProcedural(art, masterSize(slot.contract, request.cell, request.siblings), request.tokens)];
    case 'asset':
      return deriveOther(art, request);
    case 'generate':
      return deriveGenerate(art, slot, request);
    case 'edit':
      return deriveEdit(art, slot, request);
    case 'translate':
      return deriveTranslation(art, slot, request);
  }
}

/** Art of another asset, just as that asset's own cell of the same shape has it: the same task, so that it is bought once. */
function deriveOther(art: AssetArt, request: ArtRequest): readonly Task[] {
  const { inputs, cell } = request;
  const other = inputs.assets.get(art.asset)!;
  const template = inputs.templates.get(other.asset.template);
  const alike = other.cells.filter((each) => aspectOf(each.size) === aspectOf(cell.size));
  const sibling = alike.find((each) => each.locale === cell.locale) ?? alike[0] ?? other.cells[0]!;
  const definition = applyOverrides(other.asset, sibling);
  const contract = template?.contract.slots[art.slot];
  const source = definition.art[art.slot];
  // The other asset's own problem is told with it.
  if (template === undefined || contract?.type !== 'image' || source === undefined) throw new VisualsError([]);
  const tokens = inputs.brand.tokensFor(sibling.variant);
  return deriveSource(source, { name: art.slot, contract }, { ...request, cell: sibling, asset: definition, siblings: other.cells, template, tokens });
}

/** What a paid task is made of, besides what is the same for all kinds. */
interface PaidParts {
  readonly settings: PaidSettings;
  readonly operation: 'generate' | 'edit';
  readonly prompt: AssembledPrompt;
  readonly references: readonly Prepared[];
  readonly mask?: Prepared;
  readonly candidates: number;
}

/** A picture brought into a form that may be sent: a PNG without metadata, not larger than a model looks at. */
interface Prepared {
  readonly tasks: readonly Task[];
  readonly id: string;
}

function deriveGenerate(art: GenerateArt, slot: NamedSlot, request: ArtRequest): readonly Task[] {
  const references = art.references.map((reference, at) => prepareReference(reference, enterReference(slot, at), request));
  const prompt = writePrompt(art, slot, { request, operation: 'generate', roles: references.map(() => 'a reference for what is to be seen') });
  // Providers take pictures along with a prompt through their door for edits alone; the prompt still asks for a new picture.
  const operation = references.length > 0 ? 'edit' : 'generate';
  return createPaid({ settings: art.settings, operation, prompt, references, candidates: art.candidates }, slot, request);
}

function deriveEdit(art: EditArt, slot: NamedSlot, request: ArtRequest): readonly Task[] {
  const edited = prepareReference(art.from, enter(slot, 'from'), request);
  const others = art.references.map((reference, at) => prepareReference(reference, enterReference(slot, at), request));
  const prompt = writePrompt(art, slot, { request, operation: 'edit', roles: ['the picture to edit', ...others.map(() => 'a reference')] });
  const mask = art.mask === undefined ? {} : { mask: prepareReference({ kind: 'file', path: art.mask, focus: art.focus, mirror: false }, slot, request) };
  const tasks = createPaid(
    { settings: art.settings, operation: 'edit', prompt, references: [edited, ...others], candidates: art.candidates, ...mask },
    slot,
    request,
  );
  return art.keepOutsideMask && mask.mask !== undefined
    ? [...tasks, createRestore(nameArt(slot, request), { edited: tasks.at(-1)!.id, original: edited.id, mask: mask.mask.id, feather: art.feather })]
    : tasks;
}

function createRestore(art: string, parts: Omit<RestoreTask, 'kind' | 'id' | 'art'>): RestoreTask {
  return { kind: 'restore', id: `restore:${nameTask(parts)}`, art, ...parts };
}

/** The source language shows the picture as it is; every other one gets an edit that changes the words alone. */
function deriveTranslation(art: TranslateArt, slot: NamedSlot, request: ArtRequest): readonly Task[] {
  const { inputs, cell, asset } = request;
  const from = enter(slot, 'from');
  if (cell.locale === inputs.locales.source) return deriveSource(art.from, from, request);
  const edited = prepareReference(art.from, from, request);
  const word = (locale: string, key: string): string => inputs.text({ locale, key, data: asset.data });
  const words = art.words.map((key) => ({ from: word(inputs.locales.source, key), to: word(cell.locale, key) }));
  const use = { description: request.template.contract.description, slot: slot.name, aspect: aspectOf(cell.size) };
  const references = [{ name: 'Image 1', role: 'the picture whose words change' }];
  const prompt = assemblePrompt({ operation: 'translate', use, references, locale: cell.locale, words });
  return createPaid({ settings: art.settings, operation: 'edit', prompt, references: [edited], candidates: art.candidates }, enter(slot, cell.locale), request);
}

interface PromptParts {
  readonly request: ArtRequest;
  readonly operation: 'generate' | 'edit';
  readonly roles: readonly string[];
}

/** Only tokens that the prompt itself reads are told to the model: any other change of the brand must not ask for another picture. */
function writePrompt(art: GenerateArt | EditArt, slot: NamedSlot, { request, operation, roles }: PromptParts): AssembledPrompt {
  const { inputs, template, cell, siblings, asset } = request;
  const aspect = aspectOf(cell.size);
  const directions = siblings.map((sibling) => inputs.directionOf(sibling.locale));
  const quiet = describeQuietRegion(template.contract.quiet, aspect, { directions, mirror: art.mirror });
  const tokens = createTokenReader(request.tokens);
  const text = fillPrompt(art.prompt, inputs, { data: asset.data, aspect, quiet, tokens });
  const colours = Object.entries(tokens.reads()).filter(([name]) => request.tokens.find(name)?.type === 'color');
  const palette = colours.map(([name, value]) => ({ name, value }));
  const keep = art.kind === 'edit' && art.mask !== undefined ? ['what the mask does not uncover'] : [];
  const references = roles.map((role, at) => ({ name: `Image ${at + 1}`, role }));
  return assemblePrompt({
    operation,
    use: { description: template.contract.description, slot: slot.name, aspect },
    text,
    palette,
    quiet,
    references,
    textFree: true,
    keep,
  });
}

function fillPrompt(source: PromptSource, { prompts }: PlanInputs, context: PromptContext): string {
  try {
    return renderPrompt(prompts.get(formatPromptName(source))!, context);
  } catch (error) {
    throw error instanceof VisualsError ? blamePrompt(source, error) : error;
  }
}

/** The longest edge that is sent: models look at no more, and every pixel costs. */
const referenceEdge = 1536;

function prepareReference(art: Art, slot: NamedSlot, request: ArtRequest): Prepared {
  const tasks = deriveSource(art, slot, request);
  const fit: Omit<TransformTask, 'kind' | 'id' | 'input'> = {
    width: referenceEdge,
    height: referenceEdge,
    fit: 'contain',
    focus: { x: 0.5, y: 0.5 },
    mirror: false,
  };
  const transform = createTransform(tasks.at(-1)!.id, fit);
  return { tasks: [...tasks, transform], id: transform.id };
}

function createPaid(parts: PaidParts, slot: NamedSlot, request: ArtRequest): readonly Task[] {
  const { operation, prompt, references, mask, candidates } = parts;
  const art = nameArt(slot, request);
  const settings = { ...parts.settings, model: request.inputs.modelOf(art, parts.settings.model) };
  const { generator: name, ...fields } = settings;
  const legal = findSize(settings, masterSize(slot.contract, request.cell, request.siblings), request);
  const { width, height, note } = legal;
  const wanted = {
    request: { generator: name, ...fields, operation, prompt: prompt.text, width, height, take: request.inputs.takeOf(art) },
    references: references.map(({ id }, at) => ({ name: `Image ${at + 1}`, task: id })),
    ...(mask === undefined ? {} : { mask: mask.id }),
  };
  const task: GenerateTask = { kind: 'generate', id: `generate:${nameTask(wanted)}`, art, ...wanted, sections: prompt.sections, candidates, note };
  return [...references.flatMap(({ tasks }) => tasks), ...(mask?.tasks ?? []), task];
}

/** `asset/slot`, and behind a dot the part of it. */
function nameArt({ name, part }: NamedSlot, { cell }: ArtRequest): string {
  return `${cell.asset}/${name}${part === undefined ? '' : `.${part}`}`;
}

function findSize(settings: PaidSettings, wanted: Size, { inputs }: ArtRequest): Size & { readonly note: string } {
  return inputs.generators.get(settings.generator)!.findLegalSize(settings.model, wanted);
}
