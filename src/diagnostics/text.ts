import { defineDiagnostic, exitCode } from './define.ts';
import { formatNearest } from './did-you-mean.ts';

/** A copy file that can't be read as messages. */
export const copyParse = defineDiagnostic<{ readonly file: string; readonly problem: string }>(
  {
    code: 'COPY_PARSE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A copy file is not valid in its format, or holds something else than messages. In JSON and YAML the top must be an object and every leaf a text; groups may nest, or keys may have dots, and both name the same message. ' +
      'XML with a document type, inline elements in XLIFF, aliases in YAML and encodings other than UTF-8 are refused. A byte order mark is fine. The message points at the line and column.',
  },
  ({ file, problem }) => ({
    message: `${file} can't be read: ${problem}.`,
    fix: problem === 'it is not UTF-8' ? 'Save it as UTF-8; an editor tells and changes the encoding.' : 'Correct the file at the place shown.',
  }),
);

/** A key that is defined twice for one locale. */
export const copyDupKey = defineDiagnostic<{ readonly key: string; readonly locale: string; readonly first: string }>(
  {
    code: 'COPY_DUP_KEY',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A key of the copy is defined twice for the same locale: twice in one file, once nested and once with dots, or in two files. JSON readers keep the last one in silence, which is how a corrected text gets lost; so it is an error. ' +
      'Remove one of the two.',
  },
  ({ key, locale, first }) => ({ message: `The key "${key}" is defined twice for ${locale}; first at ${first}.`, fix: 'Remove one of the two.' }),
);

/** A copy file that says it is in another language. */
export const copyLocale = defineDiagnostic<{ readonly file: string; readonly locale: string; readonly found: string }>(
  {
    code: 'COPY_LOCALE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A copy file names its languages, and the locale that it was read for is none of them: `@@locale` in ARB, `Language` in PO, the languages of an XLIFF file, the columns of a CSV file. ' +
      'Its texts would have been drawn as if they were in that locale. Correct the name in the file, or the file that the pattern leads to.',
  },
  ({ file, locale, found }) => ({
    message: `${file} is not for ${locale}: it is for ${found}.`,
    fix: 'Correct the language in the file, or the pattern in `copy`.',
  }),
);

/** A copy file of a kind that nobody reads. */
export const copyFormat = defineDiagnostic<{ readonly file: string; readonly known: readonly string[] }>(
  {
    code: 'COPY_FORMAT',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A pattern of `copy` leads to a file whose name ends in none of the formats that hold messages. Narrow the pattern if it is no copy; otherwise give the file the ending of its format.',
  },
  ({ file, known }) => ({
    message: `${file} is no copy file that can be read; they end in ${known.join(', ')}.`,
    fix: 'Correct the pattern in `copy`, or rename the file.',
  }),
);

/** Plural forms of gettext. */
export const copyPlural = defineDiagnostic<{ readonly key: string }>(
  {
    code: 'COPY_PLURAL',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'An entry of a PO file has plural forms (`msgid_plural`). Which of them is meant depends on a number that a PO file does not name, so they are not guessed. Write one message with an ICU plural, which names its value and works alike in every format: ' +
      '{count, plural, one {# card} other {# cards}}.',
  },
  ({ key }) => ({
    message: `The message "${key}" has gettext plural forms.`,
    fix: 'Write one msgstr with an ICU plural: {count, plural, one {…} other {…}}.',
  }),
);

/** A message that its format has no way to write. */
export const copyUnwritable = defineDiagnostic<{ readonly key: string; readonly file: string; readonly reason: string }>(
  {
    code: 'COPY_UNWRITABLE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A message was to be written into a file whose format can not hold it: XML has no way to say most control characters or half of a surrogate pair, ARB keeps names with @ for itself, and a CSV file or an XLIFF file holds the languages that it holds. ' +
      'Correct the text, or choose another format. Nothing was written.',
  },
  ({ key, file, reason }) => ({
    message: `The message "${key}" can't be written to ${file}: ${reason}.`,
    fix: 'Correct the message, or choose another format.',
  }),
);

/** A message that no picture shows. */
export const copyUnused = defineDiagnostic<{
  readonly key: string;
  readonly locale: string;
  /** Why it is no ICU MessageFormat, if it is none. */
  readonly fault?: string;
}>(
  {
    code: 'COPY_UNUSED',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'A message of the copy is asked for by no text slot, alternative text, data or prompt of any asset. It may be left over, or its key misspelt. Remove it, or correct the key. One that is not valid ICU MessageFormat is told of in each language, at the fault. Where the copy is shared with other software, narrow the patterns of `copy` to the messages of the pictures.',
  },
  ({ key, locale, fault }) => ({
    message: `No picture uses the message "${key}" of ${locale}${fault === undefined ? '' : `, which is not valid ICU MessageFormat: ${fault}`}.`,
    fix: 'Remove it, or correct its key.',
  }),
);

