import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { LiveCell } from '../../../model/live.ts';
import { formatVariant } from '../data/filter-cells.ts';
import { nameLocale } from '../data/format-words.ts';
import type { MatrixColumn } from '../data/lay-out-matrix.ts';
import { listBetween } from '../data/step-cell.ts';
import { locatePicture } from '../store/call-server.ts';
import type { Studio } from '../store/create-studio.ts';
import { useStudio } from '../store/use-studio.ts';
import { StateMark } from './state-mark.tsx';

interface MatrixCellProps {
  readonly cell: LiveCell;
  readonly column: MatrixColumn;
  readonly index: number;
  readonly thumbHeight: number;
}

/** One picture and its state. One cell of the matrix takes the keyboard; a click opens, with Shift or Control it selects. */
export function MatrixCell({ cell, column, index, thumbHeight }: MatrixCellProps): JSX.Element {
  const studio = useStudio();
  const { current, selected, opened, shown } = studio;
  const isCurrent = current.value === cell.id;
  const takesTab = isCurrent || (studio.matrix.value.placeOf(current.value) === undefined && shown.value[0]?.id === cell.id);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Asked again: effects run after the paint, and a next key may have moved on by then.
    if (current.value === cell.id && opened.value === '' && canTakeFocus()) place.current?.focus({ preventScroll: true });
  }, [isCurrent, opened.value]);
  const isSelected = selected.value.has(cell.id);
  return (
    <div
      ref={place}
      class={isSelected ? 'cell is-selected' : 'cell'}
      role="gridcell"
      tabIndex={takesTab ? 0 : -1}
      aria-colindex={index + 2}
      aria-selected={isSelected}
      aria-label={describeCell(cell)}
      data-cell={cell.id}
      style={{ insetInlineStart: `${column.start}px`, inlineSize: `${column.width}px` }}
      onFocus={() => (current.value = cell.id)}
      onClick={(event) => clickCell(studio, cell.id, event)}
    >
      <Thumb cell={cell} width={column.width} height={thumbHeight} />
      <div class="caption">
        <StateMark state={cell.state} />
        <span class="tick" aria-hidden="true" title="Select (Space)" />
      </div>
    </div>
  );
}

interface ThumbProps {
  readonly cell: LiveCell;
  readonly width: number;
  readonly height: number;
}

/** The box has the picture's shape before the picture is there. */
function Thumb({ cell, width, height }: ThumbProps): JSX.Element {
  const scale = Math.min(width / cell.width, height / cell.height);
  const style = { inlineSize: `${Math.round(cell.width * scale)}px`, blockSize: `${Math.round(cell.height * scale)}px` };
  return (
    <div class="thumb-place" style={{ blockSize: `${height}px` }}>
      {cell.thumb === '' ? (
        <div class="thumb is-missing" style={style} />
      ) : (
        <img class="thumb" style={style} src={locatePicture(cell.thumb)} alt="" decoding="async" draggable={false} />
      )}
    </div>
  );
}

function describeCell(cell: LiveCell): string {
  const names = [cell.asset, formatVariant(cell), cell.size, nameLocale(cell.locale)].filter((part) => part !== '').join(', ');
  return `${names}: ${cell.state}${cell.cause === '' ? '' : `, ${cell.cause}`}. ${cell.alt}`;
}

/** A search box that is being typed in keeps the keyboard. */
function canTakeFocus(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement.closest('.matrix') !== null || activeElement.closest('[inert]') !== null;
}

function clickCell(studio: Studio, id: string, event: MouseEvent): void {
  const { selected, anchor, matrix } = studio;
  const isTick = event.target instanceof Element && event.target.closest('.tick') !== null;
  if (event.shiftKey) selected.value = new Set([...selected.value, ...listBetween(matrix.value, anchor.value === '' ? id : anchor.value, id)]);
  else if (event.ctrlKey || event.metaKey || isTick) studio.toggleSelected(id);
  else studio.open(id);
}
