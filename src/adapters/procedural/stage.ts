import type { Size } from '../../model/geometry.ts';
import { mixOklab, parseHexColour, shade, type Oklab } from './colour.ts';
import { clamp, cosineOfTurn, easeBetween, mix, sineOfTurn } from './exact-math.ts';
import type { commonSettings, Settings } from './settings.ts';

/** What all kinds draw from: size, light, the quiet zone and the colours, in the same units for every size. */
export interface Stage extends Size {
  readonly seed: number;
  /** The short side in pixels: lengths are shares of it, so that a picture looks alike at every size. */
  readonly unit: number;
  readonly ground: Oklab;
  /** The colours after the ground, at least two; what the palette lacks is made from its ground. */
  readonly inks: readonly [Oklab, Oklab, ...Oklab[]];
  /** 1 towards the light, −1 away from it, at a place in pixels. */
  lightAt(x: number, y: number): number;
  /** Unit vector from the picture towards the light. */
  readonly light: { readonly x: number; readonly y: number };
  /** 0 where words stand to 1 where the picture may speak: away from the words, most of all towards the far end of the long side. */
  livelinessAt(x: number, y: number): number;
  /** A place in pixels: `along` runs from −1 to 1 towards the lively end of the long side, `across` from −1 to 1 towards the light. */
  place(along: number, across: number): { readonly x: number; readonly y: number };
}

/** Sets the stage for a request. */
export function createStage({ width, height }: Size, seed: number, palette: readonly string[], settings: Settings<typeof commonSettings>): Stage {
  const [ground = { l: 0.95, a: 0, b: 0 }, ...others] = palette.map(parseHexColour);
  const light = { x: sineOfTurn(settings.light), y: -cosineOfTurn(settings.light) };
  const reach = (width * Math.abs(light.x) + height * Math.abs(light.y)) / 2;
  const long = Math.max(width, height);
  const isTall = height > width;
  const end = (isTall ? settings.calmY : settings.calmX) <= 0.5 ? 1 : -1;
  const side = (isTall ? light.x : light.y) >= 0 ? 1 : -1;
  const center = { x: width / 2, y: height / 2 };
  return {
    width,
    height,
    seed,
    unit: Math.min(width, height),
    ground,
    inks: completeInks(ground, others),
    light,
    lightAt: (x, y) => ((x - width / 2) * light.x + (y - height / 2) * light.y) / reach,
    livelinessAt: (x, y) => {
      const [dx, dy] = [(x - settings.calmX * width) / long, (y - settings.calmY * height) / long];
      const towardsEnd = easeBetween(-0.1, 0.5, (isTall ? dy : dx) * end);
      return 1 - settings.calm * (1 - easeBetween(0.16, 0.62, Math.sqrt(dx * dx + dy * dy)) * mix(0.3, 1, towardsEnd));
    },
    place: (along, across) => ({ x: center.x * (1 + (isTall ? across * side : along * end)), y: center.y * (1 + (isTall ? along * end : across * side)) }),
  };
}

/** A second and third colour in the family of the ground, when the palette has none. */
function completeInks(ground: Oklab, others: readonly Oklab[]): [Oklab, Oklab, ...Oklab[]] {
  const away = ground.l > 0.55 ? -1 : 1;
  const first = others[0] ?? { l: ground.l + away * 0.3, a: ground.a * 1.6, b: ground.b * 1.6 };
  const second = others[1] ?? mixOklab(first, shade(ground, away * 0.12), 0.4);
  return [first, second, ...others.slice(2)];
}

/**
 * An ink as a wash: its hue at full, its lightness drawn towards the ground's, since a background must leave room for words on it.
 * @param most largest distance in lightness, 0–1
 */
export function washInk(ground: Oklab, ink: Oklab, most: number): Oklab {
  const distance = ink.l - ground.l;
  // What is pale on a light ground is mud on a dark one: there a hue needs more light to be itself.
  const reach = ground.l < 0.45 ? most * 1.7 : most;
  const allowed = clamp(distance, -reach, reach);
  const kept = Math.abs(distance) < 1e-6 ? 1 : Math.abs(allowed / distance);
  const chroma = mix(0.7, 1, kept);
  return { l: ground.l + allowed, a: ink.a * chroma, b: ink.b * chroma };
}
