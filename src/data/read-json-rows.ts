import { rowsUnreadable } from '../diagnostics/rows.ts';
import { JsonFault, locateOffset, readJson } from '../brand/read-json.ts';
import type { Place } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { createTable } from './create-table.ts';
import type { RowTable } from './row.ts';

/**
 * Reads a list of objects, one a row.
 * @throws VisualsError `ROWS_UNREADABLE`
 */
export function readJsonRows(file: string, text: string): RowTable {
  const value = parse(file, text);
  return createTable(value, {
    name: `"${file}"`,
    refuse: (problem, at) => {
      const place = at === undefined ? { file } : locateItem(file, text, at);
      return rowsUnreadable({ file, problem, fix: 'Write a list of objects, or give `fromData` a function that makes one.' }, { place });
    },
    locate: (at) => locateItem(file, text, at),
  });
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new VisualsError(describeFault(file, text), { cause: error });
  }
}

/** The strict reader is slower, and knows where. */
function describeFault(file: string, text: string): ReturnType<typeof rowsUnreadable> {
  try {
    readJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return rowsUnreadable(
      { file, problem: `is no JSON: ${error.message}`, fix: 'Correct the syntax at this place.' },
      { place: { file, ...locateOffset(text, error.offset) } },
    );
  }
  return rowsUnreadable({ file, problem: 'is no JSON', fix: 'Correct its syntax.' }, { place: { file } });
}

function locateItem(file: string, text: string, at: number): Place {
  const root = readJson(text);
  const item = root.kind === 'array' ? root.items[at] : undefined;
  return item === undefined ? { file } : { file, ...locateOffset(text, item.offset) };
}
