import type { Raster } from '../model/geometry.ts';

/** What a page shows before a picture has loaded. */
export interface RasterPreview {
  /** The colour that most of the picture has, `#rrggbb`; `transparent` when nothing of it is opaque. */
  readonly color: string;
  /** The picture, 20 pixels on its long side; undefined where it has transparency, for a backdrop would shine through. */
  readonly small: Raster | undefined;
}

/** Long side of the small picture in pixels. */
const smallSide = 20;

/** Looks at a picture from afar. Integer arithmetic only: the same pixels give the same preview on every machine. */
export function previewRaster(raster: Raster): RasterPreview {
  const small = shrink(raster);
  return { color: findDominantColor(raster), small: isOpaque(small) ? small : undefined };
}

/** The mean of each cell of a grid; its alpha is 255 only where all pixels are opaque. */
function shrink({ width, height, data }: Raster): Raster {
  const side = Math.max(width, height);
  const [columns, rows] = [width, height].map((length) => Math.min(length, Math.max(1, Math.round((length * smallSide) / side)))) as [number, number];
  const small = new Uint8Array(columns * rows * 4);
  for (let row = 0; row < rows; row += 1) {
    const [top, bottom] = spanOf(row, rows, height);
    for (let column = 0; column < columns; column += 1) {
      const [left, right] = spanOf(column, columns, width);
      small.set(meanOf(data, width, { left, right, top, bottom }), (row * columns + column) * 4);
    }
  }
  return { width: columns, height: rows, data: small };
}

/** Where the nth of `count` equal parts of a length begins and ends. */
function spanOf(index: number, count: number, length: number): readonly [number, number] {
  return [Math.floor((index * length) / count), Math.floor(((index + 1) * length) / count)];
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function meanOf(data: Uint8Array, width: number, { left, right, top, bottom }: Area): readonly number[] {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (let y = top; y < bottom; y += 1) {
    for (let at = (y * width + left) * 4, end = (y * width + right) * 4; at < end; at += 4) {
      red += data[at]!;
      green += data[at + 1]!;
      blue += data[at + 2]!;
      alpha += data[at + 3]!;
    }
  }
  const count = (right - left) * (bottom - top);
  return [...[red, green, blue].map((sum) => Math.round(sum / count)), Math.floor(alpha / count)];
}

function isOpaque({ data }: Raster): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
}

/** How many pixels are looked at, about. */
const samples = 65_536;
/** Colours are told apart by the upper four bits of each channel. */
const bins = 4096;

/** The mean of the fullest of 4096 equal parts of the colour space; a pixel that is mostly transparent has no colour. */
function findDominantColor({ data, width, height }: Raster): string {
  const step = Math.max(1, Math.floor((width * height) / samples)) * 4;
  const counts = new Uint32Array(bins);
  const sums = new Uint32Array(bins * 3);
  for (let at = 0; at < data.length; at += step) {
    const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
    if (data[at + 3]! < 128) continue;
    const bin = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
    counts[bin]! += 1;
    sums[bin * 3]! += red;
    sums[bin * 3 + 1]! += green;
    sums[bin * 3 + 2]! += blue;
  }
  const fullest = counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0));
  const count = counts[fullest]!;
  if (count === 0) return 'transparent';
  const channels = [0, 1, 2].map((channel) => Math.round(sums[fullest * 3 + channel]! / count));
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
