import type { Box, Raster } from '../model/geometry.ts';
import { clipBox } from '../text/find-words.ts';

/**
 * How much happens in a part of a picture at the scale of the strokes of a text: the mean step of lightness between neighbouring squares, 0 (flat) to 1.
 * @param fontSize in pixels; squares have an eighth of it, about the width of a stroke
 */
export function measureBusyness(picture: Raster, box: Box, fontSize: number): number {
  const region = clipBox(box, picture);
  const side = Math.max(1, Math.round(fontSize / 8));
  const [columns, rows] = [Math.floor(region.width / side), Math.floor(region.height / side)];
  if (columns < 2 || rows < 1) return 0;
  const squares = Float64Array.from({ length: columns * rows }, (_, at) =>
    averageLight(picture, { x: region.x + (at % columns) * side, y: region.y + Math.floor(at / columns) * side, width: side, height: side }),
  );
  let [sum, steps] = [0, 0];
  for (let at = 0; at < squares.length; at += 1) {
    if ((at + 1) % columns !== 0) [sum, steps] = [sum + Math.abs(squares[at]! - squares[at + 1]!), steps + 1];
    if (at + columns < squares.length) [sum, steps] = [sum + Math.abs(squares[at]! - squares[at + columns]!), steps + 1];
  }
  return sum / steps / 255;
}

/** Luma by Rec. 709, 0–255: even steps of it look about even. */
function averageLight({ data, width }: Raster, box: Box): number {
  let sum = 0;
  for (let y = box.y; y < box.y + box.height; y += 1)
    for (let x = box.x; x < box.x + box.width; x += 1) {
      const offset = (y * width + x) * 4;
      sum += 0.2126 * data[offset]! + 0.7152 * data[offset + 1]! + 0.0722 * data[offset + 2]!;
    }
  return sum / (box.width * box.height);
}
