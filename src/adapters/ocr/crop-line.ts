import type { Raster } from '../../model/geometry.ts';
import type { TextLine } from '../../spec/text-reader.ts';
import type { GreyImage } from './pixels.ts';

/** How a line is cut out. */
export interface CropOptions {
  /** Height of the crop in pixels; its width follows from the line's. */
  readonly height: number;
  /** Widest crop in pixels; a longer line is squeezed. */
  readonly mostWidth: number;
  /** By how much more is cut out above and below, as a share of the line's height: accents and tone marks often stand outside of what the detector marks. */
  readonly growth: number;
  /** White round the crop, as a share of its height. */
  readonly margin: number;
}

/** Cuts a line out of a picture, upright, in grey, dark on light and with its contrast drawn out, as engines read it best. */
export function cropLine(raster: Raster, line: TextLine, { height, mostWidth, growth, margin }: CropOptions): GreyImage {
  const grown = { ...line, height: line.height * (1 + 2 * growth) };
  const width = Math.min(Math.max(Math.round((line.width * height) / grown.height), 1), mostWidth);
  const grey = stretchContrast(makeDarkOnLight(sampleLine(raster, grown, { width, height })));
  return addMargin(grey, Math.round(height * margin));
}

/** Averages a grid of points under each pixel of the crop, so that nothing is skipped where the line is large. */
function sampleLine(raster: Raster, line: TextLine, { width, height }: { readonly width: number; readonly height: number }): GreyImage {
  const data = new Float32Array(width * height);
  const [stepX, stepY] = [line.width / width, line.height / height];
  const points = Math.min(Math.max(Math.ceil(stepY), 1), 8);
  const [cos, sin] = [Math.cos(line.angle), Math.sin(line.angle)];
  for (let index = 0; index < data.length; index += 1) {
    let sum = 0;
    for (let point = 0; point < points * points; point += 1) {
      const along = ((index % width) + ((point % points) + 0.5) / points) * stepX - line.width / 2;
      const across = (Math.floor(index / width) + (Math.floor(point / points) + 0.5) / points) * stepY - line.height / 2;
      sum += sampleGrey(raster, line.x + along * cos - across * sin - 0.5, line.y + along * sin + across * cos - 0.5);
    }
    data[index] = sum / (points * points);
  }
  return { width, height, data };
}

/** Between four pixels, by their distances; outside of the picture, its edge goes on. */
function sampleGrey(raster: Raster, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - left, y - top];
  const upper = greyAt(raster, left, top) * (1 - right) + greyAt(raster, left + 1, top) * right;
  const lower = greyAt(raster, left, top + 1) * (1 - right) + greyAt(raster, left + 1, top + 1) * right;
  return upper * (1 - down) + lower * down;
}

/** Luma of ITU-R BT.601 over white. */
function greyAt({ width, height, data }: Raster, x: number, y: number): number {
  const at = (Math.min(Math.max(y, 0), height - 1) * width + Math.min(Math.max(x, 0), width - 1)) * 4;
  const alpha = data[at + 3]! / 255;
  return (0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!) * alpha + 255 * (1 - alpha);
}

/** Letters cover less than half of their line, and hardly any of its rim: what is brighter there than the rest is the ground. */
function makeDarkOnLight(image: GreyImage): GreyImage {
  const threshold = findThreshold(image.data);
  const rim = listRim(image);
  const bright = rim.filter((value) => value > threshold).length;
  return bright * 2 >= rim.length ? image : { ...image, data: image.data.map((value) => 255 - value) };
}

function listRim({ width, height, data }: GreyImage): number[] {
  const rows = [...data.subarray(0, width), ...data.subarray((height - 1) * width)];
  const sides = Array.from({ length: height }, (_, y) => [data[y * width]!, data[(y + 1) * width - 1]!]);
  return [...rows, ...sides.flat()];
}

/** The threshold that parts values into the two classes that differ most (Otsu 1979). */
function findThreshold(values: Float32Array): number {
  const counts = countValues(values);
  const total = values.length;
  const sum = counts.reduce((all, count, value) => all + count * value, 0);
  let best = { threshold: 127, variance: -1 };
  let [below, sumBelow] = [0, 0];
  for (const [value, count] of counts.entries()) {
    below += count;
    sumBelow += count * value;
    if (below === 0 || below === total) continue;
    const difference = sumBelow / below - (sum - sumBelow) / (total - below);
    const variance = below * (total - below) * difference * difference;
    if (variance > best.variance) best = { threshold: value, variance };
  }
  return best.threshold + 0.5;
}

function countValues(values: Float32Array): number[] {
  const counts = Array.from({ length: 256 }, () => 0);
  for (const value of values) counts[Math.min(Math.max(Math.round(value), 0), 255)]! += 1;
  return counts;
}

/** The darkest and the brightest hundredth become black and white. */
function stretchContrast(image: GreyImage): GreyImage {
  const sorted = image.data.toSorted();
  const [low, high] = [sorted[Math.floor(sorted.length * 0.01)]!, sorted[Math.floor(sorted.length * 0.99)]!];
  const range = Math.max(high - low, 8);
  return { ...image, data: image.data.map((value) => Math.min(Math.max(((value - low) * 255) / range, 0), 255)) };
}

function addMargin(image: GreyImage, margin: number): GreyImage {
  if (margin === 0) return image;
  const [width, height] = [image.width + margin * 2, image.height + margin * 2];
  const data = new Float32Array(width * height).fill(255);
  for (let y = 0; y < image.height; y += 1) data.set(image.data.subarray(y * image.width, (y + 1) * image.width), (y + margin) * width + margin);
  return { width, height, data };
}
