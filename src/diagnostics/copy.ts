import { defineDiagnostic, exitCode } from './define.ts';
import { formatNearest } from './did-you-mean.ts';

/** A file that can't be taken in. */
export const importFile = defineDiagnostic<{ readonly file: string; readonly problem: string; readonly fix: string }>(
  {
    code: 'IMPORT_FILE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      '`visuals copy import` was given a file that is not there, is not UTF-8, is of no format that it reads, or does not tell which language it is for. The language is the name of the file, such as `de.xlf`, or what `--locale` says. ' +
      'Nothing was written.',
  },
  ({ file, problem, fix }) => ({ message: `${file} can't be imported: ${problem}.`, fix }),
);

/** A translated text without what its source has. */
export const importStructure = defineDiagnostic<{ readonly key: string; readonly locale: string; readonly problem: string }>(
  {
    code: 'IMPORT_STRUCTURE',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'A translation must have the placeholders of its source, each of the same type, the same choices of every `select`, and the same tags; words may stand in any order, and plurals may have the forms that the language needs. ' +
      'A placeholder that was translated or lost would show a gap or a wrong number in the picture. Nothing was written: correct the file and import it again.',
  },
  ({ key, locale, problem }) => ({
    message: `The translation of "${key}" for ${locale} ${problem}.`,
    fix: 'Write placeholders, choices and tags just as the source has them.',
  }),
);

/** Two imported files that disagree. */
export const importConflict = defineDiagnostic<{
  readonly key: string;
  readonly locale: string;
  readonly first: string;
  readonly texts: readonly [string, string];
}>(
  {
    code: 'IMPORT_CONFLICT',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Two of the files that are imported together hold different translations of the same message for the same language. Which of them is meant can’t be told, so nothing was written. Remove one of the two, or import one file after the other.',
  },
  ({ key, locale, first, texts: [one, other] }) => ({
    message: `"${key}" for ${locale} is "${one}" at ${first}, and here "${other}".`,
    fix: 'Remove one of the two, or import the files one after the other.',
  }),
);

/** A translated text whose source is another one by now. */
export const importSourceChanged = defineDiagnostic<{ readonly key: string; readonly locale: string; readonly exported: string; readonly current: string }>(
  {
    code: 'IMPORT_SOURCE_CHANGED',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'A file for translators holds the source text that was translated, and the source language says something else by now. The translation may be wrong for it, so it was not taken; all others were. ' +
      'Export again, and have the new text translated.',
  },
  ({ key, locale, exported, current }) => ({
    message: `The source of "${key}" has changed since the export for ${locale}: "${exported}" is now "${current}". Its translation was not taken.`,
    fix: 'Export again and have the new text translated.',
  }),
);

/** A translated text that nobody asked for. */
export const importUnknownKey = defineDiagnostic<{ readonly key: string; readonly locale: string; readonly known: Iterable<string> }>(
  {
    code: 'IMPORT_UNKNOWN_KEY',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'A file for translators holds a message whose key the source language does not have, or no longer. It was left out, and it is still in the file. If the key was renamed, rename it in the file and import again.',
  },
  ({ key, locale, known }) => ({
    message: `The source language has no message "${key}"${formatNearest(key, known)}; its text for ${locale} was left out.`,
    fix: 'Correct the key in the file, or leave it if the message is gone.',
  }),
);
