import type { TokenSet } from '../brand/create-brand.ts';
import { createTokenReader } from '../brand/token-reader.ts';
import { artMissing, artSlotUnknown } from '../diagnostics/project.ts';
import { computeDigest, formatCanonical } from '../keys/canonical.ts';
import type { Art, ProceduralArt } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { aspectOf } from '../model/geometry.ts';
import type { Size } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { Cell } from '../model/matrix.ts';
import type { IngestTask, ProceduralTask, Task, TransformTask } from '../model/plan.ts';
import type { ImageSlot } from '../model/template.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import type { CellDefinition } from './apply-overrides.ts';

interface ArtRequest {
  readonly cell: Cell;
  readonly asset: CellDefinition;
  /** All cells of the asset: one master serves those of the same shape. */
  readonly siblings: readonly Cell[];
  readonly template: CompiledTemplate;
  readonly tokens: TokenSet;
  readonly direction: 'ltr' | 'rtl';
}

/** The tasks that make a cell's art, and which of them fills which slot. */
export interface DerivedArt {
  readonly tasks: readonly Task[];
  readonly slots: { readonly [slot: string]: string };
}

/**
 * Derives how each image slot of a cell is filled: source → master of the shape → the size that the slot covers.
 * @throws VisualsError `ART_MISSING`, `ART_SLOT_UNKNOWN`, `TOKEN_UNKNOWN`
 */
export function deriveArt(request: ArtRequest): DerivedArt {
  const { template, asset } = request;
  checkSlots(request);
  const tasks: Task[] = [];
  const slots: Record<string, string> = {};
  for (const [name, slot] of imageSlots(template)) {
    const art = asset.art[name];
    if (art === undefined) continue;
    const chain = deriveSlot(art, slot, request);
    tasks.push(...chain);
    slots[name] = chain.at(-1)!.id;
  }
  return { tasks, slots };
}

function checkSlots({ template, asset }: ArtRequest): void {
  const slots = imageSlots(template);
  const known = slots.map(([name]) => name);
  const name = template.contract.name;
  const missing = slots
    .filter(([slot, contract]) => !contract.optional && asset.art[slot] === undefined)
    .map(([slot]): Diagnostic => artMissing({ slot, template: name }));
  const unknown = Object.keys(asset.art)
    .filter((slot) => !known.includes(slot))
    .map((slot): Diagnostic => artSlotUnknown({ slot, template: name, known }));
  if (missing.length + unknown.length > 0) throw new VisualsError([...missing, ...unknown]);
}

function imageSlots(template: CompiledTemplate): readonly (readonly [string, ImageSlot])[] {
  return Object.entries(template.contract.slots).filter((entry): entry is [string, ImageSlot] => entry[1].type === 'image');
}

/** The tasks in order, the last of which fills the slot. */
function deriveSlot(art: Art, slot: ImageSlot, request: ArtRequest): readonly Task[] {
  const target = sizeInCell(slot, request.cell.size);
  const source = createSource(art, slot, request);
  const mirror = art.mirror && request.direction === 'rtl';
  if (source.kind === 'procedural' && !mirror && source.width === target.width && source.height === target.height) return [source];
  return [source, createTransform(source.id, { ...target, fit: slot.fit, focus: art.focus, mirror })];
}

function createSource(art: Art, slot: ImageSlot, request: ArtRequest): IngestTask | ProceduralTask {
  switch (art.kind) {
    case 'file':
      return createIngest(art.path);
    case 'procedural':
      return createProcedural(art, masterSize(slot, request), request.tokens);
    default:
      throw new Error(`no task makes art of kind ${art.kind}`);
  }
}

/** The pixels that a slot covers in a cell. */
function sizeInCell(slot: ImageSlot, size: Size): Size {
  const area = slot.area[aspectOf(size)];
  return { width: Math.max(1, Math.ceil(size.width * area.width)), height: Math.max(1, Math.ceil(size.height * area.height)) };
}

/** The smallest size that covers the slot in all of the asset's cells of this shape: drawn once, cropped for each. */
function masterSize(slot: ImageSlot, { cell, siblings }: ArtRequest): Size {
  const aspect = aspectOf(cell.size);
  const sizes = siblings.filter((sibling) => aspectOf(sibling.size) === aspect).map((sibling) => sizeInCell(slot, sibling.size));
  return { width: Math.max(...sizes.map((size) => size.width)), height: Math.max(...sizes.map((size) => size.height)) };
}

function createIngest(path: string): IngestTask {
  return { kind: 'ingest', id: `ingest:${path}`, path };
}

function createProcedural(art: ProceduralArt, size: Size, tokens: TokenSet): ProceduralTask {
  const reader = createTokenReader(tokens);
  const request = {
    procedure: art.procedure,
    seed: art.seed,
    palette: art.palette.map((token) => ({ token, value: reader.read(token) })),
    settings: art.settings,
    ...size,
  };
  return { kind: 'procedural', id: `procedural:${art.procedure}:${nameOf(request)}`, ...request };
}

function createTransform(input: string, options: Omit<TransformTask, 'kind' | 'id' | 'input'>): TransformTask {
  return { kind: 'transform', id: `transform:${nameOf({ input, ...options })}`, input, ...options };
}

/** A short name that equal requests share, so that they are one task. */
function nameOf(request: object): string {
  return computeDigest(formatCanonical(request as JsonObject)).slice(0, 16);
}
