import { join } from 'node:path';
import { unapproved } from '../diagnostics/review.ts';
import { openLockBook } from '../lock/lock-book.ts';
import { lockName } from '../lock/lock-file.ts';
import type { ReviewState } from '../model/approval.ts';
import { resolveReview } from '../model/approval.ts';
import type { ResolvedAsset } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Manifest } from '../model/manifest.ts';
import { formatCellId } from '../publish/create-manifest.ts';

/** One diagnostic for each asset that asks for review and has pictures without an approval of their pixels. */
export function findUnapproved(root: string, assets: readonly ResolvedAsset[], manifest: Manifest): readonly Diagnostic[] {
  const wanted = assets.filter(({ review }) => review === 'required');
  if (wanted.length === 0) return [];
  const book = openLockBook(join(root, lockName));
  return wanted.flatMap(({ id }) => {
    const open = (manifest.assets[id]?.pictures ?? []).flatMap((picture) => {
      const cell = formatCellId(id, picture);
      const { state } = resolveReview(picture.raster, book.approvals(cell));
      return state === 'approved' ? [] : [{ cell, state }];
    });
    if (open.length === 0) return [];
    const found = { asset: id, cells: open.length, example: open[0]!.cell, states: tallyStates(open.map(({ state }) => state)) };
    return [unapproved(found, { asset: id })];
  });
}

/** `3 changed, 1 rejected`. */
function tallyStates(states: readonly ReviewState[]): string {
  const order = ['changed', 'rejected', 'unreviewed'] as const;
  const counts = order.map((state) => ({ state, count: states.filter((each) => each === state).length }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ');
}
