import type { Io } from './io.ts';
import { parsePlainBuild } from './parse-plain-build.ts';
import { runCommand } from './run-command.ts';

/** Runs a command line in any world; never throws. */
export async function runCommandLine(words: readonly string[], io: Io): Promise<number> {
  const flags = parsePlainBuild(words);
  if (flags !== undefined) return runCommand({ name: 'build', flags, operands: [] }, io);
  const { runFullCommandLine } = await import('./run-full-command-line.ts');
  return runFullCommandLine(words, io);
}
