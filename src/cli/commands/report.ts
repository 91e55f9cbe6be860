import type { CommandInput } from '../command.ts';
import { formatReport, formatReportMarkdown } from '../reporters/format-report.ts';
import { formatSprint, formatSprintMarkdown } from '../reporters/format-sprint.ts';
import { runReport } from '../run-report.ts';

/** `visuals report`: a page of all pictures, or with `--since` of what changed; with `--sprint` the figures of what was delivered. */
export async function runReportCommand(input: CommandInput): Promise<number> {
  const { since, out, prompts, sprint, markdown } = input.flags;
  const named = since !== undefined && { since };
  if (sprint) {
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
