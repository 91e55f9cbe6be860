import type { JSX } from 'preact';
import { formatCount } from '../data/format-words.ts';
import { useStudio } from '../store/use-studio.ts';

/** What can be done with what is selected. */
export function SelectionBar(): JSX.Element | null {
  const { selected, dialog } = useStudio();
  const cells = [...selected.value];
  if (cells.length === 0) return null;
  return (
    <div class="selection-bar" role="region" aria-label="Selection">
      <p>{formatCount(cells.length, 'picture')} selected</p>
      <button type="button" class="quiet" aria-keyshortcuts="Escape" onClick={() => (selected.value = new Set())}>
        Clear
      </button>
      <button type="button" aria-keyshortcuts="r" onClick={() => (dialog.value = { kind: 'review', verdict: 'rejected', cells })}>
        Reject …
      </button>
      <button type="button" class="primary" aria-keyshortcuts="a" onClick={() => (dialog.value = { kind: 'review', verdict: 'approved', cells })}>
        Approve …
      </button>
    </div>
  );
}
