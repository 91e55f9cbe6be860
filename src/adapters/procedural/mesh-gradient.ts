import { mixOklab, shade, writeSrgb, type Oklab } from './colour.ts';
import { clamp, mix } from './exact-math.ts';
import { createField } from './field.ts';
import type { RowPainter } from './ground.ts';
import { layerNoise, noiseAt } from './noise.ts';
import { createRandom } from './random.ts';
import { commonSettings, type Settings } from './settings.ts';
import { washInk, type Stage } from './stage.ts';

/** Settings of `mesh-gradient`. */
export const meshGradientSettings = {
  ...commonSettings,
  scale: { default: 0.5, about: 'how far the colours spread' },
  folds: { default: 0.4, about: 'how deep the cloth folds' },
} as const;

/** A pool of colour, in shares of the long side from the centre. */
interface Pool {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly colour: Oklab;
  readonly most: number;
}

/** Soft pools of colour on the side of the light, run together like dye in cloth, and its folds lit from there. */
export function paintMeshGradient(stage: Stage, settings: Settings<typeof meshGradientSettings>): RowPainter {
  const pools = placePools(stage, settings);
  const long = Math.max(stage.width, stage.height);
  const bend = settings.folds * 0.32;
  return createField(stage, {
    step: 8,
    channels: 3,
    evaluate(x, y, target, at) {
      const [px, py] = [(x - stage.width / 2) / long, (y - stage.height / 2) / long];
      const warpX = px + bend * noiseAt(stage.seed + 11, px * 1.7, py * 1.7);
      const warpY = py + bend * noiseAt(stage.seed + 23, px * 1.7, py * 1.7);
      const lively = stage.livelinessAt(x, y);
      const base = shade(stage.ground, 0.014 * stage.lightAt(x, y));
      const dyed = pools.reduce((colour, pool) => mixOklab(colour, pool.colour, poolShare(pool, warpX, warpY) * mix(0.12, 1, lively)), base);
      const fold = settings.folds * 0.1 * lively * foldAt(stage, warpX, warpY);
      writeSrgb({ ...dyed, l: clamp(dyed.l + fold, 0, 1) }, target, at);
    },
  });
}

/** The widest pool is the ink nearest to the ground, in the lively corner under the light; the other inks come from the corners beside it. */
function placePools(stage: Stage, { strength, scale }: Settings<typeof meshGradientSettings>): Pool[] {
  const { ground, inks, seed, width, height } = stage;
  const random = createRandom(seed);
  const long = Math.max(width, height);
  const size = mix(0.5, 1.15, scale);
  const [near = inks[0], far = inks[1], third = near] = inks.toSorted((a, b) => Math.abs(a.l - ground.l) - Math.abs(b.l - ground.l));
  const pool = ([along, across]: readonly [number, number], radius: number, colour: Oklab, most: number): Pool => {
    const { x, y } = stage.place(along + (random() - 0.5) * 0.3, across + (random() - 0.5) * 0.3);
    return { x: (x - width / 2) / long, y: (y - height / 2) / long, radius: radius * size, colour, most: most * strength };
  };
  const isDark = ground.l < 0.45;
  const wide = washInk(ground, near, 0.24);
  const deep = washInk(ground, far, 0.3);
  // A shadow on a light ground takes on some of the colour beside it; a glow on a dark one keeps to itself, or both turn to khaki.
  const borrowed = isDark ? 0 : 0.3;
  return [
    pool([0.85, 0.8], 1, wide, 1.35),
    pool([1.1, -1.15], isDark ? 0.48 : 0.85, { l: deep.l, a: mix(deep.a, wide.a, borrowed), b: mix(deep.b, wide.b, borrowed) }, isDark ? 1.3 : 1.7),
    pool([0.2, 1.5], 0.6, washInk(ground, third, 0.18), 0.9),
    pool([1.15, 0.75], 0.5, shade(wide, isDark ? 0.06 : -0.035), 1.5),
  ];
}

function poolShare({ x, y, radius, most }: Pool, px: number, py: number): number {
  const [dx, dy] = [px - x, py - y];
  const rest = Math.max(0, 1 - (dx * dx + dy * dy) / (radius * radius));
  return clamp(most, 0, 0.97) * rest * rest * rest;
}

/** The slope of a rolling surface towards the light, −1 to 1. */
function foldAt({ seed, light }: Stage, x: number, y: number): number {
  const height = (px: number, py: number): number => layerNoise(seed + 71, px * 2.4 + py * 0.8, py * 1.5 - px * 0.4, 0.4);
  return clamp((height(x, y) - height(x + light.x * 0.05, y + light.y * 0.05)) * 3.2, -1, 1);
}