/** A locale without any copy. */
export const copyFileMissing = defineDiagnostic<{ readonly locale: string; readonly paths: readonly string[] }>(
  {
    code: 'COPY_FILE_MISSING',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The config names a locale, but none of the copy patterns leads to a file for it, and no locale of its declared fallback chain has one either. Add the file, correct the pattern, or declare a fallback.',
  },
  ({ locale, paths }) => ({
    message: `There is no copy for ${locale}: looked for ${paths.join(', ')}.`,
    fix: adviseOnLocale(locale) ?? `Add the file, or declare locales.fallback["${locale}"].`,
    subject: { field: ['locales'], written: [locale] },
  }),
);

/** For a language that was written by its English name, the tag that is meant. */
function adviseOnLocale(locale: string): string | undefined {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCodePoint(97 + at));
  const tag = letters.flatMap((first) => letters.map((second) => first + second)).find((each) => names.of(each)?.toLowerCase() === locale.toLowerCase());
  return tag === undefined || tag === locale ? undefined : `Write "${tag}" in \`locales\`, the tag for ${names.of(tag)}.`;
}

/** A message that a locale lacks. */
export const copyMissing = defineDiagnostic<{
  readonly locale: string;
  readonly key: string;
  readonly tried: readonly string[];
  readonly known: Iterable<string>;
  /** The copy file that it belongs into, where the locale has one. */
  readonly file?: string;
}>(
  {
    code: 'COPY_MISSING',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'A text slot or the alternative text needs a message that the locale does not have. Another language is shown only when the config declares it: `locales.fallback` lists, per locale, where to look next. ' +
      'Add the message, or declare the fallback.',
  },
  ({ locale, key, tried, known, file }) => ({
    message: `The message "${key}" is missing for ${locale}${tried.length > 1 ? ` (looked in ${tried.join(', ')})` : ''}${formatNearest(key, known)}.`,
    fix: `Add "${key}" to ${file ?? `the copy of ${locale}`}, or declare a fallback.`,
    subject: { written: listPrefixes(key) },
  }),
);

/** `a.b.c`, `a.b`, `a`: an asset names a message whole, or by what those of its slots begin with. */
function listPrefixes(key: string): readonly string[] {
  const parts = key.split('.');
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('.'));
}

/** A message without a visible character. */
export const copyEmpty = defineDiagnostic<{ readonly locale: string; readonly key: string }>(
  {
    code: 'COPY_EMPTY',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'A message is there but holds no visible character, so its place in the picture would stay blank. An empty string is often a translation still to come. Write the text; if the slot is optional, leave the key out.',
  },
  ({ locale, key }) => ({ message: `The message "${key}" is empty for ${locale}.`, fix: 'Write the text, or leave the key out if its slot is optional.' }),
);

/** A message that is longer than its copy file allows. */
export const copyTooLong = defineDiagnostic<{ readonly key: string; readonly locale: string; readonly characters: number; readonly limit: number }>(
  {
    code: 'COPY_TOO_LONG',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'A message has more characters than its limit: `maxLength` in JSON and ARB, `# limit: 40` in YAML, `max-length` in PO, `maxwidth` in XLIFF, the column `limit` in CSV. The limit of the source language holds for every language; one in the file of a language holds there, too. ' +
      'Characters are counted as they are shown, with values in the place of placeholders. Shorten the text, or raise the limit.',
  },
  ({ key, locale, characters, limit }) => ({
    message: `The message "${key}" for ${locale} has ${characters} characters where ${limit} are allowed.`,
    fix: `Shorten it by ${characters - limit}, or raise its limit in the copy.`,
  }),
);

/** A message that is not valid ICU MessageFormat. */
export const copyIcu = defineDiagnostic<{ readonly key: string; readonly locale: string; readonly problem: string }>(
  {
    code: 'COPY_ICU',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      "A message is not valid ICU MessageFormat: a brace is not closed, a plural or select has no `other`, an argument's type is unknown. A brace that is meant as a character stands between apostrophes: '{'. The message points into the text.",
  },
  ({ key, locale, problem }) => ({
    message: `The message "${key}" for ${locale} is not valid ICU MessageFormat: ${problem}.`,
    fix: "Correct the message; a literal brace is written '{'.",
  }),
);

