/** The scripts that templates can tell apart, as in the class `script-latin`. */
export type ScriptName = 'latin' | 'greek' | 'cyrillic' | 'arabic' | 'hebrew' | 'devanagari' | 'thai' | 'cjk' | 'korean';

/** ISO 15924 codes of the scripts that run from right to left. */
const rightToLeft = new Set([
  'Adlm',
  'Arab',
  'Armi',
  'Avst',
  'Chrs',
  'Elym',
  'Hatr',
  'Hebr',
  'Mand',
  'Mani',
  'Mend',
  'Narb',
  'Nbat',
  'Nkoo',
  'Palm',
  'Phli',
  'Phlp',
  'Phnx',
  'Rohg',
  'Samr',
  'Sarb',
  'Sogd',
  'Syrc',
  'Thaa',
  'Yezi',
]);

const scriptNames: ReadonlyMap<string, ScriptName> = new Map([
  ['Grek', 'greek'],
  ['Cyrl', 'cyrillic'],
  ['Arab', 'arabic'],
  ['Hebr', 'hebrew'],
  ['Deva', 'devanagari'],
  ['Thai', 'thai'],
  ['Jpan', 'cjk'],
  ['Hans', 'cjk'],
  ['Hant', 'cjk'],
  ['Hani', 'cjk'],
  ['Bopo', 'cjk'],
  ['Hira', 'cjk'],
  ['Kana', 'cjk'],
  ['Kore', 'korean'],
  ['Hang', 'korean'],
]);

/**
 * ISO 15924 code of the script that a locale is written in, likely subtags added: `ar` is `Arab`, `zh-TW` is `Hant`, `sr-Latn` is `Latn`.
 * @throws RangeError when the locale is no BCP 47 tag
 */
export function scriptCodeOf(locale: string): string {
  const known = scriptCodes.get(locale);
  if (known !== undefined) return known;
  const code = new Intl.Locale(locale).maximize().script ?? 'Latn';
  scriptCodes.set(locale, code);
  return code;
}

/** Asked for every cell, and slow to find: a locale's script never changes. */
const scriptCodes = new Map<string, string>();

/** The script as templates name it; one that has no class of its own counts as latin. Throws as {@link scriptCodeOf} does. */
export function scriptOf(locale: string): ScriptName {
  return scriptNames.get(scriptCodeOf(locale)) ?? 'latin';
}

/** The direction of a locale's script. Throws as {@link scriptCodeOf} does. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return rightToLeft.has(scriptCodeOf(locale)) ? 'rtl' : 'ltr';
}

/** Whether two locales are of one language in one script, as `pt-BR` and `pt` are, so that only customs of a region differ. Throws as {@link scriptCodeOf} does. */
export function isSameWriting(one: string, other: string): boolean {
  return one === other || (new Intl.Locale(one).language === new Intl.Locale(other).language && scriptCodeOf(one) === scriptCodeOf(other));
}

/** The locale with a numbering system, such as `arab` or `latn`, that `Intl` then uses; the locale itself when none is given. */
export function setNumbering(locale: string, numberingSystem: string | undefined): string {
  return numberingSystem === undefined ? locale : new Intl.Locale(locale, { numberingSystem }).toString();
}
