import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { BatchReport, BatchView } from '../../inspect-batches.ts';
import type { CommandInput } from '../command.ts';
import { formatCount, formatDollars } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { runReport } from '../run-report.ts';

/** `visuals batch status`: how far what was ordered is. */
export async function runBatchStatus(input: CommandInput): Promise<number> {
  const { inspectBatches } = await import('../../inspect-batches.ts');
  return runReport(input, inspectBatches, (report, palette) => formatBatches(report, palette, input.flags.verbose));
}

function formatBatches({ batches, exit }: BatchReport, palette: Palette, verbose: boolean): string {
  if (batches.length === 0) return exit === 0 ? 'Nothing is ordered in a batch\n' : '';
  return batches.map((batch) => formatBatch(batch, palette, verbose)).join('\n');
}

/** Names of art that a batch is told with, unless all are asked for. */
const mostNames = 6;

function formatBatch({ batch, at, pictures, high, arts, where }: BatchView, palette: Palette, verbose: boolean): string {
  const head = `${palette.bold(cleanForTerminal(batch.slice(0, 8)))}  ordered ${formatTime(at)}, ${formatCount(pictures, 'picture')}, up to ${formatDollars(high)}`;
  const shown = verbose ? arts : arts.slice(0, mostNames);
  const names = shown.map(({ art, pictures: count }) => cleanForTerminal(count === 1 ? art : `${art} (${count})`)).join(', ');
  const rest = arts.length > shown.length ? `, … (${arts.length})` : '';
  return `${head}\n  ${cleanForTerminal(describe(where))}\n  ${names}${rest}\n`;
}

function describe(where: BatchView['where']): string {
  switch (where.kind) {
    case 'there':
      return describeState(where.state);
    case 'unsent':
      return 'never begun, so nothing was billed; `visuals build --batch` orders it again';
    case 'hidden':
      return `perhaps begun: the provider does not have it yet, and is believed after ${formatTime(where.until)}`;
    case 'gone':
      return `the provider no longer has it: ${where.message}`;
    case 'unreached':
      return `the provider could not be asked: ${where.message}`;
  }
}

function describeState({ phase, status, total, completed, failed, expires, problem }: Extract<BatchView['where'], { kind: 'there' }>['state']): string {
  if (phase === 'refused') return `refused, nothing was billed: ${problem === '' ? 'no reason given' : problem}`;
  const done = `${completed} of ${formatCount(total, 'request')} done${failed > 0 ? `, ${failed} without a picture` : ''}`;
  const word = status.replaceAll('_', ' ');
  if (phase === 'ended') return `${word}: ${done}; \`visuals build\` collects`;
  return `${word}: ${done}${expires === undefined ? '' : `; over by ${formatTime(expires)} at the latest`}`;
}

/** To the minute, in UTC as all times here. */
function formatTime(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