/** A placeholder without a value. */
export const copyValueMissing = defineDiagnostic<{
  readonly key: string;
  readonly locale: string;
  readonly name: string;
  readonly available: readonly string[];
}>(
  {
    code: 'COPY_VALUE_MISSING',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      "A message has a placeholder that the asset's `data` has no value for. Placeholders take strings, numbers and booleans from the first level of `data`; lists, objects and null can't stand in a sentence. Add the value, or correct the name.",
  },
  ({ key, locale, name, available }) => ({
    message: `The message "${key}" for ${locale} needs a value "${name}"${formatNearest(name, available)}; available: ${available.length === 0 ? 'none' : available.join(', ')}.`,
    fix: `Add data.${name} to the asset, or correct the placeholder.`,
  }),
);

/** A value that does not suit its placeholder. */
export const copyValueInvalid = defineDiagnostic<{
  readonly key: string;
  readonly locale: string;
  readonly name: string;
  readonly value: string;
  readonly expected: string;
}>(
  {
    code: 'COPY_VALUE_INVALID',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'A placeholder with a type got a value of another: a number or plural needs a number, a date or time needs an ISO 8601 text such as "2026-05-01" or "2026-05-01T18:30Z", which is shown in UTC. ' +
      'It would otherwise be drawn as "NaN" or "Invalid Date". Correct the value, or drop the type.',
  },
  ({ key, locale, name, value, expected }) => ({
    message: `The message "${key}" for ${locale} needs ${expected} for "${name}", got ${value}.`,
    fix: `Give data.${name} as ${expected}.`,
  }),
);

/** Invisible characters in a message. */
export const textControlChars = defineDiagnostic<{ readonly key: string; readonly locale: string; readonly characters: readonly string[] }>(
  {
    code: 'TEXT_CONTROL_CHARS',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'A message holds characters that nobody sees: control characters, direction marks, zero-width spaces outside scripts that need them, soft hyphens. They come in by copy and paste, change where lines break or in which order words stand, ' +
      'and are hard to find later. Remove them, unless they are meant.',
  },
  ({ key, locale, characters }) => ({
    message: `The message "${key}" for ${locale} holds invisible characters: ${characters.join(', ')}.`,
    fix: 'Remove them, unless they are meant.',
  }),
);

/** A font pattern that leads to nothing. */
export const fontMissing = defineDiagnostic<{ readonly pattern: string }>(
  {
    code: 'FONT_MISSING',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      "Pictures are drawn only with fonts that the config lists; the system's own are never used, so that every machine draws the same. A pattern of that list matches no file. Install the package that holds the fonts, or correct the pattern.",
  },
  ({ pattern }) => ({
    message: `No font matches "${pattern}".`,
    fix: 'Install the fonts, or correct the pattern in `fonts`.',
    subject: { field: ['fonts'], written: [pattern] },
  }),
);

/** A family that no listed font has. */
export const fontFamilyUnknown = defineDiagnostic<{ readonly family: string; readonly known: readonly string[] }>(
  {
    code: 'FONT_FAMILY_UNKNOWN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The config, a token or a stylesheet asks for a font family that none of the listed fonts has. The family is the name inside the font file, which may differ from the name of the file. Correct the name, or list the font.',
  },
  ({ family, known }) => ({
    message: `No listed font has the family "${family}"${formatNearest(family, known)}; there are ${known.length === 0 ? 'none' : known.join(', ')}.`,
    fix: 'Correct the family, or add its files to `fonts`.',
    subject: { field: ['locales', 'fonts'], written: [family] },
  }),
);

/** A font that the renderer would not draw. */
export const fontUnsupported = defineDiagnostic<{ readonly path: string; readonly reason: string }>(
  {
    code: 'FONT_UNSUPPORTED',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The font is of a kind that the renderer draws as nothing, without a word: colour fonts with COLR version 1, bitmap glyphs (sbix, CBDT) or SVG glyphs, and font collections. Text fonts and colour fonts with COLR version 0 work. ' +
      'Use another build of the font.',
  },
  ({ path, reason }) => ({
    message: `${path} can't be drawn: ${reason}.`,
    fix: 'Use a TrueType, OpenType, WOFF or WOFF2 font with outlines, or a COLR version 0 colour font.',
  }),
);

/** A file that is no font, or a broken one. */
export const fontUnreadable = defineDiagnostic<{ readonly path: string; readonly reason: string }>(
  {
    code: 'FONT_UNREADABLE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A file of the font list is empty, cut off, or not a font at all. Text in it would be drawn in another font. Fetch the file again, or narrow the pattern so that it matches fonts only.',
  },
  ({ path, reason }) => ({ message: `${path} is not a readable font: ${reason}.`, fix: 'Fetch the file again, or narrow the pattern.' }),
);

