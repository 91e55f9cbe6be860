import type { JSX } from 'preact';
import type { Window } from '../data/find-window.ts';
import { nameLocale } from '../data/format-words.ts';
import type { Matrix } from '../data/lay-out-matrix.ts';

/** Names of the columns, in two levels. The outer one stays in view while its columns pass. */
export function MatrixHead({ matrix, columns }: { readonly matrix: Matrix; readonly columns: Window }): JSX.Element {
  const shown = matrix.columns.slice(columns.first, columns.end);
  const [from, to] = [shown[0]?.start ?? 0, (shown.at(-1)?.start ?? 0) + 1];
  const groups = matrix.groups.filter(({ start, width }) => start + width > from && start < to);
  const inner = matrix.grouping === 'size' ? 'locale' : 'size';
  return (
    <div class="matrix-head" role="rowgroup" style={{ inlineSize: `${matrix.width}px` }}>
      <div class="head-row" role="row" aria-rowindex={1}>
        {groups.map(({ value, start, width }) => (
          <div key={value} class="head-group" role="columnheader" title={value} style={{ insetInlineStart: `${start}px`, inlineSize: `${width}px` }}>
            <span>{matrix.grouping === 'locale' ? nameLocale(value) : value}</span>
          </div>
        ))}
      </div>
      <div class="head-row" role="row" aria-rowindex={2}>
        {shown.map((column, index) => (
          <div
            key={column.key}
            class="head-column"
            role="columnheader"
            aria-colindex={columns.first + index + 2}
            style={{ insetInlineStart: `${column.start}px`, inlineSize: `${column.width}px` }}
          >
            {inner === 'locale' ? nameLocale(column.locale) : column.size}
          </div>
        ))}
      </div>
    </div>
  );
}
