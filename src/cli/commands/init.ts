import { exitCode } from '../../diagnostics/define.ts';
import type { InitReport } from '../../init-project.ts';
import { askStart } from '../ask-start.ts';
import type { CommandInput } from '../command.ts';
import { createPalette, type Palette } from '../palette.ts';
import { printDiagnostics } from '../print-diagnostics.ts';

/** `visuals init`: starts a project in a folder or a site. In a terminal it asks for the template and whether to install. */
export async function runInit(input: CommandInput): Promise<number> {
  const { flags, io } = input;
  const { initProject } = await import('../../init-project.ts');
  const options = {
    root: io.cwd,
    version: io.version,
    dryRun: flags.dryRun,
    install: !flags.noInstall,
    ...(flags.template !== undefined && { template: flags.template }),
  };
  const asks = io.stdin.isTerminal && io.stderr.isTerminal && !flags.yes && !flags.json && !flags.dryRun;
  const foretold = asks ? await initProject({ ...options, dryRun: true }) : undefined;
  const answers = foretold?.exit === exitCode.ok ? await askStart(input, foretold) : {};
  if (answers === undefined) return exitCode.interrupted;
  const onOutput = flags.json || flags.quiet ? {} : { onOutput: (text: string) => io.stderr.write(text) };
  const report = await initProject({ ...options, ...answers, ...onOutput, signal: io.watchInterrupts().signal });
  if (flags.json) io.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    printDiagnostics(report.diagnostics, flags, io);
    if (!flags.quiet) io.stdout.write(formatInit(report, createPalette(flags, io, io.stdout), flags.dryRun));
  }
  return report.exit;
}

/** What was done, then what comes next. */
function formatInit(report: InitReport, palette: Palette, dryRun: boolean): string {
  const { found, wrote, changed, kept, manual, install, run, show } = report;
  const title = (text: string): string => `${palette.bold(text)}\n`;
  const list = (heading: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `${title(heading)}${lines.map((line) => `  ${line}\n`).join('')}\n`;
  if (report.exit === exitCode.usage) return '';
  if (report.exit === exitCode.interrupted) return `${palette.bold('Interrupted')}: nothing was written, but for what may have been installed.\n`;
  const width = Math.max(...found.map(({ what }) => what.length));
  const steps = [...(install !== undefined && !install.ran ? [install.command] : []), `${run} build`, `${run} studio`];
  return [
    list(
      'Found',
      found.map(({ what, value, where }) => `${what.padEnd(width)}  ${value}  ${palette.dim(`(${where})`)}`),
    ),
    list(dryRun ? 'Would write' : 'Wrote', wrote),
    list(dryRun ? 'Would change' : 'Changed', changed),
    list('Left alone, as they were there', kept),
    ...manual.map(({ what, lines }) => list(what, lines)),
    list(
      'Next',
      steps.map((step, at) => (at === steps.length - 1 ? `${step}  ${palette.dim('a page to look at the pictures, while they follow every change')}` : step)),
    ),
    list(
      'On a page',
      show.length === 0 ? [] : [...show, palette.dim('and in its CSS, so that no picture is wider than its place: img { max-width: 100%; height: auto; }')],
    ),
  ].join('');
}
