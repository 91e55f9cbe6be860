import type { KeyRecord } from '../model/outcome.ts';
import type { Cause } from '../model/report.ts';
import { compareCodeUnits } from './canonical.ts';

/** The fields in which two key records differ, in code-unit order. */
export function compareRecords(before: KeyRecord, after: KeyRecord): readonly Cause[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted(compareCodeUnits);
  return fields.filter((field) => before[field] !== after[field]).map((field) => createCause(field, before[field], after[field]));
}

function createCause(field: string, before: string | undefined, after: string | undefined): Cause {
  return { field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
