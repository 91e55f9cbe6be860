import { defineDiagnostic, exitCode } from './define.ts';

export const reportReference = defineDiagnostic<{ readonly reference: string; readonly problem: string }>(
  {
    code: 'REPORT_REFERENCE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A report is to compare with an earlier state, and git does not know it: the word is no branch, tag or commit, no day, or the project is not in a git repository. Build servers often fetch the last commit alone; then earlier ones are not there to compare with.',
  },
  ({ reference, problem }) => ({
    message: `can't compare with "${reference}": ${problem}`,
    fix: 'Name a branch, tag or commit that `git log` shows here; in CI fetch the whole history (`fetch-depth: 0`).',
  }),
);

export const reportBase = defineDiagnostic<{ readonly reference: string; readonly codes: string }>(
  {
    code: 'REPORT_BASE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The project could not be loaded as it was in the earlier state: its config, brand, fonts or copy had an error there, or it needs packages that are not installed now. Nothing can be compared with it. The packages of today are lent to it.',
  },
  ({ reference, codes }) => ({
    message: `the project can't be loaded as it was at "${reference}" (${codes})`,
    fix: 'Name a later state, one in which `visuals build` works.',
  }),
);

export const reportFolder = defineDiagnostic<{ readonly folder: string }>(
  {
    code: 'REPORT_FOLDER',
    severity: 'error',
    exit: exitCode.usage,
    explain: 'A report replaces what is in its folder. The folder that was named holds files that no report wrote, so nothing was touched.',
  },
  ({ folder }) => ({ message: `${folder} holds files that are not of a report`, fix: 'Name an empty or a new folder with `--out`.' }),
);
