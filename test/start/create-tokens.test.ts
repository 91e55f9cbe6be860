import fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { formatHexColor } from '../../src/brand/convert-color.ts';
import { parseColor } from '../../src/brand/parse-color.ts';
import { createTokens } from '../../src/start/create-tokens.ts';
import { computeContrast, computeLuminance } from '../../src/text/compute-contrast.ts';

type Roles = { readonly [role: string]: { readonly $value: string } };

const contrast = (one: string, other: string): number => computeContrast(luminanceOf(one), luminanceOf(other));

function luminanceOf(hex: string): number {
  const [red = 0, green = 0, blue = 0] = (hex.slice(1, 7).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return computeLuminance([red, green, blue]);
}

function rolesOf(colors: { readonly [role: string]: string }): Roles {
  const parsed = Object.fromEntries(Object.entries(colors).map(([role, text]) => [role, parseColor(text)!]));
  return createTokens({ colors: parsed, family: 'Inter', weights: { text: 400, strong: 600 } })['color'] as unknown as Roles;
}

test('words keep their contrast whatever the brand is', () => {
  const channel = fc.double({ min: 0, max: 1, noNaN: true });
  const color = fc.tuple(channel, channel, channel).map((components) => formatHexColor({ colorSpace: 'srgb', components, alpha: 1 }));
  const ground = fc.constantFrom('#ffffff', '#faf6ee', '#0b0d10', '#12221c', '#e9edf3');
  fc.assert(
    fc.property(color, ground, color, (accent, paper, ink) => {
      const roles = rolesOf({ accent, ground: paper, ink });
      const value = (role: string): string => roles[role]!.$value;
      expect(contrast(value('ink'), value('ground'))).toBeGreaterThanOrEqual(6.9);
      expect(contrast(value('muted'), value('panel'))).toBeGreaterThanOrEqual(6.9);
      expect(contrast(value('accent-text'), value('ground'))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(value('accent-ink'), value('accent'))).toBeGreaterThanOrEqual(4.2);
      expect(contrast(value('action-ink'), value('action'))).toBeGreaterThanOrEqual(6);
    }),
    { numRuns: 300 },
  );
});

test('colours of the brand are taken as they are', () => {
  const roles = rolesOf({ accent: '#e5484d', ground: '#ffffff' });
  expect([roles['accent']?.$value, roles['ground']?.$value]).toEqual(['#e5484d', '#ffffff']);
});
