import { clamp, cubeRoot, findRoot, mix } from './exact-math.ts';

/** A colour in OKLab (Björn Ottosson, https://bottosson.github.io/posts/oklab/): lightness 0–1, green–red, blue–yellow. Equal steps look equal. */
export interface Oklab {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

/** Reads `#rgb`, `#rrggbb` or `#rrggbbaa`; the alpha of a ground or an ink is left out. */
export function parseHexColour(hex: string): Oklab {
  const digits = hex.replace('#', '');
  const full = digits.length < 6 ? [...digits].map((digit) => digit + digit).join('') : digits;
  const [red, green, blue] = [0, 2, 4].map((at) => toLinear(Number.parseInt(full.slice(at, at + 2), 16) / 255));
  return fromLinear(red ?? 0, green ?? 0, blue ?? 0);
}

/** A colour between two, on the straight line through Oklab. `share` 0 is the first, 1 the other. */
export function mixOklab(from: Oklab, to: Oklab, share: number): Oklab {
  return { l: mix(from.l, to.l, share), a: mix(from.a, to.a, share), b: mix(from.b, to.b, share) };
}

/** The colour with another lightness; its chroma falls as it nears black or white, as light does. */
export function shade(colour: Oklab, by: number): Oklab {
  const l = clamp(colour.l + by, 0, 1);
  const room = clamp((by > 0 ? 1 - l : l) / Math.max(by > 0 ? 1 - colour.l : colour.l, 1e-6), 0, 1);
  return { l, a: colour.a * mix(0.6, 1, room), b: colour.b * mix(0.6, 1, room) };
}

/** Writes the sRGB of an OKLab colour, each channel 0–255 and not rounded, at an offset of an array. */
export function writeSrgb({ l, a, b }: Oklab, target: Float32Array, at: number): void {
  const long = cube(l + 0.3963377774 * a + 0.2158037573 * b);
  const medium = cube(l - 0.1055613458 * a - 0.0638541728 * b);
  const short = cube(l - 0.0894841775 * a - 1.291485548 * b);
  target[at] = encode(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
  target[at + 1] = encode(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
  target[at + 2] = encode(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
}

/** sRGB of one colour, 0–255 and not rounded. */
export function toSrgb(colour: Oklab): readonly [number, number, number] {
  const channels = new Float32Array(3);
  writeSrgb(colour, channels, 0);
  return [channels[0]!, channels[1]!, channels[2]!];
}

/** Colours between stops at equal distances, mixed in OKLab, as a table of sRGB triples. */
export interface Ramp {
  readonly table: Float32Array;
  /** Steps of the table; it has one triple more. */
  readonly steps: number;
}

/** A ramp through two or more stops at equal distances. */
export function createRamp(stops: readonly Oklab[], steps = 512): Ramp {
  const table = new Float32Array((steps + 1) * 3);
  for (let step = 0; step <= steps; step += 1) {
    const position = (step / steps) * (stops.length - 1);
    const index = Math.min(Math.floor(position), stops.length - 2);
    writeSrgb(mixOklab(stops[index]!, stops[index + 1]!, position - index), table, step * 3);
  }
  return { table, steps };
}

/** Writes the ramp's colour at a share from 0 to 1. */
export function sampleRamp({ table, steps }: Ramp, share: number, target: Float32Array, at: number): void {
  const position = (share < 0 ? 0 : share > 1 ? 1 : share) * steps;
  const index = position >= steps ? steps - 1 : Math.floor(position);
  const [rest, start] = [position - index, index * 3];
  for (let channel = 0; channel < 3; channel += 1) {
    const value = table[start + channel]!;
    target[at + channel] = value + (table[start + channel + 3]! - value) * rest;
  }
}

function cube(value: number): number {
  return value * value * value;
}

function fromLinear(red: number, green: number, blue: number): Oklab {
  const long = cubeRoot(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = cubeRoot(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = cubeRoot(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return {
    l: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    a: 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    b: 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  };
}

/** The curve of IEC 61966-2-1; the power of 2.4 as a square times the fifth root of a square. */
function toLinear(channel: number): number {
  if (channel <= 0.04045) return channel / 12.92;
  const base = (channel + 0.055) / 1.055;
  return base * base * findRoot(base * base, 5);
}

const curveSteps = 4096;
/** The inverse curve over the square root of the light, which spreads the dark end. */
const curve = Float32Array.from({ length: curveSteps + 2 }, (_, step) => encodeExactly((step / curveSteps) * (step / curveSteps)) * 255);

function encode(light: number): number {
  const position = Math.sqrt(light < 0 ? 0 : light > 1 ? 1 : light) * curveSteps;
  const index = Math.floor(position);
  const value = curve[index]!;
  return value + (curve[index + 1]! - value) * (position - index);
}

/** The power of 1 ÷ 2.4 as the twelfth root of the fifth power. */
function encodeExactly(light: number): number {
  if (light <= 0.0031308) return light * 12.92;
  const fifth = light * light * light * light * light;
  return 1.055 * findRoot(Math.sqrt(Math.sqrt(fifth)), 3) - 0.055;
}
