import { resolve } from 'node:path';
import type { CheckReport } from '../../model/report.ts';
import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { runReport } from '../run-report.ts';

/** `visuals check`: whether the published pictures are what the sources give, and fit to be shown; makes nothing. With `--text`, whether every text can be drawn and fits. */
export async function runCheck(input: CommandInput): Promise<number> {
  return input.flags.text ? runCheckText(input) : runCheckProject(input);
}

async function runCheckProject(input: CommandInput): Promise<number> {
  const { jobs, fix, noVault, sarif } = input.flags;
  const { checkProject } = await import('../../check-project.ts');
  return runReport(
    input,
    async (options) => {
      const report = await checkProject({ ...options, fix, vault: !noVault, ...(jobs !== undefined && { jobs }) });
      if (sarif !== undefined) await writeSarif(report, sarif, input);
      return report;
    },
    formatCheck,
  );
}

async function writeSarif({ diagnostics }: CheckReport, file: string, { io, flags }: CommandInput): Promise<void> {
  const [{ formatSarif }, { writeFileAtomic }] = await Promise.all([import('../reporters/format-sarif.ts'), import('../../store/write-file.ts')]);
  writeFileAtomic(resolve(io.cwd, file), formatSarif(diagnostics, { version: io.version, config: flags.config ?? 'visuals.config.ts' }));
}

function formatCheck({ exit, cells, fixed, looked, policies }: CheckReport, palette: Palette): string {
  const mark = exit === 0 ? palette.green('✓') : palette.red('✗');
  const restored = fixed.length === 0 ? '' : `${palette.green('✓')} ${formatCount(fixed.length, 'file')} put back\n`;
  const how = palette.dim(looked === 0 ? '(nothing had changed since it was looked at)' : `(looked ${formatCount(looked, 'time')})`);
  return `${restored}${policies.map(formatPolicy).join('')}${mark} ${formatCount(cells, 'picture')} checked ${how}\n`;
}

function formatPolicy({ asset, ...policy }: CheckReport['policies'][number]): string {
  const declared = Object.entries(policy).map(([subject, value]) => `${subject} ${value}`);
  return `  ${asset}: ${declared.join(', ')}\n`;
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
