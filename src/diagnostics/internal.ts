import { defineDiagnostic, exitCode } from './define.ts';

/** An exception that nobody foresaw. */
export const internalError = defineDiagnostic<{ readonly name: string; readonly message: string }>(
  {
    code: 'INTERNAL',
    severity: 'error',
    exit: exitCode.internal,
    explain:
      'An exception reached the command line that no part of visuals declares: a fault in visuals itself, or in a library that it uses. ' +
      'Your sources and the finished pictures are untouched, for every file is put in place whole or not at all. ' +
      'Run the same command with --debug to see where it happened, and report that together with the output of visuals doctor.',
  },
  ({ name, message }) => ({
    message: `unexpected ${name}: ${message.split('\n', 1)[0] ?? ''}`,
    fix: 'Run the command again with --debug and report what it prints.',
  }),
);
