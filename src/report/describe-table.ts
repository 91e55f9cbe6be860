import { html } from '../project/html.ts';
import type { Markup } from '../project/html.ts';

/** A table of a page. */
export interface TableParts {
  readonly columns: readonly string[];
  /** Columns of figures, which end at one edge. */
  readonly figures?: readonly string[];
  /** What the style sheet knows it by, where it has more to say than of every table. */
  readonly name?: string;
  readonly rows: readonly Markup[];
}

/** A table with a row of headings, in a box of its own that scrolls where the page is narrow. */
export function describeTable({ columns, figures = [], name = 'plain', rows }: TableParts): Markup {
  const headings = columns.map((column) =>
    figures.includes(column) ? html`<th scope="col" class="number">${column}</th>` : html`<th scope="col">${column}</th>`,
  );
  return html`<div class="scroll">
    <table class="${name}">
      <thead>
        <tr>
          ${headings}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
