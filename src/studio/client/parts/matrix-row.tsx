import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Window } from '../data/find-window.ts';
import type { Matrix, MatrixRow } from '../data/lay-out-matrix.ts';
import { useStudio } from '../store/use-studio.ts';
import { MatrixCell } from './matrix-cell.tsx';

interface MatrixRowProps {
  readonly matrix: Matrix;
  readonly row: MatrixRow;
  readonly index: number;
  readonly columns: Window;
}

/** One asset in one variant: its name above, its pictures in their columns. In a rush their places are enough. */
export function MatrixRowView(props: MatrixRowProps): JSX.Element {
  const { matrix, row, index } = props;
  const isLookedAt = useIsLookedAt();
  return (
    <div class="matrix-row" role="row" aria-rowindex={index + 3} style={{ insetBlockStart: `${row.start}px`, blockSize: `${matrix.rowHeight}px` }}>
      <div class="row-name" role="rowheader" aria-colindex={1}>
        <span class="row-asset">{row.asset}</span>
        {row.variant === '' ? null : <span class="row-variant">{row.variant}</span>}
        <span class="row-count">
          {row.approved} of {row.count} approved
        </span>
      </div>
      {isLookedAt ? <Cells {...props} /> : <Places {...props} />}
    </div>
  );
}

/** What comes into view in a rush waits until it is over; what was there before it stays. */
function useIsLookedAt(): boolean {
  const { isRushing } = useStudio();
  const isLookedAt = useRef(false);
  isLookedAt.current ||= !isRushing.value;
  return isLookedAt.current;
}

/** They follow by themselves which of them is selected, and which takes the keyboard. */
function Cells({ matrix, index, columns }: MatrixRowProps): JSX.Element {
  const { current, selected, shown } = useStudio();
  const tabStop = matrix.placeOf(current.value) === undefined ? shown.value[0]?.id : current.value;
  return (
    <>
      {matrix.columns.slice(columns.first, columns.end).map((column, at) => {
        const cell = matrix.cellAt(index, columns.first + at);
        if (cell === undefined) return null;
        const marks = { isSelected: selected.value.has(cell.id), takesTab: cell.id === tabStop };
        return <MatrixCell key={cell.id} cell={cell} column={column} index={columns.first + at} thumbHeight={matrix.thumbHeight} {...marks} />;
      })}
    </>
  );
}

function Places({ matrix, index, columns }: MatrixRowProps): JSX.Element {
  return (
    <>
      {matrix.columns
        .slice(columns.first, columns.end)
        .map(({ key, start, width }, at) =>
          matrix.cellAt(index, columns.first + at) === undefined ? null : (
            <div
              key={key}
              class="passing"
              aria-hidden="true"
              style={{ insetInlineStart: `${start}px`, inlineSize: `${width}px`, blockSize: `${matrix.thumbHeight}px` }}
            />
          ),
        )}
    </>
  );
}
