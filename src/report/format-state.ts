import type { LiveCellState } from '../model/live.ts';

const words: { readonly [state in LiveCellState]: string } = {
  approved: 'approved',
  rejected: 'rejected',
  changed: 'changed since approval',
  unreviewed: 'not reviewed',
  draft: 'draft stand-in',
  failed: 'failed',
};

/** Where a picture stands, in words. */
export function formatState(state: LiveCellState): string {
  return words[state];
}
