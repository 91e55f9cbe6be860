import type { Flags } from '../flags.ts';
import type { Io } from '../io.ts';
import type { BuildReporter } from './build-reporter.ts';

/** The reporter that the flags and the terminal ask for; each is loaded only when it is the one. GitHub's annotations go along with any but JSON. */
export async function createReporter(flags: Flags, io: Io, signal: AbortSignal): Promise<BuildReporter> {
  if (flags.json) return (await import('./json.ts')).createJsonReporter(io);
  if (flags.quiet) return (await import('./quiet.ts')).createQuietReporter(flags, io);
  const redraws = io.stderr.isTerminal && io.env['TERM'] !== 'dumb' && (io.env['CI'] ?? '') === '';
  if (redraws) return (await import('./pretty.ts')).createPrettyReporter(flags, io, signal);
  return (await import('./plain.ts')).createPlainReporter(flags, io);
}
