import type { Place } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';

/** Values by column, as the author's function gets them. */
export interface RowValues {
  readonly [column: string]: Json;
}

/** A row, and where it was written. */
export interface Row {
  readonly values: RowValues;
  /** Such as `row 18 of "data/products.csv"`. */
  readonly name: string;
  /** Worked out when it is asked for: thousands of rows are right. */
  readonly locate: () => Place | undefined;
}

/** All rows of a file or of a function. */
export interface RowTable {
  /** Such as `"data/products.csv"`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}
