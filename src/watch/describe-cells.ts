import { join } from 'node:path';
import { resultOf } from '../engine/task-outcome.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { LockBook } from '../lock/lock-book.ts';
import { resolveReview } from '../model/approval.ts';
import type { OutputFormat } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { LiveCell, LiveCellState, LiveProblem } from '../model/live.ts';
import type { ManifestPicture } from '../model/manifest.ts';
import type { Cell } from '../model/matrix.ts';
import type { ActionResult, TaskOutcome } from '../model/outcome.ts';
import type { Plan, PlannedCell, Task } from '../model/plan.ts';
import type { CellChange } from '../model/report.ts';
import { hasDraft } from '../publish/create-manifest.ts';
import type { PictureShelf } from './picture-shelf.ts';

/** What cells are described from. */
export interface CellSources {
  readonly plan: Plan;
  readonly outcomes: ReadonlyMap<string, TaskOutcome>;
  /** Every cell of the matrix that is asked about, in its order. */
  readonly cells: readonly Cell[];
  readonly book: LockBook;
  readonly shelf: PictureShelf;
  /** Why cells were made the last time, by cell. */
  readonly changes: ReadonlyMap<string, CellChange>;
  /** What was shown before: a cell that fails keeps its last good picture. */
  readonly before: ReadonlyMap<string, LiveCell>;
  readonly directionOf: (locale: string) => 'ltr' | 'rtl';
}

/** Cells as the gallery shows them; the pictures of finished ones are put on the shelf. */
export function describeCells(sources: CellSources): readonly LiveCell[] {
  const planned = new Map(sources.plan.cells.map((each) => [each.cell.id, each]));
  const tasks = new Map(sources.plan.tasks.map((task) => [task.id, task]));
  return sources.cells.map((cell) => describeLiveCell(cell, planned.get(cell.id), tasks, sources));
}

/** Where published pictures are found. */
export interface PublishedSources extends Pick<CellSources, 'book' | 'shelf' | 'changes' | 'before' | 'directionOf'> {
  /** Absolute folder of the project, and its output folder in it. */
  readonly root: string;
  readonly dir: string;
}

/** A cell that stands as its manifest says; where that says nothing any more, as it was shown before. */
export function describePublished(cell: Cell, published: ManifestPicture | undefined, sources: PublishedSources): LiveCell {
  const { shelf, before, root, dir } = sources;
  const shown = before.get(cell.id);
  const raster = published?.raster ?? shown?.raster ?? '';
  const best = published && pickBest(published.files);
  if (best !== undefined) {
    const { digest, signed, format, src } = best;
    shelf.keep(raster, { digest: signed?.unsigned ?? digest, format }, { path: join(root, dir, src), digest });
  }
  const state = raster === '' ? 'failed' : published?.draft === true ? 'draft' : 'unreviewed';
  return reviewCell(
    { ...describeIdentity(cell, sources), alt: published?.alt ?? shown?.alt ?? '', state, raster, ...shelf.nameOf(raster), cause: '' },
    sources,
  );
}

/** A cell with what is said of it now; the very same where nothing else is. */
export function reviewCell(cell: LiveCell, { book, changes }: Pick<CellSources, 'book' | 'changes'>): LiveCell {
  const isReviewed = cell.state !== 'failed' && cell.state !== 'draft';
  const state = isReviewed ? resolveReview(cell.raster as Digest, book.approvals(cell.id)).state : cell.state;
  const cause = formatCause(changes.get(cell.id), state);
  return state === cell.state && cause === cell.cause ? cell : { ...cell, state, cause };
}

function describeLiveCell(cell: Cell, planned: PlannedCell | undefined, tasks: ReadonlyMap<string, Task>, sources: CellSources): LiveCell {
  const { outcomes, shelf, before } = sources;
  const result = planned && resultOf(outcomes.get(planned.compose));
  const last = before.get(cell.id);
  if (planned !== undefined && result !== undefined) shelvePicture(planned, result, tasks, sources);
  const raster = result?.digest ?? (last?.raster as Digest | undefined);
  const state = result === undefined ? 'failed' : hasDraft(planned!.compose, outcomes, tasks) ? 'draft' : 'unreviewed';
  const names = raster === undefined ? { picture: '', thumb: '' } : shelf.nameOf(raster);
  return reviewCell({ ...describeIdentity(cell, sources), alt: planned?.alt ?? last?.alt ?? '', state, raster: raster ?? '', ...names, cause: '' }, sources);
}

function describeIdentity(
  cell: Cell,
  { directionOf }: Pick<CellSources, 'directionOf'>,
): Pick<LiveCell, 'id' | 'asset' | 'size' | 'width' | 'height' | 'locale' | 'direction' | 'variant'> {
  const { id, asset, size, locale, variant } = cell;
  return { id, asset, size: size.name, width: size.width, height: size.height, locale, direction: directionOf(locale), variant };
}

/** Formats in the order in which a page likes them: exact pixels first. */
const preferred = ['png', 'webp', 'jpeg', 'avif'] as const;

function shelvePicture(planned: PlannedCell, raster: ActionResult, tasks: ReadonlyMap<string, Task>, { outcomes, shelf }: CellSources): void {
  const encoded = planned.encodes.flatMap((id) => {
    const task = tasks.get(id);
    const result = resultOf(outcomes.get(id));
    return task?.kind === 'encode' && result !== undefined ? [{ format: task.format, digest: result.digest }] : [];
  });
  const best = pickBest(encoded);
  if (best !== undefined) shelf.keep(raster.digest, best);
}

function pickBest<Encoded extends { readonly format: OutputFormat }>(all: readonly Encoded[]): Encoded | undefined {
  return all.toSorted((a, b) => preferred.indexOf(a.format) - preferred.indexOf(b.format))[0];
}

/** Fields that many cells share say more than those of one; the first two are enough to group by. */
function formatCause(change: CellChange | undefined, state: LiveCellState): string {
  if (change === undefined || state === 'approved') return '';
  if (change.reason !== 'changed') return change.reason;
  const fields = change.causes.map(({ field }) => field.replace(/^text\./, 'copy ').replace(/^(token|art|data|variant)\./, '$1 '));
  return [...new Set(fields)].toSorted(compareCodeUnits).slice(0, 2).join(', ');
}

/** A diagnostic as the page shows it. */
export function describeProblem({ code, severity, message, fix, asset, cell, place, details }: Diagnostic): LiveProblem {
  const fits = details?.['fits'];
  return {
    code,
    severity,
    message,
    fix,
    ...(asset !== undefined && { asset }),
    ...(cell !== undefined && { cell }),
    ...(typeof fits === 'number' && { fits }),
    ...(place !== undefined && {
      file: place.file,
      ...(place.line !== undefined && { line: place.line }),
      ...(place.column !== undefined && { column: place.column }),
    }),
  };
}
