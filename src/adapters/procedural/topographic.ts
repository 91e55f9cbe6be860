import { createRamp, mixOklab, sampleRamp, shade, toSrgb } from './colour.ts';
import { clamp, mix } from './exact-math.ts';
import { createField } from './field.ts';
import { coverPixel, type RowPainter } from './ground.ts';
import { layerNoise, noiseAt } from './noise.ts';
import { commonSettings, type Settings } from './settings.ts';
import type { Stage } from './stage.ts';

/** Settings of `topographic`. */
export const topographicSettings = {
  ...commonSettings,
  scale: { default: 0.5, about: 'size of the hills' },
  density: { default: 0.5, about: 'how many lines' },
  relief: { default: 0.5, about: 'how strongly light shapes the hills' },
  weight: { default: 0.4, about: 'width of the lines' },
} as const;

/** Contour lines of a hilly land under slanting light, every fifth one stronger. */
export function paintTopographic(stage: Stage, settings: Settings<typeof topographicSettings>): RowPainter {
  const { ground, inks, unit, width } = stage;
  const field = new Float32Array(width * 4);
  const readField = createField(stage, { step: 8, channels: 4, evaluate: surveyLand(stage, settings) });
  const levels = mix(10, 34, settings.density);
  const shown = Math.floor((levels * 1.2) / 5) * 5;
  const half = Math.max(0.42, unit * mix(0.0005, 0.0016, settings.weight));
  const ramp = createRamp([shade(ground, -0.05), ground, shade(ground, 0.035)]);
  const line = toSrgb(mixOklab(ground, inks[0], mix(0.25, 0.9, settings.strength)));
  const accent = toSrgb(mixOklab(ground, inks[1], mix(0.5, 1, settings.strength)));
  return (y, row) => {
    readField(y, field);
    for (let x = 0; x < width; x += 1) {
      const [height, slope, lively, light] = [field[x * 4]! * levels, field[x * 4 + 1]! * levels, field[x * 4 + 2]!, field[x * 4 + 3]!];
      sampleRamp(ramp, 0.5 + light, row, x * 3);
      const level = Math.floor(height + 0.5);
      const isIndex = level % 5 === 0;
      const distance = Math.abs(height - level) / Math.max(slope, 0.004);
      const crowd = clamp(1.4 - slope * 4, 0, 1);
      const share = clamp((isIndex ? half * 1.7 : half) + 0.5 - distance, 0, 1) * crowd * lively;
      if (share > 0) coverPixel(row, x * 3, level === shown ? accent : line, share * (isIndex ? 0.9 : 0.42));
    }
  };
}

/** Writes height (0 and up), slope a pixel, liveliness and light (−0.5 to 0.5). */
function surveyLand(stage: Stage, { scale, relief }: Settings<typeof topographicSettings>): (x: number, y: number, target: Float32Array, at: number) => void {
  const { seed, unit, light } = stage;
  const stretch = unit * mix(0.28, 0.85, scale);
  const tilt = 0.35;
  const heightAt = (x: number, y: number): number => {
    const [px, py] = [x / stretch, y / stretch];
    const bend = 0.35 * noiseAt(seed + 31, px * 0.7, py * 0.7);
    return 1 + layerNoise(seed, px + bend, py - bend, 0.3) + tilt * (px * light.x + py * light.y);
  };
  return (x, y, target, at) => {
    const east = (heightAt(x + 4, y) - heightAt(x - 4, y)) / 8;
    const south = (heightAt(x, y + 4) - heightAt(x, y - 4)) / 8;
    const lively = stage.livelinessAt(x, y);
    target[at] = heightAt(x, y);
    target[at + 1] = Math.sqrt(east * east + south * south);
    target[at + 2] = lively;
    target[at + 3] = clamp(-(east * light.x + south * light.y) * stretch * 0.55 * relief * mix(0.2, 1, lively) + 0.1 * stage.lightAt(x, y), -0.5, 0.5);
  };
}
