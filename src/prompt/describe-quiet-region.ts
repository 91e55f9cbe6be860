import type { Aspect } from '../model/geometry.ts';
import type { QuietRegion, TemplateContract } from '../model/template.ts';

/** Whom one plate serves. */
export interface PlateUse {
  /** Directions of the locales that show it. */
  readonly directions: readonly ('ltr' | 'rtl')[];
  /** Whether right-to-left cells show it mirrored: then it is drawn as left-to-right ones see it. */
  readonly mirror: boolean;
}

/**
 * Where a plate must be calm, in words for a prompt, such as `the left third`. A plate is drawn once for all locales; one that is not mirrored and
 * serves both directions must be calm at both sides. Undefined when the template asks for nothing.
 */
export function describeQuietRegion(quiet: TemplateContract['quiet'], aspect: Aspect, use: PlateUse): string | undefined {
  const region = quiet?.[aspect] ?? 'none';
  if (region === 'start' || region === 'end') return describeSides(region, use);
  return fixedRegions[region];
}

const fixedRegions: { readonly [region in Exclude<QuietRegion, 'start' | 'end'>]: string | undefined } = {
  top: 'the top third',
  bottom: 'the bottom third',
  center: 'the middle',
  none: undefined,
};

function describeSides(region: 'start' | 'end', { directions, mirror }: PlateUse): string {
  const seen = mirror ? (['ltr'] as const) : directions;
  const sides = new Set(seen.map((direction) => ((region === 'start') === (direction === 'ltr') ? 'left' : 'right')));
  return sides.size === 2 ? 'the left third and the right third' : `the ${[...sides][0] ?? 'left'} third`;
}
