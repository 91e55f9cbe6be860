import type { JSX } from 'preact';
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
  readonly isSelected: boolean;
  /** Whether the keyboard comes to it by Tab. */
  readonly takesTab: boolean;
}

/** One picture and its state. One cell of the matrix takes the keyboard; a click opens, with Shift or Control it selects. */
export function MatrixCell({ cell, column, index, thumbHeight, isSelected, takesTab }: MatrixCellProps): JSX.Element {
  const studio = useStudio();
  return (
    <div
      class={isSelected ? 'cell is-selected' : 'cell'}
      role="gridcell"
      tabIndex={takesTab ? 0 : -1}
      aria-colindex={index + 2}
      aria-selected={isSelected}
      aria-label={describeCell(cell)}
      data-cell={cell.id}
      style={{ insetInlineStart: `${column.start}px`, inlineSize: `${column.width}px` }}
      onFocus={() => (studio.current.value = cell.id)}
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

function clickCell(studio: Studio, id: string, event: MouseEvent): void {
  const { selected, anchor, matrix } = studio;
  const isTick = event.target instanceof Element && event.target.closest('.tick') !== null;
  if (event.shiftKey) selected.value = new Set([...selected.value, ...listBetween(matrix.value, anchor.value === '' ? id : anchor.value, id)]);
  else if (event.ctrlKey || event.metaKey || isTick) studio.toggleSelected(id);
  else studio.open(id);
}
