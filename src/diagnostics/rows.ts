import { defineDiagnostic, exitCode } from './define.ts';
import { formatNearest } from './did-you-mean.ts';

/** A file of rows that is no table. */
export const rowsUnreadable = defineDiagnostic<{ readonly file: string; readonly problem: string; readonly fix: string }>(
  {
    code: 'ROWS_UNREADABLE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      '`fromData` was given a file that it can not read as rows. A `.csv` or `.tsv` file has its column names in the first line, each once, and as many cells in every row; cells with commas, quotes or line ends stand in double quotes. ' +
      'A `.json` file is a list of objects. For any other format give `fromData` a function: it gets a reader for files of the project, and gives the rows.',
  },
  ({ file, problem, fix }) => ({ message: `"${file}" ${problem}`, fix }),
);

/** A column that no row has. */
export const rowColumnUnknown = defineDiagnostic<{ readonly source: string; readonly column: string; readonly known: readonly string[] }>(
  {
    code: 'ROW_COLUMN_UNKNOWN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The function that `fromData` was given asked a row for a column that no row of the file has, so it would get `undefined`, and a picture would show it. ' +
      'With `.visuals/types.d.ts` in `tsconfig.json` the compiler says so before: run `visuals types` after the columns of a file changed.',
  },
  ({ source, column, known }) => ({
    message: `${source} has no column "${column}"${formatNearest(column, known)}`,
    fix: `Use one of: ${known.slice(0, 24).join(', ')}${known.length > 24 ? ', …' : ''}.`,
  }),
);

/** A cell that is not what its column was declared to be. */
export const rowValue = defineDiagnostic<{ readonly row: string; readonly column: string; readonly value: string; readonly wanted: string }>(
  {
    code: 'ROW_VALUE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A column was declared in the `columns` of `fromData` as a number, a whole number or a boolean, and this row has something else there. Numbers are written as in JSON, with a point and without separators of thousands; booleans are `true` or `false`.',
  },
  ({ row, column, value, wanted }) => ({
    message: `${row}: "${column}" is ${value}, which is no ${wanted}`,
    fix: 'Correct the cell, or take the column out of `columns` to get its text.',
  }),
);

/** A row that gave no asset. */
export const rowFailed = defineDiagnostic<{ readonly row: string; readonly problem: string }>(
  {
    code: 'ROW_FAILED',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The function that `fromData` was given makes an id and a definition of each row, as `[id, definition]`. For this row it threw an error or gave something else. The other rows were tried too, and all that failed are listed.',
  },
  ({ row, problem }) => ({ message: `${row} ${problem}`, fix: 'Correct the row, or the function that `fromData` is given.' }),
);

/** Two rows with one id. */
export const rowIdTaken = defineDiagnostic<{ readonly row: string; readonly id: string; readonly earlier: string }>(
  {
    code: 'ROW_ID_TAKEN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Two rows gave one id, so that one picture would stand in the place of the other. Make the id of a column whose values are different in every row, such as an article number.',
  },
  ({ row, id, earlier }) => ({
    message: `${row} gives the id "${id}", which ${earlier} has already`,
    fix: 'Remove one of the rows, or make the id of a column that is never twice the same.',
  }),
);
