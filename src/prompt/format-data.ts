import type { Json } from '../model/json.ts';

/** Characters of a value that may stand in a sentence as it is. */
const mostPlain = 80;
/** One phrase: letters, digits and what stands inside of phrases. No quotes, braces, angles, hashes, lines, nor a second sentence. */
const plainPattern = /^[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N} ’'&%+/()°€$£¥,-]|[.](?! ))*$/u;
const hexColourPattern = /^#[0-9a-f]{3,8}$/i;

/** A value for a sentence. A plain phrase stands as it is; all else is marked as data, so that it can't pose as a section or as an instruction. */
export function formatValue(value: string): string {
  const text = value.normalize('NFC').trim();
  const isPlain = (text.length <= mostPlain && plainPattern.test(text)) || hexColourPattern.test(text);
  return isPlain ? text : formatData(value.normalize('NFC'));
}

/** JSON on one line between marks that it can't hold itself. */
export function formatData(value: Json): string {
  return `<data>${JSON.stringify(value).replaceAll(hiddenPattern, escapeCharacter)}</data>`;
}

/** Angles, line and paragraph separators, and characters without a shape; those that join or part letters of a word are left. */
const hiddenPattern = /[<>\u2028\u2029]|(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}]/gu;

function escapeCharacter(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
