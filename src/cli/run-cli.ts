import { createProcessIo } from './process-io.ts';
import { runCommandLine } from './run-command-line.ts';

/**
 * Runs a command line in this process.
 * @param words the arguments after the command's own name
 * @param version of this package
 * @returns the exit code, as in failures: 0 ok, 1 some assets failed, 2 usage or config, …
 */
export function runCli(words: readonly string[], version: string): Promise<number> {
  return runCommandLine(words, createProcessIo(version));
}
