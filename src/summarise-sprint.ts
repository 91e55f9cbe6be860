import { join } from 'node:path';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { compareCodeUnits } from './keys/canonical.ts';
import { openLockBook } from './lock/lock-book.ts';
import type { LockBook } from './lock/lock-book.ts';
import { lockName } from './lock/lock-file.ts';
import type { Approval } from './model/approval.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { LiveCellState } from './model/live.ts';
import type { Cell } from './model/matrix.ts';
import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import { findLastWords, openJournalOf } from './project/open-paid-art.ts';
import { locateState } from './project/state-paths.ts';
import { openWorkspace } from './project/workspace.ts';
import type { Workspace } from './project/workspace.ts';
import { compareStocks } from './report/compare-stocks.ts';
import type { StockComparison } from './report/compare-stocks.ts';
import { findState, nameOf } from './report/describe-cells.ts';
import { findBought, sumPictures } from './report/describe-comparison.ts';
import { findBase } from './report/find-base.ts';
import type { BaseReference } from './report/find-base.ts';
import { measureAssetTimes } from './report/measure-asset-times.ts';
import type { AssetTime } from './report/measure-asset-times.ts';
import { priceWholeImages } from './report/price-whole-images.ts';
import type { WholeImagePrice } from './report/price-whole-images.ts';
import { findRaster, takeStock } from './report/take-stock.ts';
import type { Stock } from './report/take-stock.ts';
import { visitBase } from './report/visit-base.ts';
import { readSnapshot } from './store/snapshot.ts';

/** Which sprint is meant. */
export interface SprintOptions extends ProjectOptions {
  /** Where it began: a branch, tag, commit or day; absent for the project's whole life. */
  readonly since?: string;
}

