import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { CellChange } from '../../model/report.ts';
import { formatCount } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { formatCause, formatReason, groupChanges, type ChangeGroup } from './format-changes.ts';

/** How many cells a line names unless all are asked for. */
const mostNamed = 6;

/** Changes for people: one block an asset, in it one paragraph a reason with its fields, old → new. */
export function formatChangeList(changes: readonly CellChange[], palette: Palette, verbose: boolean): string {
  const groups = groupChanges(changes);
  const assets = [...new Set(groups.map(({ asset }) => asset))];
  return assets
    .map((asset) => {
      const own = groups.filter((group) => group.asset === asset);
      const count = own.reduce((sum, { cells }) => sum + cells.length, 0);
      return `${palette.bold(cleanForTerminal(asset))}  ${formatCount(count, 'picture')}\n${own.map((group) => formatGroup(group, palette, verbose)).join('')}`;
    })
    .join('\n');
}

function formatGroup(group: ChangeGroup, palette: Palette, verbose: boolean): string {
  const named = verbose ? group.cells : group.cells.slice(0, mostNamed);
  const cells = `${named.join(', ')}${named.length < group.cells.length ? `, … (${group.cells.length})` : ''}`;
  const causes = group.causes.map((cause) => `    ${palette.cyan(cleanForTerminal(cause.field))}  ${formatCause(cause)}\n`);
  const example = group.same || causes.length === 0 ? '' : `    ${palette.dim(`(as in ${group.cells[0] ?? ''}; the others have values of their own)`)}\n`;
  return `  ${formatReason(group.reason)}: ${palette.dim(cleanForTerminal(cells))}\n${causes.join('')}${example}`;
}
