import { exitCode } from '../../diagnostics/define.ts';
import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { CommandInput } from '../command.ts';
import { readProject } from '../run-report.ts';

/** `visuals unlock`: removes the lock of a build that is gone, where visuals itself can't tell that it is. */
export async function runUnlock({ flags, io }: CommandInput): Promise<number> {
  const { unlockProject } = await import('../../unlock-project.ts');
  const report = await unlockProject(readProject(flags, io));
  if (flags.json) io.stdout.write(`${JSON.stringify(report)}\n`);
  else if (!flags.quiet) io.stdout.write(`${formatOwner(report.owner)}\n`);
  return exitCode.ok;
}

function formatOwner(owner: { readonly pid: number; readonly host: string; readonly since: string } | undefined): string {
  if (owner === undefined) return 'No running build holds the lock';
  return cleanForTerminal(`Removed the lock of process ${owner.pid} on ${owner.host}, held since ${owner.since}`);
}
