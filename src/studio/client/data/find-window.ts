/** A run of entries along one axis: from `first`, without `end`. */
export interface Window {
  readonly first: number;
  readonly end: number;
}

/** An axis with its entries in order. */
export interface Axis {
  readonly count: number;
  /** Where an entry begins, in pixels. */
  readonly startOf: (index: number) => number;
}

/**
 * The entries that a stretch of an axis shows, and some before and after it, so that a small move shows nothing empty.
 * @param from first visible pixel
 * @param to last visible pixel
 * @param spare entries beyond, on each side
 */
export function findWindow(axis: Axis, { from, to, spare }: { readonly from: number; readonly to: number; readonly spare: number }): Window {
  const first = findLastBefore(axis, from);
  const end = findLastBefore(axis, to) + 1;
  return { first: Math.max(0, first - spare), end: Math.min(axis.count, end + spare) };
}

/** The last entry that begins at or before a pixel, by halving. */
function findLastBefore({ count, startOf }: Axis, pixel: number): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (startOf(middle) <= pixel) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
