import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals lock resolve`: unites both sides of a merge conflict in the lock. */
export async function runLockResolve(input: CommandInput): Promise<number> {
  const { resolveLock } = await import('../../resolve-lock.ts');
  return runReport(input, resolveLock, ({ conflicted, pictures, undecided, diagnostics }) => {
    if (diagnostics.length > undecided.length) return '';
    const held = formatCount(pictures, 'bought picture');
    const done = conflicted ? `Kept both sides: the lock names ${held}. Commit visuals.lock.json` : `There was no conflict: the lock names ${held}`;
    return `${done}${undecided.length > 0 ? `\n${formatCount(undecided.length, 'choice')} left to a person` : ''}\n`;
  });
}
