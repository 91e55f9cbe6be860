import { formatCodePoint } from '../diagnostics/text.ts';

/** An invisible character and its index in UTF-16 units. */
export interface ControlCharacter {
  /** As `U+200B`. */
  readonly name: string;
  readonly index: number;
}

/** Controls but line feed and tab, soft hyphens, direction marks, isolates and overrides, zero-width characters, interlinear and object marks. */
const suspect = /(?![\n\t])[\p{Cc}\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFC]/gu;
/** Scripts that are written without spaces and may mark their words' ends by a zero-width space. */
const spaceless = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{sc=Tibetan}]$/u;
/** Scripts whose spelling needs joiners. */
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Mongolian}\p{M}]$/u;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{sc=Nko}\p{sc=Adlam}]/u;
const directionMark = /[\u061C\u200E\u200F\u2066-\u2069]/;
const emoji = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]$/u;

/**
 * Invisible characters of a text that are likely there by mistake. Those that its script needs, that join emoji, soft hyphens within words, and direction marks and isolates in a
 * text with right-to-left letters are not counted.
 */
export function findControlCharacters(text: string): readonly ControlCharacter[] {
  const isBidirectional = rightToLeft.test(text);
  return [...text.matchAll(suspect)]
    .filter(({ 0: character }) => !(isBidirectional && directionMark.test(character)))
    .filter(({ 0: character, index }) => !(character === '\u00AD' && /\p{L}$/u.test(text.slice(0, index)) && /^\p{L}/u.test(text.slice(index + 1))))
    .filter(({ 0: character, index }) => !isNeeded(character, text.slice(Math.max(0, index - 2), index)))
    .map(({ 0: character, index }) => ({ name: formatCodePoint(character.codePointAt(0)!), index }));
}

function isNeeded(character: string, before: string): boolean {
  if (character === '\u200B') return spaceless.test(before);
  if (character === '\u200C') return joining.test(before);
  return character === '\u200D' && (joining.test(before) || emoji.test(before));
}
