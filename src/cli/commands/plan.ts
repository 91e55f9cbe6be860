import type { CommandInput } from '../command.ts';
import { formatPlan, formatPlanMarkdown } from '../reporters/format-plan.ts';
import { runReport } from '../run-report.ts';

/** `visuals plan`: what a build would make, and why. */
export async function runPlan(input: CommandInput): Promise<number> {
  const { flags } = input;
  const { planBuild } = await import('../../plan-build.ts');
  return runReport(
    input,
    (options) => planBuild({ ...options, ...flags.selection, batch: flags.batch }),
    (report, palette) => (flags.markdown ? formatPlanMarkdown(report) : formatPlan(report, palette, flags.verbose)),
  );
}
