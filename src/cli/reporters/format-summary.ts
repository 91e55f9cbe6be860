import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import { exitCode } from '../../diagnostics/define.ts';
import type { BuildCounts } from '../../model/event.ts';
import { formatCount, formatDollars, formatDuration, formatPrice, formatSpendFlag } from '../format-count.ts';
import type { BuildReport, EditedArt } from '../../model/report.ts';
import type { BuildEnding } from './build-reporter.ts';
import { formatAwaited } from './format-purchases.ts';
import type { Progress } from './track-progress.ts';

const noCounts: BuildCounts = { fresh: 0, cached: 0, made: 0, failed: 0 };

/** The line that a build ends with. `outputs` is the number of files, 0 when it was not told. */
export function formatSummary(ending: BuildEnding, outputs: number): { readonly mark: 'ok' | 'failed' | 'stopped'; readonly text: string } {
  const took = formatDuration(ending.milliseconds);
  if (ending.exit === exitCode.interrupted || ending.exit === exitCode.terminated)
    return { mark: 'stopped', text: `${formatInterruption(ending.report?.counts, took)}${formatArt(ending.report)}` };
  const { counts, removed } = ending.report ?? { counts: noCounts, removed: [] };
  const total = counts.fresh + counts.cached + counts.made + counts.failed + (counts.waiting ?? 0);
  if (ending.exit !== 0 && total === 0) return { mark: 'failed', text: `Nothing was built (${took})` };
  const pictures = `${formatCount(total, 'picture')}${outputs > 0 ? `, ${formatCount(outputs, 'file')}` : ''}`;
  const gone = removed.length > 0 ? `, ${formatCount(removed.length, 'old file')} removed` : '';
  const done = `${pictures}: ${formatCounts(counts)}${gone} in ${took}${formatArt(ending.report)}`;
  if (ending.exit !== 0) return { mark: 'failed', text: done };
  if (counts.fresh === total && removed.length === 0) return { mark: 'ok', text: `Nothing changed: ${pictures} ${total === 1 ? 'is' : 'are'} fresh (${took})` };
  return { mark: 'ok', text: done };
}

/** `12 made, 132 cached`; what is zero is not said, but something always is. */
export function formatCounts(counts: BuildCounts): string {
  const names = ['made', 'cached', 'fresh', 'failed', 'waiting'] as const;
  const parts = names.flatMap((name) => ((counts[name] ?? 0) > 0 ? [`${counts[name]} ${name}`] : []));
  return parts.length > 0 ? parts.join(', ') : 'nothing to do';
}

/** Further lines on bought art: what came and what it cost, what is a stand-in, what is not paid for; nothing when there is nothing to say. */
function formatArt(report: BuildReport | undefined): string {
  const { spent = 0, art } = report ?? {};
  const lines: string[] = [];
  if (spent > 0 || (art?.bought ?? 0) > 0) lines.push(`Bought ${formatCount(art?.bought ?? 0, 'picture')}, spent ${formatDollars(spent)}`);
  if (art?.collected !== undefined)
    lines.push(
      `Collected ${formatCount(art.collected.pictures, 'picture')} that ${art.collected.pictures === 1 ? 'was' : 'were'} ordered, for ${formatDollars(art.collected.cost)}`,
    );
  if (art?.awaited !== undefined) lines.push(formatAwaited(art.awaited));
  if (art !== undefined && art.drafts > 0) lines.push(`Stand-ins marked DRAFT: ${art.drafts}`);
  if (art !== undefined && art.unpaid.pictures > 0)
    lines.push(
      `Not paid for: ${formatCount(art.unpaid.pictures, 'picture')}, ${formatPrice(art.unpaid)}; ${art.batch ? 'order with `visuals build --batch' : 'buy with `visuals build'} ${formatSpendFlag(art.unpaid)}\``,
    );
  for (const edit of art?.edits ?? []) if (edit.made && edit.changedOutside > 0) lines.push(formatEdit(edit));
  return lines.map((line) => `\n  ${line}`).join('');
}

/** Whoever masked an edit wants to know that the model did not keep to it, and that it does not show. */
function formatEdit({ art, changedOutside }: EditedArt): string {
  const share = changedOutside < 0.01 ? 'less than 1 %' : `${Math.round(changedOutside * 100)} %`;
  return cleanForTerminal(`${art}: the model changed ${share} outside the mask; put back`);
}

/** `2 waiting, 1 sent, 3 received`; empty when nothing was asked of a provider. */
export function formatPurchases({ waiting, sent, received }: Progress['purchases']): string {
  const parts = Object.entries({ waiting, sent, received }).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
  return parts.length > 0 ? `buying: ${parts.join(', ')}` : '';
}

/** Who is in the way; `since` is told by the other process and not trusted to be harmless. */
export function formatWaiting({ pid, host, since }: NonNullable<Progress['waitingFor']>): string {
  return cleanForTerminal(`Waiting for another build of this project: process ${pid} on ${host}, since ${since}`);
}

function formatInterruption(counts: BuildCounts | undefined, took: string): string {
  const made = counts === undefined ? '' : `: ${formatCount(counts.made, 'picture')} made`;
  return `Interrupted after ${took}${made}. What was finished is kept; the next build goes on from there`;
}