/** Two files for the same face. */
export const fontAmbiguous = defineDiagnostic<{ readonly face: string; readonly paths: readonly [string, string] }>(
  {
    code: 'FONT_AMBIGUOUS',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Two font files call themselves the same family, weight and style (a variable font counts for all its weights). Which of them draws a text would depend on their order. Narrow the patterns so that each face has one file. ' +
      'A font that comes in pieces by script, as Fontsource ships them, is fine: pieces have few characters in common. The same pieces as woff and as woff2 are not.',
  },
  ({ face, paths }) => ({ message: `Both ${paths[0]} and ${paths[1]} are ${face}.`, fix: 'Narrow the patterns in `fonts` so that each face has one file.' }),
);

/** A weight that a family lacks. */
export const fontWeightMissing = defineDiagnostic<{ readonly family: string; readonly missing: readonly number[]; readonly known: readonly string[] }>(
  {
    code: 'FONT_WEIGHT_MISSING',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A style sheet asks for a weight that a family of the picture does not have, neither as a file nor within a variable font. The renderer would take the nearest weight in silence: a headline would stand no bolder than the text below it, or bolder in one language than in the others. ' +
      'List the file of that weight, use a variable font, or ask for a weight that is there.',
  },
  ({ family, missing, known }) => ({
    message: `"${family}" has no weight ${missing.join(', ')}; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`,
    fix: `Add the ${missing.length === 1 ? 'weight' : 'weights'} to \`fonts\`, or ask for another in the style sheet or the token.`,
  }),
);

/** A font that writes Han characters in the way of another language. */
export const fontHanUnfit = defineDiagnostic<{
  readonly locale: string;
  /** Such as `simplified Chinese`. */
  readonly writing: string;
  /** The family that would draw the characters. */
  readonly family: string | undefined;
  readonly package: string;
}>(
  {
    code: 'FONT_HAN_UNFIT',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'One Han character is written differently in mainland China, Taiwan, Hong Kong and Japan, and Unicode gives all of them the same code point: which shape is drawn is up to the font. ' +
      'The first family of the locale that has Han characters draws them, and it is made for another language, or there is none. Readers see that at once. ' +
      'Add a font of the language to `fonts`, and its family to `locales.fonts` of the locale, before any other that has Han characters.',
  },
  ({ locale, writing, family, package: wanted }) => ({
    message:
      family === undefined
        ? `No font of ${locale} has Han characters, in the shapes of ${writing}.`
        : `"${family}" would draw the Han characters of ${locale}, and not in the shapes of ${writing}.`,
    fix: `Add a font of ${writing} to \`fonts\`, such as the package ${wanted}, and its family to locales.fonts["${locale}"].`,
  }),
);

/** Characters of one text that no font of the stack has. */
export const glyphMissing = defineDiagnostic<{
  readonly gaps: readonly GlyphGap[];
  readonly locale: string;
  /** Copy key or slot. */
  readonly subject: string;
  readonly fonts: readonly string[];
}>(
  {
    code: 'GLYPH_MISSING',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'A text holds a character that none of the fonts in its stack can draw, so it would come out as an empty box. A joined emoji or a flag counts as one character: it is missing when a font would draw it as several. ' +
      'A letter with an accent is missing, too, when the first font with its parts would draw the accent beside the letter: then put a font that has the letter as a whole before it. ' +
      "Add a font with that character to `fonts` and to the locale's families, or change the text.",
  },
  ({ gaps, locale, subject, fonts }) => ({
    message: `No font has ${formatGaps(gaps)} of "${subject}" for ${locale}; tried ${fonts.length === 0 ? 'none' : fonts.join(', ')}.`,
    fix: gaps.some(({ inParts }) => inParts !== undefined)
      ? `Put a font that has ${gaps.length === 1 ? 'the letter' : 'the letters'} as a whole first in locales.fonts["${locale}"], or change the text.`
      : `Add a font that has ${gaps.length === 1 ? 'the character' : 'the characters'}, or change the text.`,
  }),
);

/** How many characters a message names before it only counts them. */
const mostNamed = 4;

interface GlyphGap {
  readonly codePoint: number;
  readonly grapheme: string;
  /** The family that would draw a letter and loose marks. */
  readonly inParts?: string;
}

function formatGaps(gaps: readonly GlyphGap[]): string {
  const named = gaps
    .slice(0, mostNamed)
    .map(
      ({ codePoint, grapheme, inParts }) =>
        `${formatCodePoint(codePoint)} "${grapheme}"${inParts === undefined ? '' : ` (of which "${inParts}" would draw loose parts)`}`,
    );
  return gaps.length > mostNamed ? `${named.join(', ')} and ${gaps.length - mostNamed} more characters` : named.join(', ');
}

/** `U+0E01`. */
export function formatCodePoint(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}
