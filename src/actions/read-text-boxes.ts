import type { JsonObject } from '../model/json.ts';
import type { TextBox } from '../model/outcome.ts';
import type { ComposeTask, ShownMessage } from '../model/plan.ts';
import { findMessageOf } from '../text/find-message-of.ts';

/** A text on a card, and the message that it shows. */
export interface ShownTextBox extends TextBox {
  /** Absent for words that stand in the config or the template. */
  readonly message?: ShownMessage;
}

/**
 * The texts of a composed card with the messages that they show. Messages are not kept with the raster: two cells that say the same in the same place share it, whatever their
 * keys are called.
 */
export function readTextBoxes(task: ComposeTask, facts: JsonObject): readonly ShownTextBox[] {
  // Written by compose, under a key that holds its revision.
  const boxes = (facts['boxes'] ?? []) as unknown as readonly TextBox[];
  return boxes.map((box) => {
    const message = findMessageOf(task.messages, { slot: box.slot, text: box.whole ?? box.text });
    return { ...box, ...(message && { message }) };
  });
}
