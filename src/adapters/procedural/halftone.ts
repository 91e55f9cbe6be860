import { createRamp, mixOklab, sampleRamp } from './colour.ts';
import { clamp, cosineOfTurn, easeBetween, mix, sineOfTurn } from './exact-math.ts';
import { createField } from './field.ts';
import { createGround, type RowPainter } from './ground.ts';
import { layerNoise } from './noise.ts';
import { createRandom } from './random.ts';
import { commonSettings, type Settings } from './settings.ts';
import type { Stage } from './stage.ts';

/** Settings of `halftone`. */
export const halftoneSettings = {
  ...commonSettings,
  scale: { default: 0.5, about: 'distance of the dots' },
  turn: { default: 0.5, about: 'slant of the screen, from 0 to 45 degrees' },
  waves: { default: 0.5, about: 'how the tone rolls' },
} as const;

/** A dot screen whose dots swell with a rolling tone, away from the light. */
export function paintHalftone(stage: Stage, settings: Settings<typeof halftoneSettings>): RowPainter {
  const { width, unit, ground, inks } = stage;
  const paintGround = createGround(stage);
  const readField = createField(stage, { step: 8, channels: 1, evaluate: toneOf(stage, settings) });
  const tones = new Float32Array(width);
  const dot = new Float32Array(3);
  const pitch = unit * mix(1 / 90, 1 / 26, settings.scale);
  const [cosine, sine] = [cosineOfTurn(settings.turn / 8) / pitch, sineOfTurn(settings.turn / 8) / pitch];
  const share = mix(0.4, 1, settings.strength);
  const ramp = createRamp([mixOklab(ground, inks[1], share * 0.55), mixOklab(ground, inks[1], share)]);
  return (y, row) => {
    paintGround(y, row);
    readField(y, tones);
    for (let x = 0; x < width; x += 1) {
      const tone = tones[x]!;
      if (tone < 0.004) continue;
      const [u, v] = [x * cosine + y * sine, y * cosine - x * sine];
      const [du, dv] = [u - Math.floor(u) - 0.5, v - Math.floor(v) - 0.5];
      const cover = clamp((Math.sqrt(tone) * 0.52 - Math.sqrt(du * du + dv * dv)) * pitch + 0.5, 0, 1) * clamp(tone * 24, 0, 1);
      if (cover === 0) continue;
      sampleRamp(ramp, tone, dot, 0);
      for (let channel = 0; channel < 3; channel += 1) row[x * 3 + channel]! += (dot[channel]! - row[x * 3 + channel]!) * cover;
    }
  };
}

/** The tone, 0–1: grows away from the light over rolling waves, and vanishes where words stand. */
function toneOf(stage: Stage, { waves }: Settings<typeof halftoneSettings>): (x: number, y: number, target: Float32Array, at: number) => void {
  const { seed, unit, light } = stage;
  const phase = createRandom(seed)();
  return (x, y, target, at) => {
    const [px, py] = [x / unit, y / unit];
    const warp = layerNoise(seed, px * 0.9, py * 0.9, 0.4);
    const along = px * light.x + py * light.y;
    const across = px * light.y - py * light.x;
    const wave = 0.5 + 0.5 * sineOfTurn(phase + along * 0.75 + across * 0.3 + warp * 0.55);
    const tone = mix(0.5, wave, waves) * mix(1, 0.55, easeBetween(-1, 1, stage.lightAt(x, y)));
    const lively = stage.livelinessAt(x, y);
    target[at] = clamp((tone * 1.15 - 0.06) * lively * lively, 0, 0.86);
  };
}
