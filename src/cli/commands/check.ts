import { usageInvalid } from '../../diagnostics/usage.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals check`: whether the published pictures are what the sources give; makes nothing. With `--text`, whether every text can be drawn and fits. */
export async function runCheck(input: CommandInput): Promise<number> {
  return input.flags.text ? runCheckText(input) : runCheckProject(input);
}

/** @throws VisualsError `USAGE_INVALID` */
async function runCheckProject(input: CommandInput): Promise<number> {
  const { jobs, selection } = input.flags;
  if (Object.keys(selection).length > 0)
    throw new VisualsError(
      usageInvalid({ problem: '--only, --locale and --size go with --text alone: what is published is checked as a whole', help: 'visuals check --help' }),
    );
  const { checkProject } = await import('../../check-project.ts');
  return runReport(
    input,
    (options) => checkProject({ ...options, ...(jobs !== undefined && { jobs }) }),
    ({ exit, cells }, palette) =>
      exit === 0 ? `${palette.green('✓')} ${formatCount(cells, 'picture')} checked\n` : `${palette.red('✗')} ${formatCount(cells, 'picture')} checked\n`,
  );
}

async function runCheckText(input: CommandInput): Promise<number> {
  const { jobs, selection } = input.flags;
  const { checkText } = await import('../../check-text.ts');
  return runReport(
    input,
    (options) => checkText({ ...options, ...selection, ...(jobs !== undefined && { jobs }) }),
    ({ exit, cells, measured, milliseconds }, palette) => {
      const mark = exit === 0 ? palette.green('✓') : palette.red('✗');
      return `${mark} The texts of ${formatCount(cells, 'picture')} checked, ${measured} of them measured now ${palette.dim(`(${(milliseconds / 1000).toFixed(1)} s)`)}\n`;
    },
  );
}
