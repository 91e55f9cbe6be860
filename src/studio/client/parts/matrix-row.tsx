import type { JSX } from 'preact';
import type { Window } from '../data/find-window.ts';
import type { Matrix, MatrixRow } from '../data/lay-out-matrix.ts';
import { MatrixCell } from './matrix-cell.tsx';

interface MatrixRowProps {
  readonly matrix: Matrix;
  readonly row: MatrixRow;
  readonly index: number;
  readonly columns: Window;
}

/** One asset in one variant: its name above, its pictures in their columns. */
export function MatrixRowView({ matrix, row, index, columns }: MatrixRowProps): JSX.Element {
  const shown = matrix.columns.slice(columns.first, columns.end);
  return (
    <div class="matrix-row" role="row" aria-rowindex={index + 3} style={{ insetBlockStart: `${row.start}px`, blockSize: `${matrix.rowHeight}px` }}>
      <div class="row-name" role="rowheader" aria-colindex={1}>
        <span class="row-asset">{row.asset}</span>
        {row.variant === '' ? null : <span class="row-variant">{row.variant}</span>}
        <span class="row-count">
          {row.approved} of {row.count} approved
        </span>
      </div>
      {shown.map((column, at) => {
        const cell = matrix.cellAt(index, columns.first + at);
        return cell === undefined ? null : <MatrixCell key={cell.id} cell={cell} column={column} index={columns.first + at} thumbHeight={matrix.thumbHeight} />;
      })}
    </div>
  );
}
