import { compareRecords } from '../keys/compare-records.ts';
import { actionFor } from '../actions/registry.ts';
import type { KeyRecord, TaskOutcome } from '../model/outcome.ts';
import type { PlannedCell, Task } from '../model/plan.ts';
import type { Cause, CellChange } from '../model/report.ts';
import { recordOf, resultOf } from './task-outcome.ts';

/** The key record of a task, when it is known. */
export type RecordLookup = (task: string) => KeyRecord | undefined;

/** In a record of art: that a stand-in was drawn, which no key tells, since a bought picture answers to the same one. */
const standIn = { picture: 'stand-in' } as const;

/** Records of tasks that finished. */
export function createRecordLookup(outcomes: ReadonlyMap<string, TaskOutcome>): RecordLookup {
  return (id) => {
    const outcome = outcomes.get(id);
    const record = recordOf(outcome)?.record;
    return record !== undefined && resultOf(outcome)?.facts['draft'] === true ? { ...record, ...standIn } : record;
  };
}

/**
 * Everything that a cell's pictures are made from, by name: the fields of its composition, of the art behind each slot (`art.background.seed`)
 * and of its encodings (`avif.quality`).
 */
export function describeCell(cell: PlannedCell, tasks: ReadonlyMap<string, Task>, recordOf: RecordLookup): KeyRecord {
  const record: Record<string, string> = { ...recordOf(cell.compose) };
  const compose = tasks.get(cell.compose);
  if (compose?.kind === 'compose')
    for (const [slot, id] of Object.entries(compose.art)) Object.assign(record, describeChain(`art.${slot}`, id, tasks, recordOf));
  for (const id of cell.encodes) Object.assign(record, describeEncode(id, tasks, recordOf));
  return record;
}

/**
 * How a cell differs from what is remembered of it; undefined when it does not.
 * @param after is asked only when there is something to compare with
 */
export function describeChange(cell: PlannedCell, before: KeyRecord | undefined, after: () => KeyRecord): CellChange | undefined {
  const { id, asset } = cell.cell;
  // Spread into one, each would get a hidden class of its own, which is three times as large as itself.
  if (before === undefined) return { cell: id, asset, reason: 'new', causes: noCauses };
  const causes = compareRecords(before, after())
    .filter((cause, _at, all) => !isExplained(cause, all))
    .map(nameBought);
  return causes.length === 0 ? undefined : { cell: id, asset, reason: 'changed', causes };
}

const noCauses: readonly Cause[] = [];

/** What takes a stand-in's place, or gave way to it, is a bought picture. */
function nameBought(cause: Cause): Cause {
  return /^art\..*\.picture$/.test(cause.field) ? { field: cause.field, before: cause.before ?? 'bought', after: cause.after ?? 'bought' } : cause;
}

/** A changed digest says nothing to a person when the fields behind it are listed too. */
function isExplained(cause: Cause, all: readonly Cause[]): boolean {
  if (/^art\.[^.]+$/.test(cause.field)) return all.some((other) => other.field.startsWith(`${cause.field}.`));
  return (
    /^(art\..*\.)?input$/.test(cause.field) && all.some((other) => other.field !== cause.field && other.field.startsWith(cause.field.replace(/input$/, '')))
  );
}

/** The fields of an art task and of all that stands behind it, nearest first. */
function describeChain(prefix: string, id: string, tasks: ReadonlyMap<string, Task>, recordOf: RecordLookup): KeyRecord {
  const task = tasks.get(id);
  if (task === undefined) return {};
  const own = Object.entries(recordOf(id) ?? {}).filter(([field]) => field !== 'revision');
  const behind = actionFor(task)
    .inputs(task)
    .map((input) => describeChain(`${prefix}.source`, input, tasks, recordOf));
  return Object.assign(Object.fromEntries(own.map(([field, value]) => [`${prefix}.${field}`, value])), ...behind) as KeyRecord;
}

function describeEncode(id: string, tasks: ReadonlyMap<string, Task>, recordOf: RecordLookup): KeyRecord {
  const task = tasks.get(id);
  if (task?.kind !== 'encode') return {};
  const own = Object.entries(recordOf(id) ?? {}).filter(([field]) => field !== 'revision' && field !== 'raster' && field !== 'format');
  return { [task.format]: 'yes', ...Object.fromEntries(own.map(([field, value]) => [`${task.format}.${field}`, value])) };
}
