import type { AssetDefinition, Register } from '../config/define-config.ts';
import { foldRows } from '../diagnostics/fold-rows.ts';
import { rowFailed, rowIdTaken, rowsUnreadable } from '../diagnostics/rows.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';
import type { InputFiles } from '../spec/input-files.ts';
import { contextOf, convertColumns } from './convert-columns.ts';
import type { ColumnType, ColumnTypes } from './convert-columns.ts';
import { createTable } from './create-table.ts';

import { createRowGuard } from './guard-row.ts';
import { readCsvRows } from './read-csv-rows.ts';
import { readJsonRows } from './read-json-rows.ts';
import type { Row, RowTable } from './row.ts';

/** An asset's id and its definition. */
export type RowAsset = readonly [id: string, definition: AssetDefinition];

/** What {@link FromData} gives, to be spread into `assets`. */
export interface RowAssets {
  readonly [id: string]: AssetDefinition;
}

/** Reads a file of the project as text; the build then depends on it. */
export type ReadText = (path: string) => string;

type RowTypes = Register extends { readonly rows: infer Rows } ? Rows : object;

/** A row of a file. `visuals types` writes what the file has; until then any column may be asked for. */
export type FileRow<Path extends string> = Path extends keyof RowTypes
  ? RowTypes[Path]
  : { readonly [column: string]: Path extends `${string}.json` ? Json : string };

interface ValueOf {
  readonly text: string;
  readonly number: number;
  readonly integer: number;
  readonly boolean: boolean;
}

type ColumnValue<Type> = Type extends `${infer Plain extends keyof ValueOf}?` ? ValueOf[Plain] | null : Type extends keyof ValueOf ? ValueOf[Type] : never;

/** A row whose declared columns are what they were declared to be. */
export type TypedRow<Values, Types extends ColumnTypes> = Omit<Values, keyof Types> & { readonly [Column in keyof Types]: ColumnValue<Types[Column]> };

/** What is known of the columns beside their names. */
export interface FromDataOptions<Types extends ColumnTypes> {
  /** Columns that are more than text: `number`, `integer`, `boolean`; `number?` where a cell may be empty, which is null then. */
  readonly columns: Types;
}

/** Makes an asset of each row of a `.csv`, `.tsv` or `.json` file, of a list, or of what a function gives. Rows of the same id, and rows that give no asset, are errors that name them. */
export interface FromData {
  <const Path extends string>(path: Path, toAsset: (row: FileRow<Path>) => RowAsset): RowAssets;
  <const Path extends string, const Types extends ColumnTypes>(
    path: Path,
    toAsset: (row: TypedRow<FileRow<Path>, Types>) => RowAsset,
    options: FromDataOptions<Types & { readonly [Column in keyof Types]: Column extends keyof FileRow<Path> ? ColumnType : never }>,
  ): RowAssets;
  <Values extends object>(rows: readonly Values[] | ((read: ReadText) => readonly Values[]), toAsset: (row: Values) => RowAsset): RowAssets;
}

/** What was read, for whoever reports about the assets or writes types. */
export interface RowBook {
  /** The row that a definition was made of. */
  readonly origins: WeakMap<object, Row>;
  /** Tables by path. */
  readonly tables: Map<string, RowTable>;
}

type Source = string | readonly object[] | ((read: ReadText) => readonly object[]);

/**
 * Binds `fromData` to the files of a project.
 * @returns the function; it throws VisualsError `ROWS_UNREADABLE`, `ROW_COLUMN_UNKNOWN`, `ROW_VALUE`, `ROW_FAILED`, `ROW_ID_TAKEN`, `REF_MISSING`, …
 */
export function createFromData(files: Pick<InputFiles, 'readNow'>, book?: RowBook): FromData {
  const read: ReadText = (path) => new TextDecoder().decode(files.readNow(path).bytes);
  const fromData = (source: Source, toAsset: (row: never) => unknown, { columns = {} }: Partial<FromDataOptions<ColumnTypes>> = {}): RowAssets => {
    const table = readTable(source, read);
    if (typeof source === 'string') book?.tables.set(source, table);
    const makers: Makers = { columns, guard: createRowGuard(table), toAsset: toAsset as (row: unknown) => unknown };
    const made = table.rows.map((row) => ({ row, ...makeAsset(row, makers) }));
    const assets = collectAssets(made);
    for (const { row, asset } of made) if (asset !== undefined) book?.origins.set(asset[1], row);
    return assets;
  };
  return fromData;
}

function readTable(source: Source, read: ReadText): RowTable {
  if (typeof source !== 'string') return readValues(typeof source === 'function' ? source(read) : source);
  const ending = /\.(?:csv|tsv|json)$/i.exec(source)?.[0].toLowerCase();
  if (ending === undefined) {
    const fix = 'Give `fromData` a function that reads it: `(read) => parse(read("…"))`.';
    throw new VisualsError(rowsUnreadable({ file: source, problem: 'is no .csv, .tsv or .json file', fix }));
  }
  return ending === '.json' ? readJsonRows(source, read(source)) : readCsvRows(source, read(source));
}

function readValues(values: unknown): RowTable {
  const name = 'the rows that `fromData` was given';
  return createTable(values, {
    name,
    refuse: (problem) =>
      rowsUnreadable({ file: name, problem, fix: 'Give a list of objects, or a function that gives one at once; await before what takes time.' }),
    locate: () => undefined,
  });
}

interface Makers {
  readonly columns: ColumnTypes;
  readonly guard: ReturnType<typeof createRowGuard>;
  readonly toAsset: (row: unknown) => unknown;
}

interface Made {
  readonly asset?: RowAsset;
  readonly problems: readonly Diagnostic[];
}

function makeAsset(row: Row, { columns, guard, toAsset }: Makers): Made {
  const { values, problems } = convertColumns(row, columns);
  if (problems.length > 0) return { problems };
  const fail = (problem: string): Made => ({ problems: [rowFailed({ row: row.name, problem }, contextOf(row))] });
  try {
    const result = toAsset(guard(values));
    return isRowAsset(result) ? { asset: result, problems: [] } : fail('gave no [id, definition]');
  } catch (error) {
    if (error instanceof VisualsError) throw error;
    return fail(`made the function throw: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isRowAsset(value: unknown): value is RowAsset {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'object' && value[1] !== null;
}

function collectAssets(made: readonly (Made & { readonly row: Row })[]): RowAssets {
  const taken = new Map<string, Row>();
  const problems = made.flatMap(({ row, asset, problems: own }) => {
    const earlier = asset && taken.get(asset[0]);
    if (asset !== undefined && earlier === undefined) taken.set(asset[0], row);
    return earlier === undefined ? own : [rowIdTaken({ row: row.name, id: asset![0], earlier: earlier.name }, contextOf(row))];
  });
  if (problems.length > 0) throw new VisualsError(foldRows(problems));
  return Object.fromEntries(made.flatMap(({ asset }) => (asset === undefined ? [] : [asset])));
}
