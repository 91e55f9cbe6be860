import type { LockBook } from '../lock/lock-book.ts';
import type { Raster } from '../model/geometry.ts';
import type { PictureEntry } from '../model/purchase.ts';
import { describeFields, nameCauses } from './describe-causes.ts';
import { comparePictures } from './compare-pictures.ts';
import type { Region } from './compare-pictures.ts';
import { listBoxes } from './compare-stocks.ts';
import type { CellDifference, StockComparison } from './compare-stocks.ts';
import { findDirection, findState, isDraft } from './describe-cells.ts';
import type { BaseReference } from './find-base.ts';
import type { PictureFolder } from './picture-folder.ts';
import type { ReportChange, ReportComparison, ReportDifference, ReportGroup, ReportPicture } from './report-data.ts';
import { drawExactly, findRaster } from './take-stock.ts';
import type { ExactPixels, Stock } from './take-stock.ts';

/** Two states and what was found to differ. */
export interface ComparedStocks {
  readonly before: Stock;
  readonly after: Stock;
  readonly books: { readonly before: LockBook; readonly after: LockBook };
  readonly comparison: StockComparison;
  readonly reference: BaseReference;
}

/** Where pictures go, and what may be quoted. */
export interface ComparisonOptions {
  readonly folder: PictureFolder;
  readonly prompts: boolean;
  readonly signal?: AbortSignal;
}

/** All changes with their pictures, grouped by what brought them about: the larger groups first. */
export async function describeComparison(compared: ComparedStocks, options: ComparisonOptions): Promise<ReportComparison> {
  const { before, after, books, comparison, reference } = compared;
  const { clock } = after.workspace.host;
  const start = clock.monotonic();
  const ids = new Set(comparison.differences.map(({ cell }) => cell.id));
  const pixels = { before: await drawExactly(before, ids, options.signal), after: await drawExactly(after, ids, options.signal) };
  const groups = new Map<string, { readonly kind: CellDifference['kind']; readonly causes: readonly string[]; readonly changes: ReportChange[] }>();
  for (const difference of comparison.differences) {
    options.signal?.throwIfAborted();
    const causes = nameCauses(difference.causes);
    const key = JSON.stringify([difference.kind, causes]);
    const group = groups.get(key) ?? { kind: difference.kind, causes, changes: [] };
    group.changes.push(await describeDifference(difference, compared, { ...options, pixels }));
    groups.set(key, group);
  }
  return {
    since: reference.name,
    commit: reference.commit?.slice(0, 10) ?? '',
    unchanged: comparison.unchanged,
    groups: [...groups.values()].toSorted(compareGroups),
    alternatives: comparison.alternatives.map(({ cell, ...texts }) => ({
      cell: cell.id,
      locale: cell.locale,
      direction: findDirection(after, cell.id),
      ...texts,
    })),
    bought: sumPictures(findBought(books.before, books.after)),
    work: {
      milliseconds: Math.round(before.milliseconds + after.milliseconds + clock.monotonic() - start),
      drawn: before.execution.ran.compose + after.execution.ran.compose + pixels.before.drawn + pixels.after.drawn,
    },
  };
}

const kinds: readonly ReportGroup['kind'][] = ['failed', 'changed', 'new', 'removed'];

function compareGroups(a: ReportGroup, b: ReportGroup): number {
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || b.changes.length - a.changes.length;
}

/** Pictures that one lock names and an earlier one did not. */
export function findBought(before: LockBook | undefined, after: LockBook): readonly PictureEntry[] {
  const nameOf = ({ key, digest }: PictureEntry): string => `${key} ${digest}`;
  const known = new Set(before === undefined ? [] : listPictures(before).map(nameOf));
  return listPictures(after).filter((entry) => !known.has(nameOf(entry)));
}

/** Every bought picture of a lock. */
export function listPictures(book: LockBook): readonly PictureEntry[] {
  return book.lines().filter((line) => line.type === 'picture');
}

/** How many, and what they cost in US dollars. */
export function sumPictures(entries: readonly PictureEntry[]): { readonly pictures: number; readonly cost: number } {
  return { pictures: entries.length, cost: entries.reduce((sum, { cost }) => sum + cost, 0) };
}

interface DescribeOptions extends ComparisonOptions {
  readonly pixels: { readonly before: ExactPixels; readonly after: ExactPixels };
}

async function describeDifference({ kind, cell, causes }: CellDifference, compared: ComparedStocks, options: DescribeOptions): Promise<ReportChange> {
  const { before, after, books } = compared;
  const { pixels, folder, prompts } = options;
  const rasters = { before: await pixels.before.read(cell.id), after: await pixels.after.read(cell.id) };
  const old = await addSide(before, cell.id, { raster: rasters.before, folder });
  const fresh = await addSide(after, cell.id, { raster: rasters.after, folder });
  const difference = await addDifference(rasters, listRegions(compared, cell.id), folder);
  const shown = kind === 'removed' ? before : after;
  return {
    cell: cell.id,
    asset: cell.asset,
    locale: cell.locale,
    direction: findDirection(shown, cell.id),
    alt: shown.planned.get(cell.id)?.alt ?? '',
    ...(kind !== 'removed' && { state: findState(after, books.after, cell.id) }),
    ...(old && { before: old }),
    ...(fresh && { after: fresh }),
    ...(difference && { difference }),
    fields: describeFields(causes, prompts),
  };
}

interface SidePicture {
  readonly raster: Raster | undefined;
  readonly folder: PictureFolder;
}

async function addSide(stock: Stock, cell: string, { raster, folder }: SidePicture): Promise<ReportPicture | undefined> {
  return raster && { picture: await folder.addPixels(raster), width: raster.width, height: raster.height, draft: isDraft(stock, cell) };
}

/** Where the texts of a card stand, and where they stood. */
function listRegions({ before, after }: ComparedStocks, cell: string): readonly Region[] {
  return [...listBoxes(findRaster(before, cell)), ...listBoxes(findRaster(after, cell))];
}

interface TwoRasters {
  readonly before: Raster | undefined;
  readonly after: Raster | undefined;
}

async function addDifference({ before, after }: TwoRasters, boxes: readonly Region[], folder: PictureFolder): Promise<ReportDifference | undefined> {
  if (before === undefined || after === undefined || before.width !== after.width || before.height !== after.height) return undefined;
  const { share, regions, highlight } = comparePictures(before, after, boxes);
  return { share, regions, picture: await folder.addPixels(highlight) };
}
