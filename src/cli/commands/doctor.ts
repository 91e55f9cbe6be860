import { exitCode } from '../../diagnostics/define.ts';
import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { DoctorFinding } from '../../model/report.ts';
import type { CommandInput } from '../command.ts';
import { createPalette, type Palette } from '../palette.ts';
import { readProject } from '../run-report.ts';

/** `visuals doctor`: whether this machine and this project have what a build needs. */
export async function runDoctor({ flags, io }: CommandInput): Promise<number> {
  const { inspectInstallation } = await import('../../inspect-installation.ts');
  const findings = await inspectInstallation(readProject(flags, io));
  const shown = flags.quiet ? findings.filter(({ status }) => status === 'error') : findings;
  io.stdout.write(flags.json ? `${JSON.stringify(findings)}\n` : formatFindings(shown, createPalette(flags, io, io.stdout)));
  return findings.some(({ status }) => status === 'error') ? exitCode.someFailed : exitCode.ok;
}

/** A line a finding, and its fix below. */
export function formatFindings(findings: readonly DoctorFinding[], palette: Palette): string {
  const widest = Math.max(0, ...findings.map(({ subject }) => subject.length));
  const marks = { ok: palette.green('✓'), warning: palette.yellow('!'), error: palette.red('✗') } as const;
  return findings
    .map(({ subject, status, detail, fix }) => {
      const remedy = fix === undefined ? '' : `  ${' '.repeat(widest)}  ${palette.green('fix:')} ${cleanForTerminal(fix)}\n`;
      return `${marks[status]} ${subject.padEnd(widest)}  ${cleanForTerminal(detail)}\n${remedy}`;
    })
    .join('');
}
