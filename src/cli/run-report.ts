import type { Diagnostic } from '../model/diagnostic.ts';
import type { ProjectOptions } from '../model/report.ts';
import type { CommandInput } from './command.ts';
import { isAbort } from './find-diagnostics.ts';
import type { Flags } from './flags.ts';
import type { Io } from './io.ts';
import { createPalette, type Palette } from './palette.ts';
import { printDiagnostics } from './print-diagnostics.ts';

interface Ended {
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs a command that gives one report: as JSON, or as text on stdout with its diagnostics on stderr. */
export async function runReport<Report extends Ended>(
  { flags, io }: CommandInput,
  produce: (options: ProjectOptions) => Promise<Report>,
  format: (report: Report, palette: Palette) => string,
): Promise<number> {
  const interrupts = io.watchInterrupts();
  try {
    const report = await produce({ ...readProject(flags, io), signal: interrupts.signal });
    if (flags.json) io.stdout.write(`${JSON.stringify(report)}\n`);
    else {
      printDiagnostics(report.diagnostics, flags, io);
      if (!flags.quiet) io.stdout.write(format(report, createPalette(flags, io, io.stdout)));
    }
    return interrupts.exitCode() ?? report.exit;
  } catch (error) {
    const interrupted = interrupts.exitCode();
    if (interrupted !== undefined && isAbort(error)) return interrupted;
    throw error;
  }
}

/** The project that a command is about: always the working directory, with the config that was named. */
export function readProject(flags: Flags, io: Io): ProjectOptions {
  return { root: io.cwd, ...(flags.config !== undefined && { config: flags.config }) };
}
