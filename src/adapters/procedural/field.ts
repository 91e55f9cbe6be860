import type { Size } from '../../model/geometry.ts';

/** Writes one row of pixels of a field, its channels side by side. */
export type RowReader = (y: number, target: Float32Array) => void;

/** How a field is computed. */
export interface FieldOptions {
  /** Distance of grid points in pixels. */
  readonly step: number;
  /** Numbers a place. */
  readonly channels: number;
  /** Writes the channels for a place in pixels at an offset. */
  readonly evaluate: (x: number, y: number, target: Float32Array, at: number) => void;
}

/**
 * A smooth function of the picture, computed on a coarse grid and drawn through a uniform cubic B-spline, whose first and second derivatives have no steps:
 * neither shades nor lines made from it show the grid.
 */
export function createField(size: Size, { step, channels, evaluate }: FieldOptions): RowReader {
  const columns = Math.ceil(size.width / step) + 4;
  const rows = Math.ceil(size.height / step) + 4;
  const grid = new Float32Array(columns * rows * channels);
  for (let index = 0; index < columns * rows; index += 1)
    evaluate(((index % columns) - 1) * step, (Math.floor(index / columns) - 1) * step, grid, index * channels);
  const weights = listWeights(step);
  const stride = columns * channels;
  const line = new Float32Array(stride);
  return (y, target) => {
    blendRows(grid.subarray(Math.floor(y / step) * stride), weights.subarray((y % step) * 4, (y % step) * 4 + 4), line);
    for (let channel = 0; channel < channels; channel += 1) spread(line, target, { channel, channels, step, weights, width: size.width });
  };
}

/** Four rows of the grid, from the first of it on, become one line. */
function blendRows(grid: Float32Array, [a = 0, b = 0, c = 0, d = 0]: Float32Array, line: Float32Array): void {
  const stride = line.length;
  for (let at = 0; at < stride; at += 1) line[at] = grid[at]! * a + grid[at + stride]! * b + grid[at + 2 * stride]! * c + grid[at + 3 * stride]! * d;
}

interface Spread {
  readonly channel: number;
  readonly channels: number;
  readonly step: number;
  readonly weights: Float32Array;
  readonly width: number;
}

function spread(line: Float32Array, target: Float32Array, { channel, channels, step, weights, width }: Spread): void {
  for (let x = 0, column = channel; x < width; column += channels) {
    const [a, b, c, d] = [line[column]!, line[column + channels]!, line[column + 2 * channels]!, line[column + 3 * channels]!];
    const end = Math.min(x + step, width);
    for (let at = 0; x < end; x += 1, at += 4)
      target[x * channels + channel] = a * weights[at]! + b * weights[at + 1]! + c * weights[at + 2]! + d * weights[at + 3]!;
  }
}

/** The four weights of the spline for each pixel between two grid points. */
function listWeights(step: number): Float32Array {
  const weights = new Float32Array(step * 4);
  for (let phase = 0; phase < step; phase += 1) {
    const [t, s] = [phase / step, 1 - phase / step];
    weights.set([(s * s * s) / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * s * s * s - 6 * s * s + 4) / 6, (t * t * t) / 6], phase * 4);
  }
  return weights;
}
