import { rowColumnUnknown } from '../diagnostics/rows.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { RowTable, RowValues } from './row.ts';

/** Makes rows that refuse columns which no row has: a misspelt name would be `undefined`, and then a word in a picture. */
export function createRowGuard({ name, columns }: RowTable): (values: RowValues) => RowValues {
  const known = new Set(columns);
  const get = (values: RowValues, column: string | symbol): unknown => {
    // What JavaScript itself asks of any object, when it is shown, compared or awaited.
    if (typeof column === 'symbol' || known.has(column) || column in values || column === 'then' || column === 'toJSON') return Reflect.get(values, column);
    throw new VisualsError(rowColumnUnknown({ source: name, column, known: columns }));
  };
  return (values) => new Proxy(values, { get });
}
