import type { Raster, Size } from '../../model/geometry.ts';
import type { RowPainter } from './ground.ts';
import { hashCell } from './random.ts';

/**
 * Runs a row painter over a picture and rounds to 8 bits. Rounding is dithered by less than one level, so that slow shades show no bands, and by a little less still, so that flat colours stay flat. The threshold follows
 * the R2 sequence (Martin Roberts, "The unreasonable effectiveness of quasirandom sequences"), which is even in all directions and cheap to compress.
 * @param grain 0–1, strength of the noise over all
 */
export function finishRows({ width, height }: Size, paintRow: RowPainter, seed: number, grain: number): Raster {
  const data = new Uint8Array(width * height * 4);
  const row = new Float32Array(width * 3);
  const amplitude = grain * 28;
  for (let y = 0, at = 0; y < height; y += 1) {
    paintRow(y, row);
    for (let x = 0; x < width; x += 1, at += 4) {
      const place = 0.7548776662466927 * x + 0.5698402909980532 * y;
      const share = place - Math.floor(place);
      const offset = 0.02 + 0.96 * (share < 0.5 ? 2 * share : 2 - 2 * share) + (amplitude > 0 ? speckle(seed, x, y) * amplitude : 0);
      data[at] = toByte(row[x * 3]! + offset);
      data[at + 1] = toByte(row[x * 3 + 1]! + offset);
      data[at + 2] = toByte(row[x * 3 + 2]! + offset);
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}

/** Noise from −0.5 to 0.5, more often small than large: the mean of two even ones. */
function speckle(seed: number, x: number, y: number): number {
  const hash = hashCell(seed, x, y);
  return ((hash & 0xffff) + (hash >>> 16)) / 131070 - 0.5;
}

function toByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.floor(value);
}
