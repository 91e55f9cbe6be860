import { findWorstExit } from '../diagnostics/worst-exit.ts';
import { findDiagnostics, formatStack } from './find-diagnostics.ts';
import type { RawFlags } from './flags.ts';
import type { Io } from './io.ts';
import { printDiagnostics } from './print-diagnostics.ts';

/** Reports what kept a command from its work, in the form that its flags ask for. */
export function reportFailure(error: unknown, command: { readonly name: string; readonly flags: RawFlags }, io: Io): number {
  const { flags } = command;
  const diagnostics = findDiagnostics(error);
  const exit = findWorstExit(diagnostics);
  if (flags.json === true) {
    const report = { exit, diagnostics };
    io.stdout.write(`${JSON.stringify(command.name === 'build' ? { type: 'report', report } : report)}\n`);
  } else printDiagnostics(diagnostics, { noColor: flags['no-color'] === true, quiet: flags.quiet === true, verbose: flags.verbose === true }, io);
  if (flags.debug === true) io.stderr.write(formatStack(error));
  return exit;
}
