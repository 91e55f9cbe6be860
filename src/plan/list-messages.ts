import type { Cell } from '../model/matrix.ts';
import type { ShownMessage } from '../model/plan.ts';
import { formatCopyKey } from './apply-overrides.ts';
import type { CellDefinition } from './apply-overrides.ts';
import type { PlanInputs } from './plan-inputs.ts';

interface SlotsRequest {
  readonly asset: CellDefinition;
  readonly cell: Cell;
  readonly inputs: PlanInputs;
}

/** The messages that fill a cell's text slots. */
export function listSlotMessages(texts: { readonly [slot: string]: string }, { asset, cell, inputs }: SlotsRequest): readonly ShownMessage[] {
  return Object.entries(texts).map(([slot, text]) => {
    const key = formatCopyKey(asset, slot);
    return { slot, ...describeSource({ locale: cell.locale, key, text }, inputs) };
  });
}

/** The same inputs, and the messages that were read through them. */
export interface MessageReader {
  readonly inputs: PlanInputs;
  readonly messages: readonly ShownMessage[];
}

/** Notes which messages are read for a cell. */
export function createMessageReader(inputs: PlanInputs, locale: string): MessageReader {
  const messages: ShownMessage[] = [];
  const text: PlanInputs['text'] = (request) => {
    const formatted = inputs.text(request);
    messages.push(describeSource({ locale, key: request.key, text: formatted }, inputs));
    return formatted;
  };
  return { inputs: { ...inputs, text }, messages };
}

function describeSource({ locale, key, text }: ShownMessage, inputs: PlanInputs): ShownMessage {
  const source = inputs.sourceOf(locale, key);
  if (source === undefined) return { key, locale, text };
  const { place, jumps, text: written } = source;
  return { key, locale: source.locale, text, ...(written !== text && { written }), place, ...(jumps && { jumps }) };
}
