import { cleanForTerminal, truncateToWidth } from '../../diagnostics/display-width.ts';
import { isDigest } from '../../model/digest.ts';
import type { Cause, CellChange } from '../../model/report.ts';

/** Changes of one asset that have the same reason in the same fields. */
export interface ChangeGroup {
  readonly asset: string;
  readonly reason: CellChange['reason'];
  /** Cells without the asset's name in front. */
  readonly cells: readonly string[];
  /** As in the first cell. */
  readonly causes: readonly Cause[];
  /** Whether all cells have these very values. */
  readonly same: boolean;
}

/** Groups changes in their order: by asset, reason and the names of the fields. */
export function groupChanges(changes: readonly CellChange[]): readonly ChangeGroup[] {
  const groups = new Map<string, { readonly first: CellChange; readonly cells: string[]; same: boolean }>();
  for (const change of changes) {
    const key = JSON.stringify([change.asset, change.reason, change.causes.map(({ field }) => field)]);
    const group = groups.get(key) ?? { first: change, cells: [], same: true };
    group.cells.push(change.cell.startsWith(`${change.asset}/`) ? change.cell.slice(change.asset.length + 1) : change.cell);
    group.same &&= JSON.stringify(change.causes) === JSON.stringify(group.first.causes);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ first, cells, same }) => ({ asset: first.asset, reason: first.reason, cells, causes: first.causes, same }));
}

/** Why, in words. */
export function formatReason(reason: CellChange['reason']): string {
  switch (reason) {
    case 'new':
      return 'new';
    case 'changed':
      return 'changed';
    case 'lost':
      return 'lost: the result is no longer in the cache';
  }
}

/** One value of a key record, short enough for a line: a digest by its first digits, a long text by its beginning. */
export function shortenValue(value: string, columns = 60): string {
  if (isDigest(value)) return value.slice(0, 12);
  return truncateToWidth(cleanForTerminal(value), columns);
}

/** `"old" → "new"`, or that the field came or went. Long texts are shown from shortly before the first difference. */
export function formatCause({ before, after }: Cause, columns = 60): string {
  if (before === undefined) return `new: ${quote(after ?? '', columns)}`;
  if (after === undefined) return `gone, was ${quote(before, columns)}`;
  const start = Math.max(before.length, after.length) > columns ? Math.max(0, countCommonStart(before, after) - contextBefore) : 0;
  return `${quote(before, columns, start)} → ${quote(after, columns, start)}`;
}

/** How much of what two long texts share is shown before they part. */
const contextBefore = 12;

function quote(value: string, columns: number, start = 0): string {
  if (isDigest(value)) return shortenValue(value);
  return JSON.stringify(start > 0 ? `…${shortenValue(value.slice(start), columns - 1)}` : shortenValue(value, columns));
}

function countCommonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
