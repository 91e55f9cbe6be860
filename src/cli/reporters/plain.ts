import type { BuildEvent } from '../../model/event.ts';
import type { BuildReport } from '../../model/report.ts';
import type { Flags } from '../flags.ts';
import type { Io } from '../io.ts';
import { formatCounts, formatPurchases, formatSummary, formatWaiting } from './format-summary.ts';
import type { BuildEnding, BuildReporter } from './build-reporter.ts';
import { advanceProgress, noProgress } from './track-progress.ts';
import type { Progress } from './track-progress.ts';

const progressMilliseconds = 5000;

/**
 * For logs: whole lines, no escape sequences, a line of progress every five seconds at most, nothing at all for a build that is quick. What only a build
 * with something to tell needs is loaded when it tells it.
 */
export function createPlainReporter(flags: Flags, io: Io): BuildReporter {
  let progress = noProgress;
  let toldAt = io.now();
  const onEvent = (event: BuildEvent): void => {
    const now = io.now();
    progress = advanceProgress(progress, event, now);
    if (event.type === 'waiting') io.stderr.write(`${formatWaiting(event)}\n`);
    if (progress.cells === 0 || now - toldAt < progressMilliseconds) return;
    toldAt = now;
    io.stderr.write(`${formatProgress(progress)}\n`);
  };
  const end = async (ending: BuildEnding): Promise<void> => {
    if (ending.diagnostics.length > 0) (await import('../print-diagnostics.ts')).printDiagnostics(ending.diagnostics, flags, io);
    if (flags.verbose && ending.report !== undefined) await writeDetails(ending.report, flags, io);
    io.stdout.write(`${formatSummary(ending, progress.outputs).text}\n`);
  };
  return { onEvent, end };
}

function formatProgress({ cells, cached, made, failed, purchases }: Progress): string {
  const ended = cached + made + failed;
  const parts = [ended === 0 ? '' : formatCounts({ cached, made, failed, fresh: 0 }), formatPurchases(purchases)].filter((part) => part !== '');
  return `${ended}/${cells}${parts.length === 0 ? '' : `: ${parts.join('; ')}`}`;
}

async function writeDetails(report: BuildReport, flags: Flags, io: Io): Promise<void> {
  const [{ formatDetails }, { createPalette }] = await Promise.all([import('./format-details.ts'), import('../palette.ts')]);
  io.stdout.write(formatDetails(report, createPalette(flags, io, io.stdout)));
}
