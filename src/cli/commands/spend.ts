import type { CommandInput } from '../command.ts';
import { formatForgotten, formatSpending } from '../reporters/format-spending.ts';
import { runReport } from '../run-report.ts';

/** `visuals spend`: what was spent on pictures; with `--forget`, gives up a request whose outcome is unknown, and `--not-billed` counts it as not spent. */
export async function runSpend(input: CommandInput): Promise<number> {
  const { forget, notBilled, verbose } = input.flags;
  if (forget !== undefined) {
    const { forgetAttempt } = await import('../../forget-attempt.ts');
    return runReport(input, (options) => forgetAttempt({ ...options, attempt: forget, notBilled }), formatForgotten);
  }
  const { readSpending } = await import('../../read-spending.ts');
  return runReport(input, readSpending, (report, palette) => formatSpending(report, palette, verbose));
}