/** What a sprint delivered. US dollars. */
export interface SprintReport {
  readonly exit: number;
  /** Where it began; absent for the project's whole life. */
  readonly since?: { readonly name: string; readonly date: string; readonly commit?: string };
  /** Ids; `added` are those that were not there at the beginning. */
  readonly assets: { readonly delivered: readonly string[]; readonly added: readonly string[] };
  readonly locales: { readonly delivered: readonly string[]; readonly added: readonly string[] };
  readonly pictures: {
    /** All that can be drawn now. */
    readonly delivered: number;
    /** Files of them, one for each format. */
    readonly files: number;
    /** New or with other pixels than at the beginning. */
    readonly made: number;
    readonly reused: number;
    readonly failed: number;
  };
  /** Pictures from image models, and what they cost. */
  readonly bought: { readonly pictures: number; readonly cost: number; readonly models: readonly string[] };
  /** What the pictures that were made would have cost, had each been bought whole. */
  readonly whole?: WholeImagePrice;
  readonly approvals: { readonly [state in LiveCellState]: number };
  /** Who said something of pictures, and of how many. */
  readonly reviewers: readonly { readonly name: string; readonly pictures: number }[];
  /** Of assets of which there is a record; see {@link AssetTime}. */
  readonly times: readonly AssetTime[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Counts what was delivered since a day or a commit: both states are drawn, as far as the cache does not have them. Nothing is published, nobody is paid. */
export async function summariseSprint(options: SprintOptions = {}): Promise<SprintReport> {
  const host = describeHost(options);
  const workspace = openWorkspace(host, readSnapshot(locateState(host.root).snapshot));
  const abort = options.signal ? { signal: options.signal } : {};
  try {
    const reference = options.since === undefined ? undefined : await findBase(host, options.since);
    const after = await takeStock(workspace, { wanted: 'pixels', ...abort });
    if (reference?.commit === undefined) return await summarise(workspace, after, { reference });
    return await visitBase({ current: workspace, reference, ...abort }, ({ stock, book }) =>
      summarise(workspace, after, { reference, base: { stock, book, comparison: compareStocks(stock, after) } }),
    );
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { ...nothing, exit: findWorstExit(error.diagnostics), diagnostics: error.diagnostics };
  }
}

const nothing: Omit<SprintReport, 'exit' | 'diagnostics'> = {
  assets: { delivered: [], added: [] },
  locales: { delivered: [], added: [] },
  pictures: { delivered: 0, files: 0, made: 0, reused: 0, failed: 0 },
  bought: { pictures: 0, cost: 0, models: [] },
  approvals: { approved: 0, rejected: 0, changed: 0, unreviewed: 0, draft: 0, failed: 0 },
  reviewers: [],
  times: [],
};

interface Beginning {
  readonly reference: BaseReference | undefined;
  /** Absent when there was nothing yet. */
  readonly base?: { readonly stock: Stock; readonly book: LockBook; readonly comparison: StockComparison };
}

async function summarise(workspace: Workspace, after: Stock, { reference, base }: Beginning): Promise<SprintReport> {
  const { root } = workspace.host;
  const book = openLockBook(join(root, lockName));
  const drawn = listDrawn(after);
  const made = base === undefined ? drawn : base.comparison.differences.filter(({ kind }) => kind === 'new' || kind === 'changed').map(({ cell }) => cell);
  const bought = findBought(base?.book, book).filter(({ date }) => base !== undefined || reference === undefined || date >= reference.date);
  const words = listApprovals(book).filter(({ date }) => reference === undefined || date >= reference.date);
  const entries = findLastWords(openJournalOf(root).ledger()).filter(({ at }) => reference === undefined || at >= reference.date);
  const before = base === undefined ? [] : listDrawn(base.stock);
  return {
    exit: findWorstExit(after.diagnostics),
    ...(reference && {
      since: { name: reference.name, date: reference.date, ...(reference.commit !== undefined && { commit: reference.commit.slice(0, 10) }) },
    }),
    assets: compareNames(before, drawn, ({ asset }) => asset),
    locales: compareNames(before, drawn, ({ locale }) => locale),
    pictures: {
      delivered: drawn.length,
      files: drawn.reduce((sum, { id }) => sum + (after.planned.get(id)?.encodes.length ?? 0), 0),
      made: made.length,
      reused: drawn.length - made.length,
      failed: listCells(after).length - drawn.length,
    },
    bought: { ...sumPictures(bought), models: [...new Set(bought.map(({ model }) => model))].toSorted(compareCodeUnits) },
    ...(made.length > 0 && {
      whole: await priceWholeImages(
        after,
        made.map(({ size }) => size),
      ),
    }),
    approvals: countStates(after, book),
    reviewers: countReviewers(words),
    times: measureAssetTimes(entries, words),
    diagnostics: [...workspace.warnings, ...after.diagnostics],
  };
}

function listCells({ prepared }: Stock): readonly Cell[] {
  return prepared.matrix.flatMap(({ cells }) => cells);
}

function listDrawn(stock: Stock): readonly Cell[] {
  return listCells(stock).filter(({ id }) => findRaster(stock, id) !== undefined);
}

function compareNames(before: readonly Cell[], after: readonly Cell[], pick: (cell: Cell) => string): SprintReport['assets'] {
  const known = new Set(before.map(pick));
  const delivered = [...new Set(after.map(pick))];
  return { delivered, added: delivered.filter((name) => !known.has(name)) };
}

function listApprovals(book: LockBook): readonly Approval[] {
  return book.lines().filter((line) => line.type === 'approval');
}

function countStates(stock: Stock, book: LockBook): SprintReport['approvals'] {
  const counts: { [state in LiveCellState]: number } = { ...nothing.approvals };
  for (const { id } of listCells(stock)) counts[findState(stock, book, id)] += 1;
  return counts;
}

function countReviewers(words: readonly Approval[]): SprintReport['reviewers'] {
  const names = [...new Set(words.map(({ by }) => nameOf(by)))].toSorted(compareCodeUnits);
  return names.map((name) => ({ name, pictures: new Set(words.filter(({ by }) => nameOf(by) === name).map(({ cell }) => cell)).size }));
}
