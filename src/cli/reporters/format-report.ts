import { dirname } from 'node:path';
import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { LiveCellState } from '../../model/live.ts';
import { formatGroup } from '../../report/describe-changes.ts';
import { formatShare } from '../../report/format-figures.ts';
import { formatState } from '../../report/format-state.ts';
import type { ReportComparison, ReportData, ReportGroup } from '../../report/report-data.ts';
import type { ReportResult } from '../../write-report.ts';
import { escapeMarkdown } from '../annotate.ts';
import { formatCount, formatDollars, formatDuration, formatPrice } from '../format-count.ts';
import type { Palette } from '../palette.ts';

/** How many pictures a row names. */
const mostNamed = 4;

/** What a report found and where it lies. */
export function formatReport({ page, data }: ReportResult, palette: Palette): string {
  if (data === undefined) return '';
  const { comparison } = data;
  const groups = (comparison?.groups ?? []).map(
    (group) => `  ${String(group.changes.length).padStart(5)}  ${cleanForTerminal(formatGroup(group))}${formatMost(group, ', ')}\n`,
  );
  const rest = comparison === undefined ? '' : `  ${palette.dim(`${String(comparison.unchanged).padStart(5)}  as they were`)}\n`;
  const head = comparison === undefined ? formatCount(data.cells.length, 'picture') : `${countChanges(comparison)} since ${cleanForTerminal(comparison.since)}`;
  return `${palette.bold(head)}; ${formatStates(data)}\n${groups.join('')}${rest}${palette.green('✓')} ${cleanForTerminal(page)}\n`;
}

/** The same as a comment on a pull request. Pictures can't be put into one, so cells are named, and the page is where they are seen. */
export function formatReportMarkdown({ page, data }: ReportResult): string {
  if (data === undefined) return '';
  const { comparison } = data;
  const title = comparison === undefined ? 'visuals: all pictures' : `visuals: what changed since ${escapeMarkdown(comparison.since)}`;
  const lines = [formatStates(data), ...(comparison === undefined ? [] : [formatWork(comparison)]), ...formatUnpaid(data), ...formatProblems(data)];
  const hint = `The pictures, before and after: keep the folder \`${escapeCode(dirname(page))}\` as an artifact and open its \`index.html\`.`;
  return `### ${title}\n\n${comparison === undefined ? `${formatCount(data.cells.length, 'picture')}.\n` : formatTable(comparison)}\n${lines.map((line) => `- ${line}\n`).join('')}\n${hint}\n`;
}

function countChanges({ groups }: ReportComparison): string {
  const kinds = ['changed', 'new', 'removed', 'failed'] as const;
  const counts = kinds.map((kind) => ({ kind, count: groups.filter((group) => group.kind === kind).reduce((sum, { changes }) => sum + changes.length, 0) }));
  const parts = counts.filter(({ count }) => count > 0).map(({ kind, count }) => `${count} ${kind}`);
  return parts.length === 0 ? 'No picture changed' : parts.join(', ');
}

const states: readonly LiveCellState[] = ['approved', 'changed', 'rejected', 'unreviewed', 'draft', 'failed'];

function formatStates({ cells }: ReportData): string {
  const counts = states.map((state) => ({ state, count: cells.filter((cell) => cell.state === state).length })).filter(({ count }) => count > 0);
  return counts.map(({ state, count }) => `${count} ${formatState(state)}`).join(', ');
}

function formatTable(comparison: ReportComparison): string {
  const head = `${countChanges(comparison)}; ${comparison.unchanged} as they were.\n`;
  const rows = comparison.groups.map(
    (group) => `| ${escapeMarkdown(formatGroup(group))} | ${group.changes.length} | ${formatMost(group, '') || '–'} | ${formatNames(group)} |\n`,
  );
  return rows.length === 0 ? head : `${head}\n| cause | pictures | changed at most | such as |\n|---|--:|--:|---|\n${rows.join('')}`;
}

/** The largest share of a picture that changed in a group. */
function formatMost({ changes }: ReportGroup, before: string): string {
  const shares = changes.flatMap(({ difference }) => difference?.share ?? []);
  return shares.length === 0 ? '' : `${before}${before === '' ? '' : 'at most '}${formatShare(Math.max(...shares))}`;
}

function formatNames({ changes }: ReportGroup): string {
  const rest = changes.length > mostNamed ? `<br>and ${changes.length - mostNamed} more` : '';
  return `${changes
    .slice(0, mostNamed)
    .map(({ cell }) => escapeMarkdown(cell))
    .join('<br>')}${rest}`;
}

function formatWork({ bought, work, alternatives }: ReportComparison): string {
  const cost = bought.pictures === 0 ? 'Nothing was bought' : `${formatCount(bought.pictures, 'picture')} bought for ${formatDollars(bought.cost)}`;
  const texts = alternatives.length === 0 ? '' : `; ${formatCount(alternatives.length, 'alternative text')} changed`;
  return `${cost}; ${formatCount(work.drawn, 'card')} drawn to compare, in ${formatDuration(work.milliseconds)}${texts}`;
}

function formatUnpaid({ purchases }: ReportData): readonly string[] {
  if (purchases.length === 0) return [];
  const sum = (pick: 'low' | 'high' | 'pictures'): number => purchases.reduce((total, each) => total + each[pick], 0);
  const price = formatPrice({ low: sum('low'), high: sum('high'), known: purchases.every(({ known }) => known) });
  return [`${formatCount(sum('pictures'), 'picture')} still to buy: ${price}`];
}

function formatProblems({ problems }: ReportData): readonly string[] {
  const codes = [...new Set(problems.map(({ code }) => code))];
  return codes.length === 0 ? [] : [`${formatCount(problems.length, 'problem')}: ${codes.map(escapeMarkdown).join(', ')}`];
}

function escapeCode(text: string): string {
  return text.replaceAll('`', '').replaceAll(/\s+/g, ' ');
}
