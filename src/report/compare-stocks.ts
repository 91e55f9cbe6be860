import { createRecordLookup, describeCell, describeChange } from '../engine/describe-cell.ts';
import type { ActionResult, KeyRecord, TextBox } from '../model/outcome.ts';
import type { Cell } from '../model/matrix.ts';
import type { Cause } from '../model/report.ts';
import type { ChangeKind } from './report-data.ts';
import { findRaster } from './take-stock.ts';
import type { Stock } from './take-stock.ts';

/** A cell that is not what it was. */
export interface CellDifference {
  readonly kind: ChangeKind;
  readonly cell: Cell;
  readonly causes: readonly Cause[];
}

/** Two states of a project, cell by cell. */
export interface StockComparison {
  /** Those of now in the order of the matrix, then those that are gone. */
  readonly differences: readonly CellDifference[];
  readonly unchanged: number;
  /** Alternative texts of cells that are in both. */
  readonly alternatives: readonly { readonly cell: Cell; readonly before: string; readonly after: string }[];
}

/** Compares pixels by their digests; nothing is drawn. */
export function compareStocks(before: Stock, after: Stock): StockComparison {
  const [cellsBefore, cellsAfter] = [listCells(before), listCells(after)];
  const gone = [...cellsBefore.values()].filter(({ id }) => !cellsAfter.has(id) && findRaster(before, id) !== undefined);
  const present = [...cellsAfter.values()].flatMap((cell) => compareCell(cell, before, after) ?? []);
  const failed = [...cellsAfter.keys()].filter((id) => findRaster(after, id) === undefined && findRaster(before, id) === undefined).length;
  return {
    differences: [...present, ...gone.map((cell) => ({ kind: 'removed' as const, cell, causes: [] }))],
    unchanged: cellsAfter.size - present.length - failed,
    alternatives: [...cellsAfter.values()].flatMap((cell) => compareAlternatives(cell, before, after)),
  };
}

function listCells({ prepared }: Stock): ReadonlyMap<string, Cell> {
  return new Map(prepared.matrix.flatMap(({ cells }) => cells.map((cell) => [cell.id, cell] as const)));
}

function compareCell(cell: Cell, before: Stock, after: Stock): CellDifference | undefined {
  const [old, now] = [findRaster(before, cell.id), findRaster(after, cell.id)];
  if (old?.digest === now?.digest) return undefined;
  if (old === undefined) return { kind: 'new', cell, causes: [] };
  if (now === undefined) return { kind: 'failed', cell, causes: [] };
  return { kind: 'changed', cell, causes: findCauses(cell.id, before, after) };
}

function findCauses(cell: string, before: Stock, after: Stock): readonly Cause[] {
  return describeChange(after.planned.get(cell)!, readRecord(before, cell), () => readRecord(after, cell))?.causes ?? [];
}

/** Without its encodings, which change no pixel. */
function readRecord({ planned, tasks, execution }: Stock, cell: string): KeyRecord {
  return describeCell({ ...planned.get(cell)!, encodes: [] }, tasks, createRecordLookup(execution.outcomes));
}

function compareAlternatives(cell: Cell, before: Stock, after: Stock): StockComparison['alternatives'] {
  const [old, now] = [before.planned.get(cell.id)?.alt, after.planned.get(cell.id)?.alt];
  return old === undefined || now === undefined || old === now ? [] : [{ cell, before: old, after: now }];
}

/** Where the texts of a composed card stand. */
export function listBoxes(raster: ActionResult | undefined): readonly TextBox[] {
  // Written by compose, under a key that holds its revision.
  return (raster?.facts['boxes'] ?? []) as unknown as readonly TextBox[];
}
