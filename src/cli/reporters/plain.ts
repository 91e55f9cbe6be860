import type { BuildEvent } from '../../model/event.ts';
import type { Flags } from '../flags.ts';
import type { Io } from '../io.ts';
import { formatCounts, formatRan, formatSummary, formatWaiting } from './format-summary.ts';
import type { BuildEnding, BuildReporter } from './build-reporter.ts';
import { advanceProgress, noProgress } from './track-progress.ts';

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
    const { cached, made, failed } = progress;
    io.stderr.write(`${cached + made + failed}/${progress.cells}: ${formatCounts({ cached, made, failed, fresh: 0 })}\n`);
  };
  const end = async (ending: BuildEnding): Promise<void> => {
    if (ending.diagnostics.length > 0) (await import('../print-diagnostics.ts')).printDiagnostics(ending.diagnostics, flags, io);
    if (flags.verbose) io.stdout.write(await formatDetails(ending, flags, io));
    io.stdout.write(`${formatSummary(ending, progress.outputs).text}\n`);
  };
  return { onEvent, end };
}

async function formatDetails({ report }: BuildEnding, flags: Flags, io: Io): Promise<string> {
  if (report === undefined) return '';
  const [{ formatChangeList }, { createPalette }] = await Promise.all([import('./format-change-list.ts'), import('../palette.ts')]);
  return `${formatChangeList(report.made, createPalette(flags, io, io.stdout), true)}${report.removed.map((path) => `removed ${path}\n`).join('')}${formatRan(report.ran)}\n`;
}
