import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { LiveCell } from '../../../model/live.ts';
import { formatVariant } from '../data/filter-cells.ts';
import { nameLocale } from '../data/format-words.ts';
import { listInOrder } from '../data/step-cell.ts';
import { isReviewable } from '../store/create-studio.ts';
import { useStudio } from '../store/use-studio.ts';
import { Icon } from './icon.tsx';
import { Inspector } from './inspector.tsx';
import { Stage } from './stage.tsx';
import { StateMark } from './state-mark.tsx';

/** One picture, and all that is known of it. */
export function Detail(): JSX.Element {
  const { openedCell, opened, leave } = useStudio();
  const cell = openedCell.value;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <main class="detail" aria-label={opened.value}>
      <header class="detail-bar">
        <button type="button" class="quiet back" aria-keyshortcuts="Escape" title="All pictures (Esc)" onClick={leave}>
          <Icon name="back" /> <span class="back-word">All pictures</span>
        </button>
        <h1 ref={heading} tabIndex={-1}>
          {cell === undefined ? opened.value : <CellName cell={cell} />}
        </h1>
        <Steps />
        {cell === undefined ? null : <Verdicts cell={cell} />}
      </header>
      {cell === undefined ? (
        <p class="empty">There is no picture of this name now.</p>
      ) : (
        <div class="detail-body">
          <Stage cell={cell} />
          <Inspector cell={cell} />
        </div>
      )}
    </main>
  );
}

function CellName({ cell }: { readonly cell: LiveCell }): JSX.Element {
  const rest = [formatVariant(cell), cell.size, nameLocale(cell.locale)].filter((part) => part !== '');
  return (
    <>
      <span class="name-asset">{cell.asset}</span>
      {rest.map((part) => (
        <span key={part} class="name-part">
          {part}
        </span>
      ))}
    </>
  );
}

function Steps(): JSX.Element {
  const { matrix, opened, open } = useStudio();
  const order = listInOrder(matrix.value);
  const at = order.indexOf(opened.value);
  const go = (step: number): void => {
    const next = order[at + step];
    if (next !== undefined) open(next);
  };
  return (
    <div class="steps">
      <span class="steps-count">{at === -1 ? '' : `${at + 1} of ${order.length}`}</span>
      <button type="button" class="quiet" aria-label="Picture before" title="Picture before (←)" disabled={at <= 0} onClick={() => go(-1)}>
        <Icon name="before" />
      </button>
      <button
        type="button"
        class="quiet"
        aria-label="Next picture"
        title="Next picture (→)"
        disabled={at === -1 || at === order.length - 1}
        onClick={() => go(1)}
      >
        <Icon name="after" />
      </button>
    </div>
  );
}

function Verdicts({ cell }: { readonly cell: LiveCell }): JSX.Element {
  const { review, dialog } = useStudio();
  const isOpen = isReviewable(cell);
  return (
    <div class="verdicts">
      <StateMark state={cell.state} />
      <button type="button" disabled={!isOpen} aria-keyshortcuts="r" onClick={() => (dialog.value = { kind: 'review', verdict: 'rejected', cells: [cell.id] })}>
        Reject …
      </button>
      <button
        type="button"
        class="primary"
        disabled={!isOpen || cell.state === 'approved'}
        aria-keyshortcuts="a"
        onClick={() => void review([cell.id], 'approved', '')}
      >
        Approve
      </button>
    </div>
  );
}
