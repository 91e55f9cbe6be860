import type { Flags } from '../flags.ts';
import type { Io } from '../io.ts';
import type { BuildEnding, BuildReporter } from './build-reporter.ts';

/** Errors, and nothing else. */
export function createQuietReporter(flags: Flags, io: Io): BuildReporter {
  const end = async ({ diagnostics }: BuildEnding): Promise<void> => {
    if (diagnostics.length > 0) (await import('../print-diagnostics.ts')).printDiagnostics(diagnostics, flags, io);
  };
  return { onEvent: () => undefined, end };
}
