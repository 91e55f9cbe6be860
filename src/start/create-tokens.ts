import { formatHexColor } from '../brand/convert-color.ts';
import type { SpaceColor } from '../brand/convert-color.ts';
import { toOklch } from '../brand/to-oklch.ts';
import type { JsonObject } from '../model/json.ts';
import { computeContrast, computeLuminance } from '../text/compute-contrast.ts';
import type { Rgb } from '../text/compute-contrast.ts';
import type { ColorRole } from './detect-colors.ts';

/** What tokens are made from. What a site does not tell is chosen to go with the rest. */
export interface TokenSeed {
  readonly colors: { readonly [Role in ColorRole]?: SpaceColor };
  readonly family: string;
  readonly weights: { readonly text: number; readonly strong: number };
}

/** Whether cards stand on a dark ground. */
export function isDarkGround(ground: SpaceColor | undefined): boolean {
  return ground !== undefined && toOklch(ground)[0] < 0.5;
}

type Oklch = readonly [lightness: number, chroma: number, hue: number];

/** Vermilion: warm, and no tool's default. */
const usualAccent: Oklch = [0.66, 0.2, 36];

/** Text contrast that is meant, and that of large figures. */
const [textContrast, figureContrast] = [7, 4.6];

/** A whole set of design tokens (DTCG 2025.10) with the roles that shipped templates read: neutrals lean towards the accent, and words keep their contrast on the ground. */
export function createTokens({ colors, family, weights }: TokenSeed): JsonObject {
  return {
    $description: 'The brand. Templates read these roles; change the values and everything follows.',
    color: createColors(colors),
    font: {
      sans: { $type: 'fontFamily', $value: family, $description: 'The one family' },
      text: { $type: 'fontWeight', $value: weights.text, $description: 'Running text' },
      strong: { $type: 'fontWeight', $value: weights.strong, $description: 'Headlines, labels, numbers' },
    },
    radius: {
      $type: 'number',
      card: { $value: 1.2, $description: 'Panels and pictures, in hundredths of the short side' },
      chip: { $value: 0.6, $description: 'Bars and small parts' },
    },
    space: {
      $type: 'number',
      margin: { $value: 7, $description: 'From the edge to the first thing, in hundredths of the short side' },
      gutter: { $value: 4, $description: 'Between columns' },
      gap: { $value: 2.6, $description: 'Between lines that belong together' },
    },
  };
}

function createColors(found: TokenSeed['colors']): JsonObject {
  const accent = found.accent === undefined ? usualAccent : toOklch(found.accent);
  const [, , hue] = accent;
  const ground: Oklch = found.ground === undefined ? [0.965, 0.008, hue] : toOklch(found.ground);
  const isDark = isDarkGround(found.ground);
  const raise = (by: number, chroma: number): Oklch => [ground[0] + (isDark ? by : -by), chroma, hue];
  const surface: Oklch = isDark ? raise(0.05, 0.02) : [Math.min(0.992, ground[0] + 0.022), 0.004, hue];
  const panel = isDark ? raise(0.08, 0.03) : raise(0.045, 0.024);
  const ink = reachContrast(found.ink === undefined ? [isDark ? 0.96 : 0.24, isDark ? 0.01 : 0.03, hue] : toOklch(found.ink), ground, textContrast);
  const muted = reachContrast([isDark ? 0.8 : 0.43, 0.025, hue], panel, textContrast);
  const shown = isDark && accent[0] < 0.62 ? ([0.68, accent[1] * 0.9, hue] as const) : accent;
  const [far, glow]: readonly Oklch[] = isDark ? [raise(0.16, 0.06), raise(0.24, 0.09)] : [raise(0.14, 0.055), [0.91, 0.06, hue]];
  return {
    $type: 'color',
    ground: token(ground, 'What a card stands on'),
    panel: token(panel, 'A field of colour beside the ground'),
    surface: token(surface, 'Raised above ground and panel'),
    ink: token(ink, 'Headlines and text'),
    muted: token(muted, 'Second text'),
    line: token(ink, 'Hairlines', 0.14),
    accent: token(shown, 'Once or twice a card, never for running text'),
    'accent-ink': token(pickReadable(shown, hue), 'Text on the accent'),
    'accent-text': token(reachContrast(shown, ground, figureContrast), 'The accent where it is read: large figures'),
    action: token(ink, 'Fill of the one action'),
    'action-ink': token(isDark ? ground : surface, 'Text on the action'),
    data: token(shown, 'The bar that a card is about'),
    'data-quiet': token(isDark ? raise(0.26, 0.04) : raise(0.17, 0.045), 'All other bars'),
    shadow: token(isDark ? [0.08, 0.02, hue] : ink, 'Tint of soft shadows', isDark ? 0.5 : 0.16),
    art: {
      $description: 'What procedural art is drawn with: base first, then towards the light',
      base: token(ground, 'The ground of art'),
      middle: token(panel, 'Between base and far'),
      far: token(far!, 'Away from the light'),
      glow: token(glow!, 'Towards the light'),
    },
  };
}

function token(color: Oklch, description: string, alpha = 1): JsonObject {
  return { $value: toHex(color, alpha), $description: description };
}

function toHex(components: Oklch, alpha = 1): string {
  return formatHexColor({ colorSpace: 'oklch', components, alpha });
}

function contrastOf(one: Oklch, other: Oklch): number {
  return computeContrast(computeLuminance(readBytes(one)), computeLuminance(readBytes(other)));
}

function readBytes(color: Oklch): Rgb {
  const [red = 0, green = 0, blue = 0] = (toHex(color).match(/[\da-f]{2}/g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}

/** The colour moved away from the ground in lightness until it is read. */
function reachContrast([lightness, chroma, hue]: Oklch, ground: Oklch, least: number): Oklch {
  const step = ground[0] > 0.5 ? -0.01 : 0.01;
  for (let at = lightness; at > 0 && at < 1; at += step) if (contrastOf([at, chroma, hue], ground) >= least) return [at, chroma, hue];
  return step < 0 ? [0, 0, hue] : [1, 0, hue];
}

function pickReadable(on: Oklch, hue: number): Oklch {
  const [dark, light]: readonly Oklch[] = [
    [0.17, 0.03, hue],
    [0.99, 0.004, hue],
  ];
  return contrastOf(dark!, on) >= contrastOf(light!, on) ? dark! : light!;
}
