import { createRamp, sampleRamp, shade } from './colour.ts';
import type { Stage } from './stage.ts';

/** Writes one row of sRGB triples, 0–255 and not rounded. */
export type RowPainter = (y: number, row: Float32Array) => void;

/** The ground with light falling over it from one side: so little that it reads as one colour, and enough that it isn't flat. */
export function createGround(stage: Stage, depth = 0.018): RowPainter {
  const ramp = createRamp([shade(stage.ground, -depth * 1.2), stage.ground, shade(stage.ground, depth)]);
  return (y, row) => {
    const start = stage.lightAt(0, y);
    const step = stage.lightAt(1, y) - start;
    for (let x = 0; x < stage.width; x += 1) sampleRamp(ramp, 0.5 + (start + step * x) * 0.5, row, x * 3);
  };
}

/** Puts a colour over a pixel of a row. */
export function coverPixel(row: Float32Array, at: number, colour: readonly [number, number, number], share: number): void {
  row[at]! += (colour[0] - row[at]!) * share;
  row[at + 1]! += (colour[1] - row[at + 1]!) * share;
  row[at + 2]! += (colour[2] - row[at + 2]!) * share;
}
