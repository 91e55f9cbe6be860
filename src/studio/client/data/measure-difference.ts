import pixelmatch from 'pixelmatch';
import type { LiveBox } from '../../../model/live.ts';

/** Decoded pixels, as a canvas gives them. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** How much of a part of the picture differs, between 0 and 1. */
export interface RegionShare {
  readonly name: string;
  readonly share: number;
}

/** How two pictures of one size differ. */
export interface Difference {
  /** Highlights on a transparent ground. */
  readonly mask: Pixels;
  /** Of the whole picture. */
  readonly share: number;
  /** Of each text, and of what lies outside of all of them. */
  readonly regions: readonly RegionShare[];
}

/** Colour of highlights: one that brands seldom use, seen on light and dark. */
const highlight = [255, 0, 160] as const;

/** Differences of colour below this can't be seen; see pixelmatch's `threshold`. */
const threshold = 0.06;

/**
 * Compares two pictures pixel by pixel. Smoothed edges count: a moved letter is a change.
 * @param boxes texts of the newer picture
 */
export function measureDifference(before: Pixels, after: Pixels, boxes: readonly LiveBox[]): Difference {
  const { width, height } = after;
  const data = new Uint8ClampedArray(width * height * 4);
  const count = pixelmatch(before.data, after.data, data, width, height, { threshold, includeAA: true, diffMask: true, diffColor: [...highlight] });
  const mask = { width, height, data };
  const inside = boxes.map((box) => ({ name: box.slot, ...countRegion(mask, box) }));
  const outside = countOutside(mask, boxes);
  const regions = [...inside, ...(boxes.length === 0 ? [] : [{ name: 'outside of texts', ...outside }])];
  return { mask, share: count / (width * height), regions: regions.map(({ name, differing, all }) => ({ name, share: all === 0 ? 0 : differing / all })) };
}

interface Counted {
  readonly differing: number;
  readonly all: number;
}

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function countRegion({ width, height, data }: Pixels, box: Bounds): Counted {
  const [left, top] = [Math.max(0, Math.floor(box.x)), Math.max(0, Math.floor(box.y))];
  const [right, bottom] = [Math.min(width, Math.ceil(box.x + box.width)), Math.min(height, Math.ceil(box.y + box.height))];
  let differing = 0;
  for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) if (data[(y * width + x) * 4 + 3] !== 0) differing += 1;
  return { differing, all: Math.max(0, right - left) * Math.max(0, bottom - top) };
}

function countOutside({ width, height, data }: Pixels, boxes: readonly Bounds[]): Counted {
  const covered = new Uint8Array(width * height);
  for (const box of boxes) cover(covered, width, box);
  let [differing, all] = [0, 0];
  for (let at = 0; at < covered.length; at += 1) {
    if (covered[at] === 1) continue;
    all += 1;
    if (data[at * 4 + 3] !== 0) differing += 1;
  }
  return { differing, all };
}

function cover(covered: Uint8Array, width: number, box: Bounds): void {
  const height = covered.length / width;
  const [left, right] = [Math.max(0, Math.floor(box.x)), Math.min(width, Math.ceil(box.x + box.width))];
  const bottom = Math.min(height, Math.ceil(box.y + box.height));
  for (let y = Math.max(0, Math.floor(box.y)); y < bottom; y += 1) covered.fill(1, y * width + left, Math.max(y * width + left, y * width + right));
}
