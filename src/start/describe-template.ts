import type { DataField, Slot, TemplateContract } from '../model/template.ts';
import type { StarterSample } from './starter-sample.ts';

/** A slot in words. */
export interface SlotView {
  readonly name: string;
  /** `picture`, or what the text is for. */
  readonly is: string;
  readonly notes: readonly string[];
  /** Words that show it, in English. */
  readonly sample?: string;
}

/** A template as people and editors are told of it. */
export interface TemplateView {
  readonly name: string;
  readonly description: string;
  /** The shapes that it is designed for. */
  readonly shapes: readonly string[];
  readonly slots: readonly SlotView[];
  readonly data: readonly { readonly name: string; readonly type: string; readonly optional: boolean }[];
  /** The values of its sample's data. */
  readonly sampleData?: StarterSample['data'];
  /** Blueprint of the picture that it wants; none for one that wants none. */
  readonly prompt?: string;
  /** Absolute path of a picture of it. */
  readonly picture?: string;
}

/** Every shipped template is one design a shape; some are one for strips too. */
const shapes = ['tall', 'square', 'wide', 'banner'] as const;

/** Tells a template. */
export function describeTemplate({
  contract,
  sample,
  prompt,
  picture,
}: {
  readonly contract: TemplateContract;
  readonly sample: StarterSample;
  readonly prompt: string | undefined;
  readonly picture: string | undefined;
}): TemplateView {
  return {
    name: contract.name,
    description: contract.description,
    shapes: [...shapes, ...(Object.values(contract.slots).some(isForStrips) ? (['strip'] as const) : [])],
    slots: Object.entries(contract.slots).map(([name, slot]) => describeSlot(name, slot, sample)),
    data: Object.entries(contract.data).map(([name, field]) => ({ name, type: describeField(field), optional: field.optional })),
    ...(sample.data && { sampleData: sample.data }),
    ...(prompt !== undefined && { prompt }),
    ...(picture !== undefined && { picture }),
  };
}

/** Whether a text has sizes of its own on strips. */
function isForStrips(slot: Slot): boolean {
  return slot.type === 'text' && 'strip' in slot.size && slot.size.strip !== undefined;
}

function describeSlot(name: string, slot: Slot, { copy }: StarterSample): SlotView {
  const optional = slot.optional ? ['may be absent'] : [];
  if (slot.type === 'image') return { name, is: 'picture', notes: [slot.fit === 'contain' ? 'shown whole' : 'fills its place', ...optional] };
  const from = slot.from === 'data' ? ['from data'] : [];
  const sample = Object.hasOwn(copy, name) ? { sample: copy[name]! } : {};
  return { name, is: slot.role, notes: [describeLines(slot.lines), ...from, ...optional], ...sample };
}

function describeLines(lines: number | { readonly [shape: string]: number }): string {
  const values = typeof lines === 'number' ? [lines] : Object.values(lines);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return most === 1 ? 'one line' : least === most ? `at most ${most} lines` : `at most ${least} to ${most} lines, by shape`;
}

function describeField(field: DataField): string {
  if (field.type !== 'list') return field.type;
  const members = Object.entries(field.of).map(([name, each]) => `${name}: ${each.type}`);
  return `at most ${field.most} of { ${members.join(', ')} }`;
}
