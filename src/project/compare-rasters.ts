import type { Raster } from '../model/geometry.ts';

/** How far two pictures of the same size lie apart. */
export interface RasterDifference {
  /** Share of the pixels that differ visibly, 0–1. */
  readonly share: number;
  /** The largest difference of a channel, 0–255. */
  readonly most: number;
}

/** Levels of 255 within which a channel may differ without being seen: what rounding in another order gives. */
const unseen = 2;

/** Compares pixel by pixel and channel by channel; a transparent pixel has no colour. Pictures of different sizes differ wholly. */
export function compareRasters(a: Raster, b: Raster): RasterDifference {
  if (a.width !== b.width || a.height !== b.height) return { share: 1, most: 255 };
  let [changed, most] = [0, 0];
  for (let at = 0; at < a.data.length; at += 4) {
    const largest = comparePixels(a.data, b.data, at);
    if (largest > unseen) changed += 1;
    if (largest > most) most = largest;
  }
  return { share: changed / (a.width * a.height), most };
}

function comparePixels(a: Uint8Array, b: Uint8Array, at: number): number {
  const alpha = Math.abs(a[at + 3]! - b[at + 3]!);
  if (a[at + 3] === 0 && b[at + 3] === 0) return 0;
  return Math.max(alpha, Math.abs(a[at]! - b[at]!), Math.abs(a[at + 1]! - b[at + 1]!), Math.abs(a[at + 2]! - b[at + 2]!));
}
