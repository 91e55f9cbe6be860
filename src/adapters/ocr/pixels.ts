import type { Raster, Size } from '../../model/geometry.ts';

/** Opaque pixels: row-major, three planes one after the other (red, green, blue), 0–255 each. */
export interface Planes extends Size {
  readonly data: Float32Array;
}

/** One plane of grey, 0–255, row-major. */
export interface GreyImage extends Size {
  readonly data: Float32Array;
}

/** Scales by averaging the area that each target pixel covers; transparent parts count as white. */
export function scaleRaster(raster: Raster, size: Size): Planes {
  const columns = spreadWeights(raster.width, size.width);
  const rows = spreadWeights(raster.height, size.height);
  const middle = scaleColumns(raster, columns, size.width);
  const data = new Float32Array(3 * size.width * size.height);
  for (let plane = 0; plane < 3; plane += 1) {
    for (const [y, weights] of rows.entries()) {
      const target = (plane * size.height + y) * size.width;
      for (const [row, weight] of weights) {
        const source = (plane * raster.height + row) * size.width;
        for (let x = 0; x < size.width; x += 1) data[target + x]! += middle[source + x]! * weight;
      }
    }
  }
  return { ...size, data };
}

type Weights = readonly (readonly [index: number, weight: number])[];

/** For each target pixel, the source pixels that it covers and their shares; where it is scaled up, the two nearest. */
function spreadWeights(from: number, to: number): readonly Weights[] {
  const ratio = from / to;
  return Array.from({ length: to }, (_, index) =>
    ratio > 1 ? coverWeights(index * ratio, (index + 1) * ratio, from) : mixWeights((index + 0.5) * ratio - 0.5, from),
  );
}

function coverWeights(start: number, end: number, length: number): Weights {
  const first = Math.floor(start);
  const last = Math.min(Math.ceil(end), length);
  return Array.from({ length: last - first }, (_, offset) => {
    const share = Math.min(first + offset + 1, end) - Math.max(first + offset, start);
    return [first + offset, share / (end - start)] as const;
  });
}

function mixWeights(position: number, length: number): Weights {
  const low = Math.min(Math.max(Math.floor(position), 0), length - 1);
  const share = Math.min(Math.max(position - low, 0), 1);
  return [[low, 1 - share] as const, [Math.min(low + 1, length - 1), share] as const];
}

function scaleColumns({ width, height, data }: Raster, columns: readonly Weights[], to: number): Float32Array {
  const result = new Float32Array(3 * to * height);
  for (let y = 0; y < height; y += 1) {
    for (const [x, weights] of columns.entries()) {
      for (const [column, weight] of weights) {
        const at = (y * width + column) * 4;
        const alpha = data[at + 3]! / 255;
        const ground = 255 * (1 - alpha);
        for (let plane = 0; plane < 3; plane += 1) result[(plane * height + y) * to + x]! += (data[at + plane]! * alpha + ground) * weight;
      }
    }
  }
  return result;
}
