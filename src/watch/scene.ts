import type { LockBook } from '../lock/lock-book.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCell } from '../model/live.ts';
import type { CellChange } from '../model/report.ts';
import type { Host } from '../project/host.ts';
import type { LoadedProject } from '../project/load-project.ts';
import type { CellSources } from './describe-cells.ts';
import type { LiveBoard } from './live-board.ts';
import type { PictureShelf } from './picture-shelf.ts';

/** What is shown, and where. */
export interface Scene {
  readonly host: Host;
  readonly board: LiveBoard;
  readonly shelf: PictureShelf;
  /** Said beside the problems of every build. */
  readonly warnings: readonly Diagnostic[];
  /** Why cells were made the last time, by cell. */
  readonly changes: Map<string, CellChange>;
  /** Cells that the board may show otherwise than they are published, since they were shown before that. */
  readonly ahead: Set<string>;
}

/** What all cells of a project are described from, whatever was planned of it. */
export function describeScene(
  { inputs }: LoadedProject,
  book: LockBook,
  { shelf, changes, board }: Scene,
): Pick<CellSources, 'book' | 'shelf' | 'changes' | 'before' | 'directionOf'> {
  return { book, shelf, changes, before: board.cells(), directionOf: (locale) => inputs.directionOf(locale) };
}

/** Shows cells ahead of the build that publishes them. */
export function showAhead(cells: readonly LiveCell[], { board, ahead }: Scene): void {
  if (board.phase() !== 'buying') board.setPhase('building');
  for (const { id } of cells) ahead.add(id);
  board.updateCells(cells);
}
