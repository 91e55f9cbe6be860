import Papa from 'papaparse';
import { rowsUnreadable } from '../diagnostics/rows.ts';
import { locateOffset } from '../brand/read-json.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Row, RowTable } from './row.ts';

/**
 * Reads a table (RFC 4180) whose first row names the columns. Cells are parted by what parts the names: a comma, a semicolon, a tab or a bar. Rows are numbered as
 * spreadsheets do, from the names on; empty ones are left out. All values are texts.
 * @throws VisualsError `ROWS_UNREADABLE`, for every row at once
 */
export function readCsvRows(file: string, text: string): RowTable {
  const [header, ...records] = splitRecords(text);
  const columns = (header?.cells ?? []).map((name) => name.trim());
  const report = createReporter(file, text);
  const problems = [
    ...checkColumns(columns).map((problem) => report(header?.offset ?? 0, problem)),
    ...records.flatMap((record) => checkRecord(record, columns, report)),
  ];
  if (problems.length > 0) throw new VisualsError(problems);
  const rows = records.map(({ cells, number, offset }): Row => ({
    values: Object.fromEntries(columns.map((column, at) => [column, cells[at]!])),
    name: `row ${number} of "${file}"`,
    locate: () => ({ file, line: locateOffset(text, offset).line }),
  }));
  return { name: `"${file}"`, columns, rows };
}

interface CsvRecord {
  readonly cells: readonly string[];
  /** From 1. */
  readonly number: number;
  readonly offset: number;
  readonly fault: string | undefined;
}

function splitRecords(text: string): readonly CsvRecord[] {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const records: CsvRecord[] = [];
  let [number, offset] = [0, start];
  Papa.parse<readonly string[]>(text.slice(start), {
    delimiter: findDelimiter(text),
    step: ({ data, errors, meta }) => {
      number += 1;
      const fault = errors.find(({ type }) => type === 'Quotes')?.message;
      if (data.some((cell) => cell.trim() !== '')) records.push({ cells: data, number, offset, fault });
      offset = start + meta.cursor;
    },
  });
  return records;
}

/** The names say what parts cells: it is the first such sign outside of quotes. */
function findDelimiter(text: string): string {
  const [line = ''] = text.replaceAll(/"(?:[^"]|"")*"/g, '').split(/\r?\n/, 1);
  return /[,;\t|]/.exec(line)?.[0] ?? ',';
}

type Report = (offset: number, problem: string) => Diagnostic;

function createReporter(file: string, text: string): Report {
  return (offset, problem) =>
    rowsUnreadable(
      { file, problem, fix: 'Correct the file; spreadsheets write it right when they export CSV.' },
      { place: { file, line: locateOffset(text, offset).line } },
    );
}

function checkColumns(columns: readonly string[]): readonly string[] {
  if (columns.length === 0) return ['is empty; its first line must name the columns'];
  const twice = columns.filter((column, at) => column !== '' && columns.indexOf(column) !== at);
  const unnamed = columns.flatMap((column, at) => (column === '' ? [`has no name for column ${at + 1}`] : []));
  return [...unnamed, ...[...new Set(twice)].map((column) => `has the column "${column}" twice`)];
}

function checkRecord({ cells, number, offset, fault }: CsvRecord, columns: readonly string[], report: Report): readonly Diagnostic[] {
  if (fault !== undefined) return [report(offset, `has a quote out of place in row ${number}: ${fault.toLowerCase()}`)];
  if (cells.length === columns.length) return [];
  return [report(offset, `has ${formatCells(cells.length)} in row ${number}, but ${columns.length} columns`)];
}

function formatCells(count: number): string {
  return count === 1 ? 'one cell' : `${count} cells`;
}
