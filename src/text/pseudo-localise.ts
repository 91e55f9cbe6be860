import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import type { IcuLibrary } from './format-message.ts';

/** The locales that nobody speaks: `en-XA` shows what is not translated, cut off or too narrow, `ar-XB` what does not turn round. */
export const pseudoLocales = ['en-XA', 'ar-XB'] as const;

export type PseudoLocale = (typeof pseudoLocales)[number];

/** What a message is turned into, and with what. */
export interface PseudoOptions {
  readonly locale: PseudoLocale;
  readonly icu: Pick<IcuLibrary, 'parse' | 'TYPE'>;
  /** Characters that the fonts lack, so that they are not put in; default none. */
  readonly missing?: ReadonlySet<string>;
}

/** Letters that look like the plain ones below them, from the Latin-1 and Latin Extended-A blocks that text fonts have. */
const [plain, marked] = ['ABCDEGHIJKLNORSTUWYZabcdeghijklnorstuwyz', 'ÅßÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåƀçðéĝĥîĵķļñöŕšţûŵýž'];
const accents = new Map(Array.from(plain, (letter, index) => [letter, marked[index]!]));

/** All that {@link pseudoLocalise} may put into a text and fonts may lack. */
export const pseudoCharacters: readonly string[] = ['[', ']', ...accents.values()];

/** Share by which `en-XA` is longer than its source: about what German needs. */
const growth = 0.35;

/**
 * A message for a pseudo-locale. `en-XA`: accents, a third longer by doubled letters, in brackets that show when an end is cut off. `ar-XB`: every word is drawn
 * from right to left. Placeholders, plural and select syntax and tags stay as they are.
 * @throws whatever the parser throws for a message that is not ICU MessageFormat
 */
export function pseudoLocalise(text: string, { locale, icu, missing = new Set() }: PseudoOptions): string {
  const literals = listLiterals(icu.parse(text, { ignoreTag: true, captureLocation: true }), icu.TYPE).toSorted((a, b) => b.start - a.start);
  const change = locale === 'ar-XB' ? reverseWords : (words: string): string => lengthen(words, missing);
  const changed = literals.reduce((whole, { start, end }) => whole.slice(0, start) + changeWords(whole.slice(start, end), change) + whole.slice(end), text);
  return locale === 'ar-XB' || missing.has('[') || missing.has(']') ? changed : `[${changed}]`;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function listLiterals(elements: readonly MessageFormatElement[], types: IcuLibrary['TYPE']): readonly Range[] {
  return elements.flatMap((element): readonly Range[] => {
    if (element.type === types.literal) return [{ start: element.location!.start.offset, end: element.location!.end.offset }];
    return 'options' in element ? Object.values(element.options).flatMap(({ value }) => listLiterals(value, types)) : [];
  });
}

/** Tags, entities and addresses are for machines. */
function changeWords(literal: string, change: (words: string) => string): string {
  return literal
    .split(/(<[^<>]*>|&#?\w+;|https?:\/\/\S+|www\.\S+)/u)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}

/** Doubles a letter whenever so much is owed: vowels first, so that words stay pronounceable. */
function lengthen(words: string, missing: ReadonlySet<string>): string {
  let owed = 0;
  return words.replaceAll(/\p{L}\p{M}*|[^]/gu, (letter) => {
    owed += growth;
    const accented = accents.get(letter) ?? letter;
    const shown = missing.has(accented) ? letter : accented;
    if (!/^\p{L}/u.test(letter) || owed < (/[aeiou]/i.test(letter) ? 0.5 : 1.5)) return shown;
    owed -= 1;
    return shown + shown.toLowerCase();
  });
}

const [rightToLeftMark, override, pop] = ['\u200F', '\u202E', '\u202C'];

/** Letters, and what joins them within a word; figures alone are never turned round. */
function reverseWords(words: string): string {
  return words.replaceAll(/\p{L}[\p{L}\p{M}\p{N}]*(?:['’.,-][\p{L}\p{M}\p{N}]+)*/gu, (word) => `${rightToLeftMark}${override}${word}${pop}${rightToLeftMark}`);
}
