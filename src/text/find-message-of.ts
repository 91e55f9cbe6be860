import { placeWithin } from '../copy/text-places.ts';
import type { Place } from '../model/diagnostic.ts';
import type { ShownMessage } from '../model/plan.ts';

/** What is known of a text on a card. */
export interface ShownText {
  /** Absent for a text outside of slots. */
  readonly slot?: string;
  readonly text: string;
}

/** The message that a text of a card shows: the one that fills its slot, or one of the data that has its words; undefined for words of the template. */
export function findMessageOf(messages: readonly ShownMessage[] | undefined, { slot, text }: ShownText): ShownMessage | undefined {
  const words = foldText(text);
  return (
    messages?.find((message) => message.slot !== undefined && message.slot === slot) ??
    messages?.find((message) => message.slot === undefined && foldText(message.text) === words) ??
    messages?.find((message) => message.slot === undefined && words.includes(foldText(message.text)))
  );
}

/** Where a message has a character in its file; where it starts, when the character comes from elsewhere, such as a value or a line break. */
export function findPlaceOf(character: string, { place, jumps, written, text }: ShownMessage): Place | undefined {
  const offset = (written ?? text).indexOf(character);
  return place === undefined || offset < 0 ? place : placeWithin({ place, ...(jumps && { jumps }) }, offset);
}

/** Without white space and what nobody sees: markup and line breaking change both. */
function foldText(text: string): string {
  return text.replace(/[\s\p{Default_Ignorable_Code_Point}]+/gu, '');
}
