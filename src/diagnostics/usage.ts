import { formatNearest } from './did-you-mean.ts';
import { defineDiagnostic, exitCode } from './define.ts';

/** The command line could not be understood: an unknown command or flag, a missing or superfluous word. */
export const usageInvalid = defineDiagnostic<{ readonly problem: string; readonly help: string }>(
  {
    code: 'USAGE_INVALID',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The command line has a command or a flag that visuals does not know, or lacks something that the command needs. ' +
      'Nothing was read or written. Unknown words are refused rather than ignored, because a mistyped flag would silently build something else than was asked for.',
  },
  ({ problem, help }) => ({ message: problem, fix: `See ${help}.` }),
);

/** Node itself is older than what the package is made for. */
export const nodeTooOld = defineDiagnostic<{ readonly version: string }>(
  {
    code: 'NODE_TOO_OLD',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'visuals was started by a version of Node that lacks functions which it calls everywhere. Nothing was read or written. The version that counts is the one that a terminal finds first: `node --version` tells it. ' +
      'Version managers take it from a file such as `.nvmrc`; in CI it is set in the workflow.',
  },
  ({ version }) => ({
    message: `this is Node ${version}; visuals needs 20.19 or later`,
    fix: 'Install Node 24 from https://nodejs.org or with your version manager.',
  }),
);

/** A flag has a value that it can't take. */
export const flagInvalid = defineDiagnostic<{ readonly flag: string; readonly value: string; readonly expected: string }>(
  {
    code: 'FLAG_INVALID',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A flag of the command line got a value outside of what it can take, such as a count that is not a whole number. ' +
      'Nothing was read or written; give the value that the message asks for, or leave the flag out for its default.',
  },
  ({ flag, value, expected }) => ({ message: `${flag} got ${JSON.stringify(value)}`, fix: `Give ${flag} ${expected}.` }),
);

/** `visuals explain` was asked for a code that there is not. */
export const codeUnknown = defineDiagnostic<{ readonly code: string; readonly known: readonly string[] }>(
  {
    code: 'CODE_UNKNOWN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The explain command takes the code of a diagnostic, as it stands in brackets after "error" or "warning". ' +
      'The code that was asked for is not in the catalogue of this version; without a code, the command lists all there are.',
  },
  ({ code, known }) => ({
    message: `there is no diagnostic "${code}"${formatNearest(code, known)}`,
    fix: 'Run visuals explain without a code to list them all.',
  }),
);
