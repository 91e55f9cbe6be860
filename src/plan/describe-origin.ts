import { compareCodeUnits } from '../keys/canonical.ts';
import { shapeOf } from '../model/geometry.ts';
import type { Size } from '../model/geometry.ts';
import type { GenerateTask, Task } from '../model/plan.ts';
import type { PictureOrigin } from '../model/provenance.ts';
import { pickShape } from '../model/template.ts';
import type { TemplateContract } from '../model/template.ts';

/** A card as far as its origin goes. */
export interface OriginRequest {
  readonly size: Size;
  readonly slots: TemplateContract['slots'];
  /** Image slot → task. */
  readonly art: { readonly [slot: string]: string };
  /** Whether the card shows words or data besides its art. */
  readonly hasText: boolean;
  readonly tasks: ReadonlyMap<string, Task>;
}

/** Says of a card what it is made from: by what its slots show, not by what image models were shown. */
export function describeOrigin({ size, slots, art, hasText, tasks }: OriginRequest): PictureOrigin {
  const shown = Object.entries(art).map(([slot, id]) => ({ slot, area: readArea(slots, slot, size), task: findShownTask(id, tasks) }));
  const bought = shown.flatMap(({ area, task }) => (task?.kind === 'generate' ? [{ area, task }] : []));
  const aiShare = round(
    Math.min(
      1,
      bought.reduce((sum, { area }) => sum + area, 0),
    ),
  );
  const systems = [...new Set(bought.map(({ task }) => formatSystem(task)))].toSorted(compareCodeUnits);
  if (bought.length === 0) {
    const isDrawn = shown.length > 0 && shown.every(({ task }) => task?.kind === 'procedural');
    return { source: isDrawn ? 'algorithmicMedia' : 'digitalCreation', systems, aiShare };
  }
  const isWhole = !hasText && bought.length === shown.length && aiShare === 1 && bought.every(({ task }) => task.request.operation === 'generate');
  return { source: isWhole ? 'trainedAlgorithmicMedia' : 'compositeWithTrainedAlgorithmicMedia', systems, aiShare };
}

/** The task that drew what a slot shows, behind crops and restored edges. */
export function findShownTask(id: string, tasks: ReadonlyMap<string, Task>): Task | undefined {
  const task = tasks.get(id);
  if (task?.kind === 'transform') return findShownTask(task.input, tasks);
  return task?.kind === 'restore' ? findShownTask(task.edited, tasks) : task;
}

function formatSystem({ request }: GenerateTask): string {
  return `${request.model} (${request.generator})`;
}

function readArea(slots: TemplateContract['slots'], name: string, size: Size): number {
  const slot = slots[name];
  if (slot?.type !== 'image') return 0;
  const { width, height } = pickShape(slot.area, shapeOf(size));
  return width * height;
}

/** Thousandths: enough for people, and the same on every machine. */
function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
