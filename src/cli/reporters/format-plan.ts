import type { PlanReport } from '../../model/report.ts';
import { escapeMarkdown } from '../annotate.ts';
import { formatCount } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { formatChangeList } from './format-change-list.ts';
import { formatPurchaseList, formatPurchaseTable } from './format-purchases.ts';
import { formatCause, formatReason, groupChanges, type ChangeGroup } from './format-changes.ts';

/** What a build would do, for people. */
export function formatPlan(report: PlanReport, palette: Palette, verbose: boolean): string {
  const { changes, removes } = report;
  const list = changes.length > 0 ? `\n${formatChangeList(changes, palette, verbose)}` : '';
  const shown = verbose ? removes : removes.slice(0, 6);
  const gone =
    removes.length > 0
      ? `\n${palette.bold('to remove')}\n${shown.map((path) => `  ${path}\n`).join('')}${shown.length < removes.length ? `  … (${removes.length})\n` : ''}`
      : '';
  return `${formatHeadline(report)}\n${list}${gone}${formatPurchaseList(report, palette, verbose)}`;
}

/** The same for a pull request: a table, one row an asset and reason. */
export function formatPlanMarkdown(report: PlanReport): string {
  const { changes, removes } = report;
  const rows = groupChanges(changes).map((group) => `| ${escapeMarkdown(group.asset)} | ${group.cells.length} | ${formatWhy(group)} |\n`);
  const table = rows.length > 0 ? `\n| asset | pictures | why |\n|---|--:|---|\n${rows.join('')}` : '';
  const gone =
    removes.length > 0
      ? `\n<details><summary>${formatCount(removes.length, 'file')} to remove</summary>\n\n${removes.map((path) => `- ${formatCode(path)}\n`).join('')}\n</details>\n`
      : '';
  return `### visuals plan\n\n${formatHeadline(report)}\n${table}${gone}${formatPurchaseTable(report)}`;
}

function formatHeadline({ exit, cells, outputs, reused, changes, purchases, removes }: PlanReport): string {
  if (exit !== 0 && cells === 0) return 'Nothing could be planned';
  const all = `${formatCount(cells, 'picture')}, ${formatCount(outputs, 'file')}`;
  if (changes.length + removes.length + purchases.length === 0) return `Nothing to do: ${all}, all as they should be`;
  return `${all}: ${changes.length} to make, ${reused} reused${removes.length > 0 ? `, ${formatCount(removes.length, 'file')} to remove` : ''}`;
}

function formatWhy({ reason, causes, same }: ChangeGroup): string {
  if (causes.length === 0) return formatReason(reason);
  const fields = causes.map((cause) => `${formatCode(cause.field)}: ${escapeMarkdown(formatCause(cause, 40))}`);
  return `${fields.join('<br>')}${same ? '' : '<br>(and the like)'}`;
}

/** Code in Markdown, fenced by more backticks than it holds. */
function formatCode(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${text.replaceAll('|', String.raw`\|`).replaceAll(/\s+/g, ' ')}${padding}${fence}`;
}
