import type { Diagnostic } from '../model/diagnostic.ts';
import { annotate } from './annotate.ts';
import type { Flags } from './flags.ts';
import { formatDiagnostics } from './format-diagnostics.ts';
import type { Io } from './io.ts';
import { createPalette } from './palette.ts';
import { createSourceReader } from './read-source.ts';

/** Shows diagnostics to people, on stderr, and to GitHub when it is listening. With `--quiet` warnings are left out. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], flags: Pick<Flags, 'noColor' | 'quiet' | 'verbose'>, io: Io): void {
  const shown = flags.quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics;
  if (shown.length === 0) return;
  const { columns, isTerminal } = io.stderr;
  const style = { palette: createPalette(flags, io, io.stderr), columns, verbose: flags.verbose, cuts: isTerminal, readSource: createSourceReader(io.cwd) };
  io.stderr.write(formatDiagnostics(shown, style));
  if (io.env['GITHUB_ACTIONS'] === 'true') annotate(shown, io);
}
