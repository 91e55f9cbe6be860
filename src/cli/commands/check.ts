import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals check`: whether the published pictures are what the sources give; makes nothing. */
export async function runCheck(input: CommandInput): Promise<number> {
  const { checkProject } = await import('../../check-project.ts');
  return runReport(
    input,
    (options) => checkProject({ ...options, ...(input.flags.jobs !== undefined && { jobs: input.flags.jobs }) }),
    ({ exit, cells }, palette) =>
      exit === 0 ? `${palette.green('✓')} ${formatCount(cells, 'picture')} checked\n` : `${palette.red('✗')} ${formatCount(cells, 'picture')} checked\n`,
  );
}
