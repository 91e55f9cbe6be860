import { exitCode } from '../../diagnostics/define.ts';
import type { InitOptions, InitReport } from '../../init-project.ts';
import type { TemplateView } from '../../start/describe-template.ts';
import type { CommandInput } from '../command.ts';
import { createPalette, type Palette } from '../palette.ts';
import { printDiagnostics } from '../print-diagnostics.ts';

/** `visuals init`: starts a project in a folder or a site. In a terminal it asks for the template and whether to install. */
export async function runInit({ flags, io }: CommandInput): Promise<number> {
  const { initProject } = await import('../../init-project.ts');
  const asks = io.stdin.isTerminal && io.stderr.isTerminal && !flags.yes && !flags.json && !flags.dryRun;
  const answers = asks ? await ask(flags, io) : {};
  if (answers === undefined) return exitCode.interrupted;
  const report = await initProject({
    root: io.cwd,
    version: io.version,
    dryRun: flags.dryRun,
    install: !flags.noInstall,
    ...(flags.template !== undefined && { template: flags.template }),
    ...answers,
    ...(!flags.json && !flags.quiet && { onOutput: (text: string) => io.stderr.write(text) }),
  });
  if (flags.json) io.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    printDiagnostics(report.diagnostics, flags, io);
    if (!flags.quiet) io.stdout.write(formatInit(report, createPalette(flags, io, io.stdout), flags.dryRun));
  }
  return report.exit;
}

/** Undefined when somebody would rather stop. */
async function ask(flags: CommandInput['flags'], io: CommandInput['io']): Promise<Pick<InitOptions, 'template' | 'install'> | undefined> {
  const [{ confirm, isCancel, select }, { listTemplates }] = await Promise.all([import('@clack/prompts'), import('../../list-templates.ts')]);
  const template =
    flags.template ??
    (await select({
      message: 'Which template shall the first picture have?',
      options: listChoices(await listTemplates({ root: io.cwd })),
      initialValue: 'social-card',
      maxItems: 8,
    }));
  if (isCancel(template)) return undefined;
  const install = flags.noInstall ? false : await confirm({ message: 'Install what is missing (visuals itself, a font)?' });
  return isCancel(install) ? undefined : { template, install };
}

function listChoices(templates: readonly TemplateView[]) {
  return templates.map(({ name, description }) => ({ value: name, label: name, hint: description }));
}

/** What was done, then what comes next. */
function formatInit(report: InitReport, palette: Palette, dryRun: boolean): string {
  const { found, wrote, changed, kept, manual, install, run, show } = report;
  const title = (text: string): string => `${palette.bold(text)}\n`;
  const list = (heading: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `${title(heading)}${lines.map((line) => `  ${line}\n`).join('')}\n`;
  if (report.exit === exitCode.usage) return '';
  const steps = [...(install !== undefined && !install.ran ? [install.command] : []), `${run} build`, `${run} studio`];
  return [
    list(
      'Found',
      found.map(({ what, value, where }) => `${what.padEnd(6)}  ${value}  ${palette.dim(`(${where})`)}`),
    ),
    list(dryRun ? 'Would write' : 'Wrote', wrote),
    list(dryRun ? 'Would change' : 'Changed', changed),
    list('Left alone, as they were there', kept),
    ...manual.map(({ what, lines }) => list(what, lines)),
    list(
      'Next',
      steps.map((step, at) => (at === steps.length - 1 ? `${step}  ${palette.dim('a page to look at the pictures, while they follow every change')}` : step)),
    ),
    list('On a page', show),
  ].join('');
}
