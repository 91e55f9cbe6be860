import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import { compareCodeUnits } from '../../keys/canonical.ts';
import type { WhyReport } from '../../model/report.ts';
import type { Palette } from '../palette.ts';
import { formatChangeList } from './format-change-list.ts';
import { shortenValue } from './format-changes.ts';

/** Why an asset's pictures were made the last time and what would be made now; with `verbose`, all that one picture depends on. */
export function formatWhy(report: WhyReport, palette: Palette, verbose: boolean): string {
  const last = report.last.length > 0 ? formatChangeList(report.last, palette, verbose) : 'Nothing of it was made.\n';
  const next = report.next.length > 0 ? formatChangeList(report.next, palette, verbose) : 'Nothing: its pictures are as they should be.\n';
  return `${palette.bold('The last build made')}\n${last}\n${palette.bold('The next build would make')}\n${next}${verbose ? formatRecord(report, palette) : ''}`;
}

function formatRecord({ record }: WhyReport, palette: Palette): string {
  if (record === undefined) return '';
  const fields = Object.entries(record.fields).toSorted(([a], [b]) => compareCodeUnits(a, b));
  const widest = Math.max(0, ...fields.map(([field]) => field.length));
  const lines = fields.map(([field, value]) => `  ${palette.cyan(cleanForTerminal(field).padEnd(widest))}  ${shortenValue(value, 100)}\n`);
  return `\n${palette.bold(`${cleanForTerminal(record.cell)} depends on`)}\n${lines.join('')}`;
}
