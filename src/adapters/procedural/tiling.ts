import { mixOklab, shade, toSrgb } from './colour.ts';
import { clamp, mix } from './exact-math.ts';
import { coverPixel, createGround, type RowPainter } from './ground.ts';
import { randomAt } from './random.ts';
import { commonSettings, type Settings } from './settings.ts';
import { washInk, type Stage } from './stage.ts';

/** Settings of `tiling`. */
export const tilingSettings = {
  ...commonSettings,
  scale: { default: 0.45, about: 'size of the tiles' },
  density: { default: 0.55, about: 'how many tiles bear a shape' },
  accent: { default: 0.3, about: 'how many shapes have the second colour' },
} as const;

type Rgb = readonly [number, number, number];

/** Distance in tiles from the edge of a shape, negative inside; `u` and `v` run from 0 to 1. */
type Shape = (u: number, v: number) => number;

interface Tile {
  readonly back: Rgb | undefined;
  readonly front: Rgb;
  readonly shape: Shape;
  readonly turn: number;
}

const length = (x: number, y: number): number => Math.sqrt(x * x + y * y);

const shapes: readonly Shape[] = [
  // A quarter disc round the corner.
  (u, v) => length(u, v) - 1,
  // A half disc standing on a side.
  (u, v) => Math.max(length(u - 0.5, v) - 0.5, -v),
  // A leaf between opposite corners.
  (u, v) => Math.max(length(u, v) - 1, length(u - 1, v - 1) - 1),
  // A disc.
  (u, v) => length(u - 0.5, v - 0.5) - 0.5,
  // A quarter ring.
  (u, v) => Math.abs(length(u, v) - 0.75) - 0.25,
  // A triangle over the diagonal.
  (u, v) => (u + v - 1) * Math.sqrt(0.5),
];

/** Tiles of plain shapes, as in an inlaid floor: tints of one colour, few in the second, thinning out towards the words. */
export function paintTiling(stage: Stage, settings: Settings<typeof tilingSettings>): RowPainter {
  const { width, height, unit } = stage;
  const count = Math.max(2, Math.floor(mix(13, 3.5, settings.scale) + 0.5));
  const side = unit / count;
  const columns = Math.ceil(width / side - 1e-9);
  const rows = Math.ceil(height / side - 1e-9);
  // Whole tiles at the lively edges, cut ones under the words.
  const [left, top] = [settings.calmX <= 0.5 ? width - columns * side : 0, settings.calmY <= 0.5 ? height - rows * side : 0];
  const paintGround = createGround(stage, 0.012);
  const layTile = createLayer(stage, settings, { side, left, top });
  const tiles: (Tile | undefined)[] = [];
  let laid = -1;
  return (y, row) => {
    paintGround(y, row);
    const line = Math.floor((y + 0.5 - top) / side);
    if (line !== laid) for (let column = 0; column < columns; column += 1) tiles[column] = layTile(column, line);
    laid = line;
    const v = (y + 0.5 - top) / side - line;
    for (let x = 0; x < width; x += 1) {
      const across = (x + 0.5 - left) / side;
      const column = Math.floor(across);
      const tile = tiles[column];
      if (tile) paintTile(row, x * 3, tile, { u: across - column, v, side });
    }
  };
}

function paintTile(
  row: Float32Array,
  at: number,
  { back, front, shape, turn }: Tile,
  { u, v, side }: { readonly u: number; readonly v: number; readonly side: number },
): void {
  if (back) coverPixel(row, at, back, 1);
  const distance = turn === 0 ? shape(u, v) : turn === 1 ? shape(1 - v, u) : turn === 2 ? shape(1 - u, 1 - v) : shape(v, 1 - u);
  const share = clamp(0.5 - distance * side, 0, 1);
  if (share > 0) coverPixel(row, at, front, share);
}

interface Floor {
  readonly side: number;
  readonly left: number;
  readonly top: number;
}

/** Decides each tile from its place alone, so that rows may be painted in any order. */
function createLayer(
  stage: Stage,
  { density, accent, strength }: Settings<typeof tilingSettings>,
  { side, left, top }: Floor,
): (column: number, line: number) => Tile | undefined {
  const { seed, ground, inks } = stage;
  const soft = washInk(ground, inks[0], 0.45);
  const tones = [0.05, 0.09, 0.14, 0.24, 0.42].map((share) => share * mix(0.6, 1.5, strength));
  return (column, line) => {
    const chance = (salt: number): number => randomAt(seed + salt, column, line);
    const [x, y] = [left + (column + 0.5) * side, top + (line + 0.5) * side];
    const lively = stage.livelinessAt(x, y);
    if (chance(1) > density * 1.35 * lively * lively || lively < 0.42) return undefined;
    const lit = 0.5 + 0.5 * stage.lightAt(x, y);
    const tone = tones[Math.min(tones.length - 1, Math.floor(chance(2) * tones.length * mix(1, 0.7, lit) * mix(0.4, 1, lively)))]!;
    const isAccent = chance(3) < accent * 0.2 * lively;
    const front = isAccent ? mixOklab(ground, inks[1], mix(0.55, 1, strength)) : mixOklab(ground, soft, tone * 1.7);
    const back = chance(4) < 0.4 * lively ? toSrgb(mixOklab(shade(ground, 0.02 * stage.lightAt(x, y)), soft, tone * 0.45)) : undefined;
    return { back, front: toSrgb(front), shape: shapes[Math.floor(chance(5) * shapes.length)]!, turn: Math.floor(chance(6) * 4) };
  };
}
