import { exitCode } from '../diagnostics/define.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

/**
 * Says in diagnostics where the raw reply is kept.
 * @param file absolute; undefined when there is none
 */
export function tellKept(diagnostics: readonly Diagnostic[], file: string | undefined): readonly Diagnostic[] {
  if (file === undefined) return diagnostics;
  return diagnostics.map((each) => ({ ...each, message: `${each.message} (the raw answer is kept in ${file})` }));
}

/**
 * Says in what went wrong with the disk where the answer is that was paid for.
 * @param file absolute; undefined when no place took it
 */
export function tellRescued(diagnostics: readonly Diagnostic[], file: string | undefined, attempt: string): readonly Diagnostic[] {
  if (file === undefined) return diagnostics.map((each) => ({ ...each, message: `${each.message}; no place took the paid answer of attempt ${attempt}` }));
  return diagnostics.map((each) => ({
    ...each,
    message: `${each.message}; the paid answer is kept in ${file}`,
    ...(each.exit === exitCode.storage && {
      fix: 'Free some space or mend the disk, then run `visuals build`: it takes the answer over and buys nothing for it. In another clone, first copy the files of this name into visuals.vault/.journal/.',
    }),
  }));
}
