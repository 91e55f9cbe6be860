import { createTokenReader } from '../brand/token-reader.ts';
import type { Art, AssetArt, EditArt, GenerateArt, PaidSettings, TranslateArt } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { aspectOf } from '../model/geometry.ts';
import type { Size } from '../model/geometry.ts';
import type { GenerateTask, RestoreTask, Task, TransformTask } from '../model/plan.ts';
import type { ImageSlot } from '../model/template.ts';
import { assemblePrompt } from '../prompt/assemble-prompt.ts';
import type { AssembledPrompt } from '../prompt/assemble-prompt.ts';
import { describeQuietRegion } from '../prompt/describe-quiet-region.ts';
import { renderPrompt } from '../prompt/render-prompt.ts';
import { applyOverrides } from './apply-overrides.ts';
import { createIngest, createProcedural, createTransform, masterSize, nameTask } from './art-tasks.ts';
import type { ArtRequest } from './art-request.ts';
import { formatPromptName } from './plan-inputs.ts';

/** The image slot that art is derived for. */
export interface NamedSlot {
  readonly name: string;
  readonly contract: ImageSlot;
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
  const sibling = other.cells.find((each) => aspectOf(each.size) === aspectOf(cell.size) && each.locale === cell.locale) ?? other.cells[0]!;
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
  const references = art.references.map((reference) => prepareReference(reference, slot, request));
  const prompt = writePrompt(art, slot, { request, operation: 'generate', roles: references.map(() => 'a reference for what is to be seen') });
  return createPaid({ settings: art.settings, operation: 'generate', prompt, references, candidates: art.candidates }, slot, request);
}

function deriveEdit(art: EditArt, slot: NamedSlot, request: ArtRequest): readonly Task[] {
  const edited = prepareReference(art.from, slot, request);
  const others = art.references.map((reference) => prepareReference(reference, slot, request));
  const prompt = writePrompt(art, slot, { request, operation: 'edit', roles: ['the picture to edit', ...others.map(() => 'a reference')] });
  const mask = art.mask === undefined ? {} : { mask: prepareReference({ kind: 'file', path: art.mask, focus: art.focus, mirror: false }, slot, request) };
  const tasks = createPaid(
    { settings: art.settings, operation: 'edit', prompt, references: [edited, ...others], candidates: art.candidates, ...mask },
    slot,
    request,
  );
  return art.keepOutsideMask && mask.mask !== undefined
    ? [...tasks, createRestore(tasks.at(-1)!.id, edited.id, { mask: mask.mask.id, feather: art.feather })]
    : tasks;
}

function createRestore(edited: string, original: string, { mask, feather }: { readonly mask: string; readonly feather: number }): RestoreTask {
  const parts = { edited, original, mask, feather };
  return { kind: 'restore', id: `restore:${nameTask(parts)}`, ...parts };
}

/** The source language shows the picture as it is; every other one gets an edit that changes the words alone. */
function deriveTranslation(art: TranslateArt, slot: NamedSlot, request: ArtRequest): readonly Task[] {
  const { inputs, cell, asset } = request;
  if (cell.locale === inputs.locales.source) return deriveSource(art.from, slot, request);
  const edited = prepareReference(art.from, slot, request);
  const word = (locale: string, key: string): string => inputs.text({ locale, key, data: asset.data });
  const words = art.words.map((key) => ({ from: word(inputs.locales.source, key), to: word(cell.locale, key) }));
  const use = { description: request.template.contract.description, slot: slot.name, aspect: aspectOf(cell.size) };
  const references = [{ name: 'Image 1', role: 'the picture whose words change' }];
  const prompt = assemblePrompt({ operation: 'translate', use, references, locale: cell.locale, words });
  return createPaid({ settings: art.settings, operation: 'edit', prompt, references: [edited], candidates: art.candidates }, slot, request);
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
  const text = renderPrompt(inputs.prompts.get(formatPromptName(art.prompt))!, { data: asset.data, aspect, quiet, tokens });
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
  const { settings, operation, prompt, references, mask, candidates } = parts;
  const { generator: name, ...fields } = settings;
  const art = `${request.cell.asset}/${slot.name}`;
  const legal = findSize(parts, masterSize(slot.contract, request.cell, request.siblings), request);
  const { width, height, note } = legal;
  const wanted = {
    request: { generator: name, ...fields, operation, prompt: prompt.text, width, height, take: request.inputs.takeOf(art) },
    references: references.map(({ id }, at) => ({ name: `Image ${at + 1}`, task: id })),
    ...(mask === undefined ? {} : { mask: mask.id }),
  };
  const task: GenerateTask = { kind: 'generate', id: `generate:${nameTask(wanted)}`, art, ...wanted, sections: prompt.sections, candidates, note };
  return [...references.flatMap(({ tasks }) => tasks), ...(mask?.tasks ?? []), task];
}

function findSize({ settings }: PaidParts, wanted: Size, { inputs }: ArtRequest): Size & { readonly note: string } {
  return inputs.generators.get(settings.generator)!.findLegalSize(settings.model, wanted);
}
