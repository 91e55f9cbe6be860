import type { Box, Raster } from '../model/geometry.ts';
import type { Rgb } from './compute-contrast.ts';

/** The pixels that a text covers. */
export interface Words {
  readonly region: Box;
  /** One byte for each pixel of the region: 1 where words are drawn. */
  readonly mask: Uint8Array;
  readonly pixels: number;
  /** The colour that the words are filled with; undefined when none are seen. */
  readonly fill: Rgb | undefined;
}

/** Channels differ by more than this where something was drawn; less is rounding. */
const visible = 6;

/** Finds the words of a box by what differs between the card and the card without its words. */
export function findWords(card: Raster, ground: Raster, box: Box): Words {
  const region = clipBox(box, card);
  const mask = new Uint8Array(region.width * region.height);
  const colors = new Map<number, { count: number; distance: number }>();
  let pixels = 0;
  visitBox(region, card.width, (offset, at) => {
    const distance = differ(card.data, ground.data, offset);
    if (distance <= visible) return;
    mask[at] = 1;
    pixels += 1;
    const color = (card.data[offset]! << 16) | (card.data[offset + 1]! << 8) | card.data[offset + 2]!;
    const known = colors.get(color);
    if (known === undefined) colors.set(color, { count: 1, distance });
    else [known.count, known.distance] = [known.count + 1, known.distance + distance];
  });
  return { region, mask, pixels, fill: chooseFill(colors, pixels) };
}

/** The part of a box, in whole pixels, that lies inside of a picture; at least empty. */
export function clipBox(box: Box, { width, height }: Raster): Box {
  const [left, top] = [Math.max(0, Math.floor(box.x)), Math.max(0, Math.floor(box.y))];
  const [right, bottom] = [Math.min(width, Math.ceil(box.x + box.width)), Math.min(height, Math.ceil(box.y + box.height))];
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** Calls for each pixel of a box in whole pixels, row by row. @param visit gets where its bytes begin, and its index in the box */
export function visitBox({ x, y, width, height }: Box, stride: number, visit: (offset: number, at: number) => void): void {
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) visit(((y + row) * stride + x + column) * 4, row * width + column);
}

/** The largest difference of a channel. */
export function differ(a: Uint8Array, b: Uint8Array, offset: number): number {
  const red = Math.abs(a[offset]! - b[offset]!);
  const green = Math.abs(a[offset + 1]! - b[offset + 1]!);
  const blue = Math.abs(a[offset + 2]! - b[offset + 2]!);
  return Math.max(red, green, blue, Math.abs(a[offset + 3]! - b[offset + 3]!));
}

/** Least share of the words' pixels that have a colour, for it to be the fill and not a chance blend of an edge. */
const leastShare = 0.015;

/** Edges blend the fill with the ground, so it is the colour farthest from the ground that is found often enough. */
function chooseFill(colors: ReadonlyMap<number, { readonly count: number; readonly distance: number }>, pixels: number): Rgb | undefined {
  const all = [...colors].map(([color, { count, distance }]) => ({ color, count, distance: distance / count }));
  const common = all.filter(({ count }) => count >= Math.max(2, pixels * leastShare));
  const best = (common.length > 0 ? common : all).reduce<(typeof all)[number] | undefined>(
    (found, each) => (found === undefined || each.distance > found.distance ? each : found),
    undefined,
  );
  return best && [(best.color >> 16) & 255, (best.color >> 8) & 255, best.color & 255];
}
