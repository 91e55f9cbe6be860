export type Direction = 'ltr' | 'rtl';

const isolates = { ltr: '\u2066', rtl: '\u2067', first: '\u2068', end: '\u2069' };

/** Letters of scripts that run from right to left, and their marks. */
const rightToLeftLetter = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}\u200F\u061C]/u;
const leftToRightLetter = /(?![\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}])[\p{L}\u200E]/u;

/**
 * A value as it stands in a sentence of a direction: what may run the other way, or take its signs from the words beside it, is isolated (UAX 9, first strong isolate).
 * Words of the sentence's own direction and bare numbers stay as they are.
 */
export function isolateValue(value: string, direction: Direction): string {
  return mayRunAstray(value, direction) ? `${isolates.first}${value}${isolates.end}` : value;
}

/** A whole message as it stands in a picture of a direction: one of the other direction, as a fallback may be, keeps its full stop at its own end. */
export function isolateMessage(text: string, own: Direction, around: Direction): string {
  return own === around ? text : `${isolates[own]}${text}${isolates.end}`;
}

/**
 * A number, date or time as `Intl` writes it. From right to left, whatever is more than figures is isolated: marks of direction that it may hold would reach the figures behind it, and
 * a day that begins a date would go to the number before it.
 */
export function isolateFormatted(value: string, direction: Direction): string {
  return direction === 'rtl' && /[^\p{N}]/u.test(value) ? `${isolates.first}${value}${isolates.end}` : isolateValue(value, direction);
}

/** Whether a text holds parts that run from left to right, and others from right to left, as the picture round it may. */
export function mixesDirections(text: string, around: Direction): boolean {
  return (leftToRightLetter.test(text) || /[\p{N}\u2066-\u2068]/u.test(text)) && (around === 'rtl' || rightToLeftLetter.test(text));
}

/** From right to left, signs without letters beside them change sides: `+49 30`, `C++`, `-5`. */
function mayRunAstray(value: string, direction: Direction): boolean {
  if (direction === 'ltr') return rightToLeftLetter.test(value);
  return leftToRightLetter.test(value) || (!rightToLeftLetter.test(value) && /[^\p{N}]/u.test(value));
}
