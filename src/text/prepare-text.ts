import type { TextSlot } from '../model/template.ts';
import { insertBreaks } from './insert-breaks.ts';
import { scriptCodeOf } from './locale-facts.ts';

/** How a text is made ready for a picture. */
export interface TextSetting {
  readonly locale: string;
  /** Language whose rules tell where lines may end; default that of the locale. */
  readonly breaking?: string;
  readonly role: TextSlot['role'];
  /** Whether the fonts of the picture have a character. */
  readonly hasGlyph: (character: string) => boolean;
}

/**
 * A formatted text with the spaces and break marks that its language and its fonts want: French spaces, spaces and hyphens that the fonts lack replaced by the nearest they have,
 * numbers bound to their units, the last words of a headline bound together, marks where lines may end in scripts that are written without spaces. It draws the same letters.
 */
export async function prepareText(text: string, { locale, breaking = locale, role, hasGlyph }: TextSetting): Promise<string> {
  const spaced = spaceFrench(text, locale);
  const bound = hasGlyph(noBreakSpace) ? bindWords(bindNumbers(spaced, locale), role) : spaced;
  return insertBreaks(replaceMissing(bound, hasGlyph), breaking, { phrases: findsPhrases(role, breaking) });
}

const [noBreakSpace, narrowSpace] = ['\u00A0', '\u202F'];
/** Whether lines may end between phrases alone: in Japanese wherever sentences are read, in Chinese in headlines. */
function findsPhrases(role: TextSlot['role'], breaking: string): boolean {
  return role === 'headline' || (scriptCodeOf(breaking) === 'Jpan' && (role === 'body' || role === 'legal'));
}

/**
 * French stands its high signs and quotes off by a narrow space at which no line ends. In Canada that holds for the colon and quotes alone, with a full space.
 * A sign is one when a letter, figure, bracket or quote stands before it and a space, the end or a closing sign behind, so that times, addresses and faces stay whole.
 */
function spaceFrench(text: string, locale: string): string {
  if (!/^fr/i.test(locale)) return text;
  const { language, region } = new Intl.Locale(locale);
  if (language !== 'fr') return text;
  const [space, signs] = region === 'CA' ? [noBreakSpace, ':'] : [narrowSpace, ';:!?'];
  const before = new RegExp(`(?<=[\\p{L}\\p{N}\\p{M})\\]»”%€$!?])[ \\u00A0\\u202F\\u2009]?(?=[${signs}]+(?:[\\s)\\]»”\\u2069]|$))(?<![!?](?=[!?]))`, 'gu');
  return text
    .replaceAll(before, space)
    .replaceAll(/«[ \u00A0\u202F\u2009]?(?=\S)/gu, `«${space}`)
    .replaceAll(/(?<=\S)[ \u00A0\u202F\u2009]?»/gu, `${space}»`);
}

/** What may stand for a character that no font has. */
const substitutes: readonly (readonly [character: string, instead: string])[] = [
  [narrowSpace, noBreakSpace],
  ['\u2007', noBreakSpace],
  ['\u2009', ' '],
  ['\u200A', ' '],
  ['\u2010', '-'],
  // A hyphen at which no line ends.
  ['\u2011', '\u2060-\u2060'],
  [noBreakSpace, '\u2060 \u2060'],
];

function replaceMissing(text: string, hasGlyph: (character: string) => boolean): string {
  return substitutes.reduce(
    (result, [character, instead]) => (result.includes(character) && !hasGlyph(character) ? result.replaceAll(character, instead) : result),
    text,
  );
}

/** No line ends within `12 345`, `49 €`, `$ 49`, `50 %` or `10 km`. */
function bindNumbers(text: string, locale: string): string {
  if (!/\p{N}/u.test(text)) return text;
  const grouped = groupsBySpace(locale)
    ? text.replaceAll(/(?<![\p{N}.,])\p{N}{1,3}(?: \p{N}{3})+(?!\p{N})/gu, (number) => number.replaceAll(' ', noBreakSpace))
    : text;
  return grouped.replaceAll(numberAndUnit, noBreakSpace);
}

const numberAndUnit = new RegExp(
  String.raw`(?<=\p{N}) (?=(?:[%‰°℃]|\p{Sc}|(?:[kMGT]?B|[kmcµ]?g|[kmcµ]?m[²³]?|m?l|k?Wh?|h|min|px)(?![\p{L}\p{N}])))|(?<=\p{Sc}) (?=\p{N})`,
  'gu',
);

function groupsBySpace(locale: string): boolean {
  const known = spaceGroups.get(locale);
  if (known !== undefined) return known;
  const groups = /\s/.test(new Intl.NumberFormat(locale).format(1_234_567));
  spaceGroups.set(locale, groups);
  return groups;
}

/** Asked for every text. */
const spaceGroups = new Map<string, boolean>();

/** No line starts with a dash that stands between spaces. */
function bindWords(text: string, role: TextSetting['role']): string {
  const bound = text.replaceAll(/(?<=\S) (?=[–—] )/gu, noBreakSpace);
  return role === 'headline' ? bindLastWords(bound) : bound;
}

/** A last word up to this long looks lost on a line of its own; both in columns, of which a wide character takes two. */
const lostWord = 6;
const longestBound = 18;

/** Binds a short last word to the one before it, in texts of four words and more, unless both together are so long that they would leave a hole in the line above. */
function bindLastWords(text: string): string {
  const words = text.trimEnd().split(' ');
  const [before, last] = [words.at(-2), words.at(-1)];
  if (words.length < 4 || before === undefined || last === undefined || before === '' || last === '') return text;
  if (countColumns(last) > lostWord || countColumns(before) + countColumns(last) >= longestBound) return text;
  return `${words.slice(0, -1).join(' ')}${noBreakSpace}${last}`;
}

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u;

function countColumns(word: string): number {
  return [...word].reduce((sum, character) => sum + (/[\p{M}\p{Default_Ignorable_Code_Point}]/u.test(character) ? 0 : wide.test(character) ? 2 : 1), 0);
}
