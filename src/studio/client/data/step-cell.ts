import type { Matrix } from './lay-out-matrix.ts';

/** Where a person goes from a cell. */
export type Direction = 'up' | 'down' | 'before' | 'after' | 'first' | 'last';

/** The next cell in a direction, across holes; the cell itself at an edge. From nowhere, the first cell. */
export function stepCell(matrix: Matrix, from: string, direction: Direction): string {
  const place = matrix.placeOf(from);
  if (place === undefined) return findFirst(matrix) ?? '';
  const { row, column } = place;
  if (direction === 'first') return scan(matrix, row, 0, 1) ?? from;
  if (direction === 'last') return scan(matrix, row, matrix.columns.length - 1, -1) ?? from;
  if (direction === 'before' || direction === 'after') return scan(matrix, row, column + stepOf(direction), stepOf(direction)) ?? from;
  return scanRows(matrix, row, column, stepOf(direction)) ?? from;
}

/** Cells as they are read: row by row. */
export function listInOrder({ rows, columns, cellAt }: Matrix): readonly string[] {
  return rows.flatMap((_, row) => columns.flatMap((__, column) => cellAt(row, column)?.id ?? []));
}

/** All cells of the rectangle between two cells. */
export function listBetween({ placeOf, cellAt }: Matrix, a: string, b: string): readonly string[] {
  const [from, to] = [placeOf(a), placeOf(b)];
  if (from === undefined || to === undefined) return [b];
  const rows = listRange(from.row, to.row);
  const columns = listRange(from.column, to.column);
  return rows.flatMap((row) => columns.flatMap((column) => cellAt(row, column)?.id ?? []));
}

function listRange(a: number, b: number): readonly number[] {
  return Array.from({ length: Math.abs(a - b) + 1 }, (_, index) => Math.min(a, b) + index);
}

function stepOf(direction: Direction): 1 | -1 {
  return direction === 'down' || direction === 'after' ? 1 : -1;
}

function findFirst(matrix: Matrix): string | undefined {
  return matrix.rows.length === 0 ? undefined : scan(matrix, 0, 0, 1);
}

/** The nearest cell of a row from a column on. */
function scan(matrix: Matrix, row: number, column: number, step: 1 | -1): string | undefined {
  for (let at = column; at >= 0 && at < matrix.columns.length; at += step) {
    const cell = matrix.cellAt(row, at);
    if (cell !== undefined) return cell.id;
  }
  return undefined;
}

/** A row may have a hole in this column: the nearest cell of that row is taken. */
function scanRows(matrix: Matrix, row: number, column: number, step: 1 | -1): string | undefined {
  const next = row + step;
  if (next < 0 || next >= matrix.rows.length) return undefined;
  return scan(matrix, next, column, 1) ?? scan(matrix, next, column, -1);
}
