import { convertToOklab, type SpaceColor } from './convert-color.ts';

/** Lightness 0 to 1, chroma, hue in degrees; the hue of a grey is 0. */
export function toOklch(color: SpaceColor): readonly [lightness: number, chroma: number, hue: number] {
  const [lightness, a, b] = convertToOklab(color);
  const chroma = Math.hypot(a, b);
  return [lightness, chroma, chroma < 0.002 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360];
}
