import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { findWindow } from '../data/find-window.ts';
import type { Window } from '../data/find-window.ts';
import type { Matrix } from '../data/lay-out-matrix.ts';
import { useStudio } from '../store/use-studio.ts';
import { MatrixHead } from './matrix-head.tsx';
import { MatrixRowView } from './matrix-row.tsx';
import { useRush } from './use-rush.ts';

/** Rows and columns that are drawn. */
export interface Visible {
  readonly rows: Window;
  readonly columns: Window;
}

/** The matrix. Of thousands of cells, only those on the screen and a few around it are in the page. */
export function MatrixView(): JSX.Element {
  const studio = useStudio();
  const matrix = studio.matrix.value;
  const scroller = useRef<HTMLDivElement>(null);
  const visible = useVisible(scroller, matrix);
  useCurrentInView(scroller, matrix);
  useRush(scroller, studio.isRushing);
  useEffect(() => {
    studio.look(listVisible(matrix, visible));
  }, [matrix, visible]);
  const place = matrix.placeOf(studio.current.value);
  const isDrawn = place !== undefined && isWithin(visible, place);
  useKeyboardOnCurrent(scroller, isDrawn && !studio.isRushing.value);
  const rows = useRows(matrix, visible);
  // Nobody sees the matrix under an opened picture: it waits, so that the new pixels above come first.
  return useFrozen(
    studio.opened.value !== '',
    <div
      ref={scroller}
      class="matrix"
      role="grid"
      aria-label="Matrix of pictures"
      aria-rowcount={matrix.rows.length + 2}
      aria-colcount={matrix.columns.length + 1}
      aria-multiselectable
      // The cell of the keyboard may be scrolled away: then the matrix itself takes the keyboard.
      tabIndex={place === undefined || isDrawn ? -1 : 0}
    >
      <MatrixHead matrix={matrix} columns={visible.columns} />
      <div class="matrix-body" role="rowgroup" style={{ inlineSize: `${matrix.width}px`, blockSize: `${matrix.height}px` }}>
        {rows}
      </div>
    </div>,
  );
}

/** What was drawn last, for as long as it is frozen. */
function useFrozen(isFrozen: boolean, drawn: JSX.Element): JSX.Element {
  const last = useRef(drawn);
  if (!isFrozen) last.current = drawn;
  return last.current;
}

/** The rows in view. One that was there before is the same element, which is left as it is: only what comes into view is drawn. */
function useRows(matrix: Matrix, { rows, columns }: Visible): readonly JSX.Element[] {
  const last = useRef({ matrix, columns, drawn: new Map<number, JSX.Element>() });
  const isSame = last.current.matrix === matrix && isSameRun(last.current.columns, columns);
  const before = isSame ? last.current.drawn : new Map<number, JSX.Element>();
  const drawn = new Map<number, JSX.Element>();
  for (const [at, row] of matrix.rows.slice(rows.first, rows.end).entries()) {
    const index = rows.first + at;
    drawn.set(index, before.get(index) ?? <MatrixRowView key={row.key} matrix={matrix} row={row} index={index} columns={columns} />);
  }
  last.current = { matrix, columns, drawn };
  return [...drawn.values()];
}

/** The keyboard follows the current cell, as soon as it is drawn. */
function useKeyboardOnCurrent(scroller: { readonly current: HTMLDivElement | null }, isDrawn: boolean): void {
  const { current, opened } = useStudio();
  const id = current.value;
  useEffect(() => {
    // Asked again: effects run after the paint, and a next key may have moved on by then.
    if (!isDrawn || current.value !== id || opened.value !== '' || !canTakeFocus()) return;
    scroller.current?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  }, [id, isDrawn, opened.value]);
}

/** A search box that is being typed in keeps the keyboard. */
function canTakeFocus(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement.closest('.matrix') !== null || activeElement.closest('[inert]') !== null;
}

interface View {
  readonly top: number;
  readonly along: number;
  readonly width: number;
  readonly height: number;
}

/** Follows the scroller; draws again only when another row or column comes into view. */
function useVisible(scroller: { readonly current: HTMLDivElement | null }, matrix: Matrix): Visible {
  const [view, setView] = useState<View>({ top: 0, along: 0, width: 1200, height: 900 });
  const last = useRef<Visible | undefined>(undefined);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const look = (): void => {
      // Negative where lines run from right to left.
      setView({ top: element.scrollTop, along: Math.abs(element.scrollLeft), width: element.clientWidth, height: element.clientHeight });
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  const next = findVisible(matrix, view);
  if (last.current === undefined || !isSameWindow(last.current, next)) last.current = next;
  return last.current;
}

function findVisible(matrix: Matrix, { top, along, width, height }: View): Visible {
  const rows = { count: matrix.rows.length, startOf: (index: number) => matrix.rows[index]!.start };
  const columns = { count: matrix.columns.length, startOf: (index: number) => matrix.columns[index]!.start };
  return {
    rows: findWindow(rows, { from: top, to: top + height, spare: 1 }),
    columns: findWindow(columns, { from: along, to: along + width, spare: 2 }),
  };
}

function isWithin({ rows, columns }: Visible, { row, column }: { readonly row: number; readonly column: number }): boolean {
  return row >= rows.first && row < rows.end && column >= columns.first && column < columns.end;
}

function isSameWindow(a: Visible, b: Visible): boolean {
  return isSameRun(a.rows, b.rows) && isSameRun(a.columns, b.columns);
}

function isSameRun(a: Window, b: Window): boolean {
  return a.first === b.first && a.end === b.end;
}

function listVisible(matrix: Matrix, { rows, columns }: Visible): readonly string[] {
  const ids: string[] = [];
  for (let row = rows.first; row < rows.end; row += 1)
    for (let column = columns.first; column < columns.end; column += 1) {
      const cell = matrix.cellAt(row, column);
      if (cell !== undefined) ids.push(cell.id);
    }
  return ids;
}

/** Height of the head that stays in view, in pixels; the style sheet says the same. */
const headHeight = 60;

/** Brings the cell of the keyboard into view before it is drawn there. */
function useCurrentInView(scroller: { readonly current: HTMLDivElement | null }, matrix: Matrix): void {
  const { current } = useStudio();
  const id = current.value;
  useLayoutEffect(() => {
    const element = scroller.current;
    const place = matrix.placeOf(id);
    if (element === null || place === undefined) return;
    const row = matrix.rows[place.row]!;
    const column = matrix.columns[place.column]!;
    const sign = getComputedStyle(element).direction === 'rtl' ? -1 : 1;
    const along = moveInto(Math.abs(element.scrollLeft), element.clientWidth, { start: column.start - 20, end: column.start + column.width + 20 });
    element.scrollTop = moveInto(element.scrollTop, element.clientHeight - headHeight, { start: row.start, end: row.start + matrix.rowHeight });
    element.scrollLeft = sign * along;
  }, [id, matrix.grouping, matrix.rowHeight]);
}

/** The nearest place from which a stretch is seen as a whole. */
function moveInto(from: number, room: number, { start, end }: { readonly start: number; readonly end: number }): number {
  if (start < from) return start;
  return end > from + room ? Math.min(start, end - room) : from;
}
