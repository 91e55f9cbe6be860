import { isFinished } from '../engine/task-outcome.ts';
import type { LockBook } from '../lock/lock-book.ts';
import { resolveReview } from '../model/approval.ts';
import type { Approval } from '../model/approval.ts';
import type { OutputFormat } from '../model/config.ts';
import type { Digest } from '../model/digest.ts';
import type { LiveCellState } from '../model/live.ts';
import type { Cell } from '../model/matrix.ts';
import { hasDraft } from '../publish/create-manifest.ts';
import type { PictureFolder } from './picture-folder.ts';
import { thumbSide } from './picture-folder.ts';
import type { ReportApproval, ReportCell } from './report-data.ts';
import { findRaster } from './take-stock.ts';
import type { Stock } from './take-stock.ts';

/** Every cell of a project for the page; pictures go into the folder. */
export async function describeCells(stock: Stock, book: LockBook, folder: PictureFolder): Promise<readonly ReportCell[]> {
  const cells: ReportCell[] = [];
  for (const { cells: list } of stock.prepared.matrix) for (const cell of list) cells.push(await describeReportCell(cell, stock, { book, folder }));
  return cells;
}

async function describeReportCell(
  cell: Cell,
  stock: Stock,
  { book, folder }: { readonly book: LockBook; readonly folder: PictureFolder },
): Promise<ReportCell> {
  const { id, asset, size, locale, variant } = cell;
  return {
    id,
    asset,
    size: size.name,
    width: size.width,
    height: size.height,
    locale,
    direction: findDirection(stock, id),
    variant,
    alt: stock.planned.get(id)?.alt ?? '',
    state: findState(stock, book, id),
    ...(await addPicture(cell, stock, folder)),
    approvals: describeApprovals(stock, book, id),
  };
}

/** Where a picture stands. */
export function findState(stock: Stock, book: LockBook, cell: string): LiveCellState {
  const raster = findRaster(stock, cell);
  if (raster === undefined) return 'failed';
  return isDraft(stock, cell) ? 'draft' : resolveReview(raster.digest, book.approvals(cell)).state;
}

/** Whether a stand-in is in a picture. */
export function isDraft({ planned, execution, tasks }: Stock, cell: string): boolean {
  return hasDraft(planned.get(cell)?.compose ?? '', execution.outcomes, tasks);
}

/** How a cell's language is written. */
export function findDirection({ planned, tasks }: Stock, cell: string): 'ltr' | 'rtl' {
  const task = tasks.get(planned.get(cell)?.compose ?? '');
  return task?.kind === 'compose' ? task.direction : 'ltr';
}

function describeApprovals(stock: Stock, book: LockBook, cell: string): readonly ReportApproval[] {
  const raster = findRaster(stock, cell);
  return raster === undefined ? [] : resolveReview(raster.digest, book.approvals(cell)).approvals.map(describeApproval);
}

function describeApproval({ by, date, verdict, comment }: Approval): ReportApproval {
  return { by: nameOf(by), date, verdict, comment };
}

/** `Ada Lovelace` of `Ada Lovelace <ada@example.com>`; of a bare address what stands before the sign. */
export function nameOf(by: string): string {
  return by
    .replaceAll(/<[^>]*>?/g, '')
    .replaceAll(/@\S*/g, '')
    .trim();
}

/** Formats in the order in which a page likes them: every browser shows the first three. */
const preferred: readonly OutputFormat[] = ['webp', 'png', 'jpeg', 'avif'];

async function addPicture({ id, size }: Cell, stock: Stock, folder: PictureFolder): Promise<Pick<ReportCell, 'picture' | 'thumb'>> {
  const found = findEncoded(stock, id);
  const bytes = found && (await stock.workspace.store.read(found.digest));
  if (found === undefined || bytes === undefined) return { picture: '', thumb: '' };
  const picture = folder.add(bytes, found.format);
  const isSmall = Math.max(size.width, size.height) <= thumbSide;
  return { picture, thumb: isSmall ? picture : await folder.addThumb({ digest: found.digest, bytes }) };
}

function findEncoded({ planned, tasks, execution }: Stock, cell: string): { readonly format: OutputFormat; readonly digest: Digest } | undefined {
  const encoded = (planned.get(cell)?.encodes ?? []).flatMap((id) => {
    const [task, outcome] = [tasks.get(id), execution.outcomes.get(id)];
    return task?.kind === 'encode' && isFinished(outcome) ? [{ format: task.format, digest: outcome.result.digest }] : [];
  });
  return encoded.toSorted((a, b) => preferred.indexOf(a.format) - preferred.indexOf(b.format))[0];
}
