import { textClipped } from '../diagnostics/template.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { ComposeTask } from '../model/plan.ts';
import { readTextBoxes, type ShownTextBox } from './read-text-boxes.ts';

/** Says of each text that was cut that it was: `TEXT_CLIPPED`. */
export function warnOfClips(task: ComposeTask, facts: JsonObject): readonly Diagnostic[] {
  return readTextBoxes(task, facts)
    .filter(({ isClipped }) => isClipped)
    .map((box) => describeClip(box, task));
}

function describeClip({ slot, text, whole = text, fontSize, message }: ShownTextBox, { cell }: ComposeTask): Diagnostic {
  const { locale } = cell;
  const [characters, kept] = [[...whole].length, [...text].length];
  const details = {
    asset: cell.asset,
    size: cell.size.name,
    slot,
    locale,
    ...(message && { key: message.key }),
    text: whole,
    shown: text,
    fontSize,
    fits: kept,
  };
  return textClipped({ slot, locale, shown: text, characters, kept, fontSize }, { ...(message?.place && { place: message.place }), details });
}
