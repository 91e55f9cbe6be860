import pixelmatch from 'pixelmatch';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { Box, Raster } from '../model/geometry.ts';

/** How two pictures of one size differ. */
export interface PictureDifference {
  /** Visibly changed pixels, 0–1. */
  readonly share: number;
  /** By name, in code-unit order; within its own area. */
  readonly regions: readonly { readonly slot: string; readonly share: number }[];
  /** The second picture in pale grey, what changed in colour. */
  readonly highlight: Raster;
}

/** A named area, in pixels. */
export interface Region extends Box {
  readonly slot: string;
}

/** What a changed pixel looks like. */
const marked = [214, 31, 105] as const;

/** How much of the picture's grey is left beneath the marks. */
const paleness = 0.22;

/** Perceptual distance below which two colours count as the same; the comparer's own default. */
const threshold = 0.1;

/**
 * Compares two pictures pixel by pixel. Smoothed edges count: a letter that moved is a change.
 * @param regions several of one name are one area, the box round all of them
 */
export function comparePictures(before: Raster, after: Raster, regions: readonly Region[]): PictureDifference {
  const { width, height } = after;
  const mask = new Uint8Array(after.data.byteLength);
  const changed = pixelmatch(align(before.data), align(after.data), mask, width, height, { threshold, includeAA: true, diffMask: true });
  const areas = uniteRegions(regions).map((region) => ({ slot: region.slot, share: measureShare(mask, after, region) }));
  return { share: changed / (width * height), regions: areas, highlight: { width, height, data: highlight(after.data, mask) } };
}

/** The comparer looks at four bytes at once, which must begin at a multiple of four. */
function align(data: Uint8Array): Uint8Array {
  return data.byteOffset % 4 === 0 ? data : Uint8Array.from(data);
}

function uniteRegions(regions: readonly Region[]): readonly Region[] {
  const bySlot = new Map<string, Region>();
  for (const region of regions) {
    const known = bySlot.get(region.slot);
    bySlot.set(region.slot, known === undefined ? region : unite(known, region));
  }
  return [...bySlot.values()].toSorted((a, b) => compareCodeUnits(a.slot, b.slot));
}

function unite(a: Region, b: Region): Region {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { slot: a.slot, x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

function measureShare(mask: Uint8Array, { width, height }: Raster, region: Region): number {
  const [left, top] = [Math.max(0, Math.floor(region.x)), Math.max(0, Math.floor(region.y))];
  const [right, bottom] = [Math.min(width, Math.ceil(region.x + region.width)), Math.min(height, Math.ceil(region.y + region.height))];
  if (right <= left || bottom <= top) return 0;
  let count = 0;
  for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) if (mask[(y * width + x) * 4 + 3]! > 0) count += 1;
  return count / ((right - left) * (bottom - top));
}

function highlight(data: Uint8Array, mask: Uint8Array): Uint8Array {
  const result = new Uint8Array(data.byteLength);
  for (let at = 0; at < data.byteLength; at += 4) {
    const isChanged = mask[at + 3]! > 0;
    // Rec. 601 luma over white, then most of the way to white.
    const luma = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
    const pale = 255 + (luma - 255) * paleness * (data[at + 3]! / 255);
    for (let channel = 0; channel < 3; channel += 1) result[at + channel] = isChanged ? marked[channel]! : pale;
    result[at + 3] = 255;
  }
  return result;
}
