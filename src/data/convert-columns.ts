import { rowValue } from '../diagnostics/rows.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';
import type { Row, RowValues } from './row.ts';

type PlainType = 'text' | 'number' | 'integer' | 'boolean';

/** What the texts of a column are turned into; with a question mark, an empty cell becomes null. */
export type ColumnType = PlainType | `${PlainType}?`;

/** Columns that are more than text, by name. */
export type ColumnTypes = { readonly [column: string]: ColumnType };

/** The row with its columns as they were declared, and what of it is something else. */
export function convertColumns(row: Row, types: ColumnTypes): { readonly values: RowValues; readonly problems: readonly Diagnostic[] } {
  const converted = Object.entries(types).map(([column, type]) => ({ column, type, value: convert(row.values[column], type) }));
  const problems = converted.flatMap(({ column, type, value }) =>
    value === undefined ? [rowValue({ row: row.name, column, value: formatCell(row.values[column]), wanted: wanted[baseOf(type)] }, contextOf(row))] : [],
  );
  return { values: { ...row.values, ...Object.fromEntries(converted.map(({ column, value }) => [column, value ?? null])) }, problems };
}

const wanted: { readonly [Type in PlainType]: string } = { text: 'text', number: 'number', integer: 'whole number', boolean: 'boolean' };

function baseOf(type: ColumnType): PlainType {
  return type.replace('?', '') as PlainType;
}

/** Undefined for what can't be converted. */
function convert(value: Json | undefined, type: ColumnType): Json | undefined {
  const trimmed = typeof value === 'string' ? value.trim() : (value ?? '');
  if (trimmed === '') return type.endsWith('?') ? null : undefined;
  return converters[baseOf(type)](trimmed);
}

const decimal = /^-?\d+(?:\.\d+)?$/;

const converters: { readonly [Type in PlainType]: (value: Json) => Json | undefined } = {
  text: (value) => (typeof value === 'string' ? value : undefined),
  number: readNumber,
  integer: (value) => {
    const number = readNumber(value);
    return Number.isSafeInteger(number) ? number : undefined;
  },
  boolean: (value) => (value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined),
};

function readNumber(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && decimal.test(value) ? Number(value) : undefined;
}

function formatCell(value: Json | undefined): string {
  if (value === undefined) return 'missing';
  return value === '' ? 'empty' : JSON.stringify(value).slice(0, 60);
}

/** Where a row stands, as diagnostics take it. */
export function contextOf({ locate }: Row): { readonly place?: NonNullable<ReturnType<Row['locate']>> } {
  const place = locate();
  return place === undefined ? {} : { place };
}
