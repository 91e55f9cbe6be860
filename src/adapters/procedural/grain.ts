import { mixOklab, shade, writeSrgb } from './colour.ts';
import { clamp, easeBetween, mix } from './exact-math.ts';
import { createField } from './field.ts';
import type { RowPainter } from './ground.ts';
import { noiseAt } from './noise.ts';
import { createRandom, hashCell } from './random.ts';
import { commonSettings, type Settings } from './settings.ts';
import { washInk, type Stage } from './stage.ts';

/** Settings of `grain`. */
export const grainSettings = {
  ...commonSettings,
  grain: { default: 0.45, about: 'how coarse the speckle is in its shadows; more of it makes files larger' },
  scale: { default: 0.5, about: 'size of the glowing disc' },
  softness: { default: 0.5, about: 'how far the disc fades into the ground' },
} as const;

/** A large disc in soft light, its shadow side broken up by a speckle as of a risograph print. */
export function paintGrain(stage: Stage, settings: Settings<typeof grainSettings>): RowPainter {
  const readField = createField(stage, { step: 6, channels: 4, evaluate: shadeDisc(stage, settings) });
  const field = new Float32Array(stage.width * 4);
  const amplitude = settings.grain * 90;
  return (y, row) => {
    readField(y, field);
    for (let x = 0; x < stage.width; x += 1) {
      const hash = hashCell(stage.seed, x, y);
      const speckle = (((hash & 0xffff) + (hash >>> 16)) / 131070 - 0.5) * amplitude * Math.max(0, field[x * 4 + 3]!);
      for (let channel = 0; channel < 3; channel += 1) row[x * 3 + channel] = field[x * 4 + channel]! + speckle;
    }
  };
}

/** Writes the colour of a place, and how much speckle it bears. */
function shadeDisc(
  stage: Stage,
  { strength, scale, softness }: Settings<typeof grainSettings>,
): (x: number, y: number, target: Float32Array, at: number) => void {
  const { ground, inks, light, unit, seed } = stage;
  const random = createRandom(seed);
  const radius = unit * mix(0.35, 0.95, scale);
  // Words take the whole width of a tall picture: there the disc rises from the far edge.
  const centre = stage.place((stage.height > stage.width ? 1 : 0.7) + (random() - 0.5) * 0.1, -0.25 + (random() - 0.5) * 0.2);
  const lit = washInk(ground, inks[1], 0.3);
  const dark = washInk(ground, inks[0], 0.42);
  return (x, y, target, at) => {
    const [dx, dy] = [(x - centre.x) / radius, (y - centre.y) / radius];
    const distance = Math.sqrt(dx * dx + dy * dy) + 0.05 * noiseAt(seed + 5, dx * 1.6, dy * 1.6);
    const lively = stage.livelinessAt(x, y);
    const inside = (1 - easeBetween(1 - mix(0.06, 0.9, softness), 1 + mix(0.02, 0.35, softness), distance)) * mix(0.3, 1, lively);
    const slope = clamp(0.5 + 0.62 * (dx * light.x + dy * light.y), 0, 1);
    const disc = mixOklab(dark, lit, easeBetween(0.05, 0.85, slope));
    const colour = mixOklab(shade(ground, 0.016 * stage.lightAt(x, y)), disc, clamp(inside * mix(0.35, 1.35, strength), 0, 1));
    writeSrgb(colour, target, at);
    target[at + 3] = inside * mix(1, 0.25, slope) * lively;
  };
}
