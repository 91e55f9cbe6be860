import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { isObject } from '../model/json.ts';
import type { Row, RowTable, RowValues } from './row.ts';

/** How rows are called that came as values. */
export interface TableSource {
  readonly name: string;
  /** What to say of all of them, or of the row with an index. */
  readonly refuse: (problem: string, at?: number) => Diagnostic;
  readonly locate: (at: number) => Place | undefined;
}

/**
 * Makes a table of a list of objects; its columns are those that any of them has.
 * @throws VisualsError what `refuse` makes of values that are no rows
 */
export function createTable(value: unknown, { name, refuse, locate }: TableSource): RowTable {
  if (!Array.isArray(value)) throw new VisualsError(refuse('is no list of rows'));
  const items: readonly unknown[] = value;
  const problems = items.flatMap((item, at) => (isRow(item) ? [] : [refuse(`has no object in row ${at + 1}`, at)]));
  if (problems.length > 0) throw new VisualsError(problems);
  const rows = items.filter(isRow).map((values, at): Row => ({ values, name: `row ${at + 1} of ${name}`, locate: () => locate(at) }));
  return { name, columns: [...new Set(rows.flatMap(({ values }) => Object.keys(values)))], rows };
}

function isRow(value: unknown): value is RowValues {
  return isObject(value);
}
