import { mixOklab, toSrgb } from './colour.ts';
import { clamp, cosineOfTurn, easeBetween, mix, sineOfTurn } from './exact-math.ts';
import { coverPixel, createGround, type RowPainter } from './ground.ts';
import { layerNoise } from './noise.ts';
import { createRandom, randomAt } from './random.ts';
import { commonSettings, type Settings } from './settings.ts';
import type { Stage } from './stage.ts';

/** Settings of `flow-field`. */
export const flowFieldSettings = {
  ...commonSettings,
  density: { default: 0.5, about: 'how close the strands lie' },
  turbulence: { default: 0.4, about: 'how far the strands bend' },
  weight: { default: 0.35, about: 'width of the strands' },
  accent: { default: 0.3, about: 'how many strands have the second colour' },
} as const;

/** Coverage of the strands, one plane a colour. */
interface Planes extends Pick<Stage, 'width' | 'height'> {
  readonly main: Uint8Array;
  readonly accent: Uint8Array;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Tapered strands that follow a smooth current across the light, never crossing and evenly apart. */
export function paintFlowField(stage: Stage, settings: Settings<typeof flowFieldSettings>): RowPainter {
  const { width, height, ground, inks } = stage;
  const planes: Planes = { width, height, main: new Uint8Array(width * height), accent: new Uint8Array(width * height) };
  drawStrands(stage, settings, planes);
  const paintGround = createGround(stage);
  const main = toSrgb(mixOklab(ground, inks[0], mix(0.3, 1, settings.strength)));
  const accent = toSrgb(mixOklab(ground, inks[1], mix(0.5, 1, settings.strength)));
  return (y, row) => {
    paintGround(y, row);
    for (let x = 0, at = y * width; x < width; x += 1, at += 1) {
      if (planes.main[at] !== 0) coverPixel(row, x * 3, main, planes.main[at]! / 255);
      if (planes.accent[at] !== 0) coverPixel(row, x * 3, accent, planes.accent[at]! / 255);
    }
  };
}

function drawStrands(stage: Stage, settings: Settings<typeof flowFieldSettings>, planes: Planes): void {
  const { unit, seed } = stage;
  const random = createRandom(seed);
  const spacing = Math.max(3, unit * mix(0.04, 0.011, settings.density));
  const half = Math.max(0.45, unit * mix(0.0008, 0.0048, settings.weight));
  const trace = createTracer(stage, settings, spacing);
  const seeds = listSeeds(stage, spacing * 1.15);
  for (const start of seeds) {
    const strand = trace(start, Math.floor(mix(24, 150, random() * random())));
    if (strand.length < 14) continue;
    const isAccent = strand.length > 30 && random() < settings.accent * 0.3;
    drawStrand(stage, strand, {
      half: half * mix(0.7, 1.3, random()),
      plane: isAccent ? planes.accent : planes.main,
      strength: isAccent ? 1 : mix(0.35, 0.95, random()),
    });
  }
}

/** Places all over, in an order that is the same for a seed and shows no rows. */
function listSeeds({ width, height, seed }: Stage, distance: number): Point[] {
  const [columns, rows] = [Math.ceil(width / distance), Math.ceil(height / distance)];
  const seeds = Array.from({ length: columns * rows }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    return {
      x: (column + randomAt(seed + 2, column, row)) * distance,
      y: (row + randomAt(seed + 3, column, row)) * distance,
      order: randomAt(seed + 4, column, row),
    };
  });
  return seeds.toSorted((a, b) => a.order - b.order);
}

/** Follows the current both ways from a place, until it would come too near to an earlier strand (after Jobard and Lefer 1997). */
function createTracer(stage: Stage, { turbulence }: Settings<typeof flowFieldSettings>, spacing: number): (start: Point, most: number) => Point[] {
  const { width, height, unit, seed, light } = stage;
  const margin = spacing * 2;
  const columns = Math.ceil((width + 2 * margin) / spacing);
  const taken = new Map<number, Point[]>();
  const cellOf = (x: number, y: number): number => Math.floor((y + margin) / spacing) * columns + Math.floor((x + margin) / spacing);
  const isFree = (x: number, y: number): boolean => {
    if (x < -margin || y < -margin || x >= width + margin || y >= height + margin) return false;
    const cell = cellOf(x, y);
    for (const offset of [0, -1, 1, -columns, columns, -columns - 1, -columns + 1, columns - 1, columns + 1]) {
      for (const point of taken.get(cell + offset) ?? [])
        if ((point.x - x) * (point.x - x) + (point.y - y) * (point.y - y) < spacing * spacing * 0.72) return false;
    }
    return true;
  };
  const step = spacing * 0.5;
  const walk = (start: Point, direction: number, most: number): Point[] => {
    const points: Point[] = [];
    for (let { x, y } = start; points.length < most && isFree(x, y);) {
      points.push({ x, y });
      const bend = turbulence * 0.42 * layerNoise(seed, (x / unit) * 1.05, (y / unit) * 1.05, 0.35);
      const [cosine, sine] = [cosineOfTurn(bend), sineOfTurn(bend)];
      x += (-light.y * cosine - light.x * sine) * step * direction;
      y += (light.x * cosine - light.y * sine) * step * direction;
    }
    return points;
  };
  return (start, most) => {
    const strand = [...walk(start, -1, most).toReversed(), ...walk(start, 1, most).slice(1)];
    if (strand.length >= 14) for (const point of strand) taken.set(cellOf(point.x, point.y), [...(taken.get(cellOf(point.x, point.y)) ?? []), point]);
    return strand;
  };
}

/** Pieces that grow thin towards both ends and pale towards the words. */
function drawStrand(stage: Stage, strand: readonly Point[], { plane, half, strength }: Pen): void {
  for (let index = 1; index < strand.length; index += 1) {
    const [from, to] = [strand[index - 1]!, strand[index]!];
    const along = index / strand.length;
    const taper = easeBetween(0, 0.35, along) * easeBetween(1, 0.65, along);
    const lively = stage.livelinessAt(from.x, from.y);
    const paleness = strength * lively * mix(1, 0.7, 0.5 + 0.5 * stage.lightAt(from.x, from.y));
    drawPiece(stage, from, to, { plane, half: half * mix(0.35, 1, taper), strength: paleness * mix(0.25, 1, taper) });
  }
}

interface Pen {
  readonly plane: Uint8Array;
  readonly half: number;
  readonly strength: number;
}

/** A round-ended stroke with soft edges; where strokes meet the stronger one counts. */
function drawPiece({ width, height }: Stage, from: Point, to: Point, { plane, half, strength }: Pen): void {
  const reach = half + 1;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  const right = Math.min(width - 1, Math.ceil(Math.max(from.x, to.x) + reach));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(from.y, to.y) + reach));
  for (let y = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach)); y <= bottom; y += 1) {
    for (let x = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach)); x <= right; x += 1) {
      const share = clamp(((x - from.x) * dx + (y - from.y) * dy) / square, 0, 1);
      const [ox, oy] = [x - from.x - dx * share, y - from.y - dy * share];
      const cover = clamp(half + 0.5 - Math.sqrt(ox * ox + oy * oy), 0, 1) * strength * 255;
      const at = y * width + x;
      if (cover > plane[at]!) plane[at] = cover;
    }
  }
}
