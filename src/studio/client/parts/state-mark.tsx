import type { JSX } from 'preact';
import type { LiveCellState } from '../../../model/live.ts';

/** A state as a shape and, unless it stands beside its name, a word: never by colour alone. */
export function StateMark({ state, isBare = false }: { readonly state: LiveCellState; readonly isBare?: boolean }): JSX.Element {
  return (
    <span class={`state state-${state}`}>
      <svg class="state-shape" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {shapes[state]}
      </svg>
      {isBare ? null : <span class="state-word">{state}</span>}
    </span>
  );
}

/** Open ring, full disc with a tick, half disc, broken ring, barred disc, triangle: told apart without colour and at 12 pixels. */
const shapes: { readonly [state in LiveCellState]: JSX.Element } = {
  unreviewed: <circle class="line" cx="6" cy="6" r="4.5" />,
  approved: (
    <>
      <circle class="fill" cx="6" cy="6" r="5.25" />
      <path class="cut" d="M3.6 6.2 5.3 7.9 8.5 4.3" />
    </>
  ),
  changed: (
    <>
      <circle class="line" cx="6" cy="6" r="4.5" />
      <path class="fill" d="M6 1.5a4.5 4.5 0 0 1 0 9Z" />
    </>
  ),
  draft: <circle class="line dashed" cx="6" cy="6" r="4.5" />,
  rejected: (
    <>
      <circle class="line" cx="6" cy="6" r="4.5" />
      <path class="line" d="M2.9 9.1 9.1 2.9" />
    </>
  ),
  failed: (
    <>
      <path class="fill" d="M6 .9 11.6 11H.4Z" />
      <path class="cut" d="M6 4.4v2.9M6 8.8v.4" />
    </>
  ),
};
