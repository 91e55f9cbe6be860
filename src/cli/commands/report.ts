import { usageInvalid } from '../../diagnostics/usage.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import type { CommandInput } from '../command.ts';
import { formatReport, formatReportMarkdown } from '../reporters/format-report.ts';
import { formatSprint, formatSprintMarkdown } from '../reporters/format-sprint.ts';
import { runReport } from '../run-report.ts';

/** `visuals report`: a page of all pictures, or with `--since` of what changed; with `--sprint` the figures of what was delivered. */
export async function runReportCommand(input: CommandInput): Promise<number> {
  const { since, out, prompts, sprint, markdown } = input.flags;
  const named = since !== undefined && { since };
  if (sprint) {
    refuseWithSprint({ out: out !== undefined, prompts });
    const { summariseSprint } = await import('../../summarise-sprint.ts');
    return runReport(
      input,
      (options) => summariseSprint({ ...options, ...named }),
      (report, palette) => (markdown ? formatSprintMarkdown(report) : formatSprint(report, palette)),
    );
  }
  const { writeReport } = await import('../../write-report.ts');
  return runReport(
    input,
    (options) => writeReport({ ...options, ...named, ...(out !== undefined && { out }), prompts }),
    (report, palette) => (markdown ? formatReportMarkdown(report) : formatReport(report, palette)),
  );
}

/** Figures have no folder and no prompts: a flag that would do nothing is a mistake. */
function refuseWithSprint(given: { readonly out: boolean; readonly prompts: boolean }): void {
  const idle = Object.entries(given).flatMap(([name, isGiven]) => (isGiven ? [`--${name}`] : []));
  if (idle.length > 0) throw new VisualsError(usageInvalid({ problem: `${idle.join(' and ')} can't go with --sprint`, help: 'visuals report --help' }));
}
