import { artMissing, artSlotUnknown } from '../diagnostics/project.ts';
import type { Art } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Task } from '../model/plan.ts';
import type { ImageSlot } from '../model/template.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import type { ArtRequest } from './art-request.ts';
import { createTransform, sizeInCell } from './art-tasks.ts';
import { deriveSource } from './derive-source.ts';

/** The tasks that make a cell's art, and which of them fills which slot. */
export interface DerivedArt {
  readonly tasks: readonly Task[];
  readonly slots: { readonly [slot: string]: string };
}

/**
 * Derives how each image slot of a cell is filled: source → master of the shape → the size that the slot covers.
 * @throws VisualsError `ART_MISSING`, `ART_SLOT_UNKNOWN`, `TOKEN_UNKNOWN`, and what prompts throw
 */
export function deriveArt(request: ArtRequest): DerivedArt {
  const { template, asset } = request;
  checkSlots(request);
  const tasks: Task[] = [];
  const slots: Record<string, string> = {};
  for (const [name, slot] of imageSlots(template)) {
    const art = asset.art[name];
    if (art === undefined) continue;
    const chain = deriveSlot(art, { name, contract: slot }, request);
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
function deriveSlot(art: Art, slot: { readonly name: string; readonly contract: ImageSlot }, request: ArtRequest): readonly Task[] {
  const target = sizeInCell(slot.contract, request.cell.size);
  const source = deriveSource(art, slot, request);
  const last = source.at(-1)!;
  const mirror = art.mirror && request.inputs.directionOf(request.cell.locale) === 'rtl';
  if (last.kind === 'procedural' && !mirror && last.width === target.width && last.height === target.height) return source;
  return [...source, createTransform(last.id, { ...target, fit: slot.contract.fit, focus: art.focus, mirror })];
}
