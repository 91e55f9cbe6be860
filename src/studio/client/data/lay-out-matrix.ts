import type { LiveCell } from '../../../model/live.ts';
import { groupBy } from '../../../model/group-by.ts';
import { formatVariant } from './filter-cells.ts';

/** What the outer level of the columns is. */
export type Grouping = 'size' | 'locale';

/** How tall thumbnails are. */
export type ThumbSize = 'small' | 'medium' | 'large';

/** One asset in one variant. Pixels from the top of the matrix. */
export interface MatrixRow {
  readonly key: string;
  readonly asset: string;
  readonly variant: string;
  readonly start: number;
  readonly count: number;
  readonly approved: number;
}

/** One size in one locale. Pixels from the beginning of the line. */
export interface MatrixColumn {
  readonly key: string;
  readonly size: string;
  readonly locale: string;
  readonly start: number;
  readonly width: number;
}

/** Neighbouring columns that share their outer value. */
export interface ColumnGroup {
  readonly value: string;
  readonly start: number;
  readonly width: number;
}

/** Where everything stands, before any picture is loaded: nothing moves when one arrives. */
export interface Matrix {
  readonly grouping: Grouping;
  readonly rows: readonly MatrixRow[];
  readonly columns: readonly MatrixColumn[];
  readonly groups: readonly ColumnGroup[];
  readonly rowHeight: number;
  readonly thumbHeight: number;
  readonly width: number;
  readonly height: number;
  /** The cell of a row and a column; the matrix has holes. */
  readonly cellAt: (row: number, column: number) => LiveCell | undefined;
  /** Where a cell stands. */
  readonly placeOf: (cell: string) => { readonly row: number; readonly column: number } | undefined;
}

/** Heights of thumbnails in pixels. */
const thumbHeights: { readonly [size in ThumbSize]: number } = { small: 84, medium: 126, large: 220 };

/** Space for the name of a row, above its pictures. */
const bandHeight = 40;
/** Space for the state, below a picture. */
const captionHeight = 30;
/** Space between columns. */
const gap = 20;
/** Space below a row. */
const rowGap = 8;
/** A caption needs so much. */
const leastWidth = 96;
/** Banners are drawn lower, rather than wider than this many times their height. */
const widestRatio = 2.2;

/** Arranges cells as rows of asset × variant and columns of size × locale, in the order in which they come. */
export function layOutMatrix(cells: readonly LiveCell[], { grouping, thumbs }: { readonly grouping: Grouping; readonly thumbs: ThumbSize }): Matrix {
  const thumbHeight = thumbHeights[thumbs];
  const rowHeight = bandHeight + thumbHeight + captionHeight + rowGap;
  const rows = listRows(cells, rowHeight);
  const columns = listColumns(cells, grouping, thumbHeight);
  const last = columns.at(-1);
  const [rowOf, columnOf] = [indexKeys(rows), indexKeys(columns)];
  const places = new Map(cells.map((cell) => [cell.id, { row: rowOf.get(keyOfRow(cell))!, column: columnOf.get(keyOfColumn(cell))! }]));
  const grid = new Map(cells.map((cell) => [`${rowOf.get(keyOfRow(cell))} ${columnOf.get(keyOfColumn(cell))}`, cell]));
  return {
    grouping,
    rows,
    columns,
    groups: groupColumns(columns, grouping),
    rowHeight,
    thumbHeight,
    width: last === undefined ? 0 : last.start + last.width + gap,
    height: rows.length * rowHeight,
    cellAt: (row, column) => grid.get(`${row} ${column}`),
    placeOf: (cell) => places.get(cell),
  };
}

function keyOfRow(cell: LiveCell): string {
  return `${cell.asset} ${formatVariant(cell)}`;
}

function keyOfColumn({ size, locale }: LiveCell): string {
  return `${size} ${locale}`;
}

function indexKeys(entries: readonly { readonly key: string }[]): ReadonlyMap<string, number> {
  return new Map(entries.map(({ key }, index) => [key, index]));
}

function listRows(cells: readonly LiveCell[], rowHeight: number): readonly MatrixRow[] {
  return [...groupBy(cells, keyOfRow)].map(([key, inRow], index) => ({
    key,
    asset: inRow[0]!.asset,
    variant: formatVariant(inRow[0]!),
    start: index * rowHeight,
    count: inRow.length,
    approved: inRow.filter(({ state }) => state === 'approved').length,
  }));
}

function listColumns(cells: readonly LiveCell[], grouping: Grouping, thumbHeight: number): readonly MatrixColumn[] {
  const ratios = new Map<string, number>();
  for (const { size, width, height } of cells) ratios.set(size, Math.max(ratios.get(size) ?? 0, width / height));
  const sizes = [...ratios.keys()];
  const locales = [...new Set(cells.map(({ locale }) => locale))];
  const pairs =
    grouping === 'size'
      ? sizes.flatMap((size) => locales.map((locale) => ({ size, locale })))
      : locales.flatMap((locale) => sizes.map((size) => ({ size, locale })));
  const used = new Set(cells.map(keyOfColumn));
  let start = gap;
  return pairs.flatMap(({ size, locale }) => {
    const key = `${size} ${locale}`;
    if (!used.has(key)) return [];
    const width = Math.max(leastWidth, Math.round(thumbHeight * Math.min(widestRatio, ratios.get(size) ?? 1)));
    const column = { key, size, locale, start, width };
    start += width + gap;
    return [column];
  });
}

function groupColumns(columns: readonly MatrixColumn[], grouping: Grouping): readonly ColumnGroup[] {
  const groups: ColumnGroup[] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (last?.value === column[grouping]) groups[groups.length - 1] = { ...last, width: column.start + column.width - last.start };
    else groups.push({ value: column[grouping], start: column.start, width: column.width });
  }
  return groups;
}
