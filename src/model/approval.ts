import type { Digest } from './digest.ts';

/** What a person said of a picture. */
export type Verdict = 'approved' | 'rejected';

/** A person's word on one picture, bound to its decoded pixels: it holds as long as they do, however they are encoded. */
export interface Approval {
  /** Cell id, such as `spring-launch/og.de.dark`. */
  readonly cell: string;
  /** Digest of the composed raster. */
  readonly raster: Digest;
  readonly verdict: Verdict;
  /** Who, as git knows them: `Ada Lovelace <ada@example.com>`. */
  readonly by: string;
  /** Day, `2026-11-22`. */
  readonly date: string;
  /** Empty when nothing was said. */
  readonly comment: string;
}

/** Where a picture stands. `changed`: it was approved once, with other pixels. */
export type ReviewState = 'approved' | 'rejected' | 'changed' | 'unreviewed';

/** The state of one picture, and the words it rests on. */
export interface Review {
  readonly state: ReviewState;
  /** About these pixels; for `changed`, about the ones approved before. */
  readonly approvals: readonly Approval[];
}

/**
 * Where a picture stands, by all that was said of its cell. One rejection holds against any number of approvals: whoever rejected has to take it back.
 * @param approvals all of the cell's, of these and of other pixels
 */
export function resolveReview(raster: Digest, approvals: readonly Approval[]): Review {
  const about = approvals.filter((each) => each.raster === raster);
  if (about.some(({ verdict }) => verdict === 'rejected')) return { state: 'rejected', approvals: about };
  if (about.length > 0) return { state: 'approved', approvals: about };
  const before = approvals.filter(({ verdict }) => verdict === 'approved');
  return { state: before.length > 0 ? 'changed' : 'unreviewed', approvals: before };
}
