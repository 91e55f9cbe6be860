import fc from '../support/properties.ts';
import { describe, expect, it } from 'vitest';
import { formatHexColor, type ColorSpace } from '../../src/brand/convert-color.ts';
import { parseColor } from '../../src/brand/parse-color.ts';

/** Computed with another implementation of CSS Color 4 (colorjs.io 0.7.1, gamut mapping "css"). */
const reference: readonly (readonly [ColorSpace, readonly [number, number, number], string])[] = [
  ['srgb', [0.2, 0.4, 0.6], '#336699'],
  ['srgb', [1.2, -0.1, 0.5], '#ff678d'],
  ['srgb-linear', [0.1, 0.5, 0.9], '#59bcf3'],
  ['hsl', [210, 50, 40], '#336699'],
  ['hsl', [-30, 80, 60], '#eb4799'],
  ['hwb', [120, 20, 30], '#33b333'],
  ['hwb', [40, 70, 70], '#808080'],
  ['lab', [52, 40, -50], '#9c62d3'],
  ['lab', [70, 100, 90], '#ff8775'],
  ['lch', [60, 40, 270], '#6993d7'],
  ['lch', [50, 130, 30], '#f6003e'],
  ['oklab', [0.6, 0.1, -0.1], '#9f63ba'],
  ['oklch', [0.7, 0.1, 250], '#6da3da'],
  ['oklch', [0.7, 0.3, 150], '#00c248'],
  ['oklch', [0.5, 0.4, 270], '#3425ff'],
  ['oklch', [0.95, 0.3, 100], '#fff028'],
  ['oklch', [1.1, 0.1, 10], '#ffffff'],
  ['display-p3', [1, 0, 0], '#ff0b0c'],
  ['display-p3', [0, 1, 0], '#00fb29'],
  ['display-p3', [0.3, 0.6, 0.2], '#249b19'],
  ['a98-rgb', [0.5, 0.7, 0.3], '#62b442'],
  ['prophoto-rgb', [0.4, 0.5, 0.6], '#4597ad'],
  ['prophoto-rgb', [0, 1, 0], '#00f575'],
  ['rec2020', [0.4, 0.5, 0.6], '#407b97'],
  ['rec2020', [1, 0, 0], '#ff494f'],
  ['xyz-d65', [0.3, 0.4, 0.5], '#5cb8b5'],
  ['xyz-d50', [0.3, 0.4, 0.2], '#7ab87f'],
];

describe('formatHexColor', () => {
  it.each(reference)('converts %s %j to %s', (colorSpace, components, hex) => {
    expect(formatHexColor({ colorSpace, components, alpha: 1 })).toBe(hex);
  });

  it('keeps every sRGB hex as it is, with and without alpha', () => {
    fc.assert(
      fc.property(fc.nat(0xffffff), fc.nat(0xfe), (rgb, alpha) => {
        const hex = `#${rgb.toString(16).padStart(6, '0')}`;
        expect(formatHexColor(parseColor(hex)!)).toBe(hex);
        expect(formatHexColor(parseColor(`${hex}ff`)!)).toBe(hex);
        const translucent = `${hex}${alpha.toString(16).padStart(2, '0')}`;
        expect(formatHexColor(parseColor(translucent)!)).toBe(translucent);
      }),
    );
  });

  it('always gives a colour, however far out of gamut', () => {
    const component = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom('srgb', 'oklab', 'oklch', 'display-p3', 'prophoto-rgb', 'rec2020', 'xyz-d50') as fc.Arbitrary<ColorSpace>,
        component,
        component,
        component,
        (colorSpace, a, b, c) => {
          expect(formatHexColor({ colorSpace, components: [a, b, c], alpha: 1 })).toMatch(/^#[0-9a-f]{6}$/);
        },
      ),
    );
  });
});

describe('parseColor', () => {
  it.each([
    ['#abc', '#aabbcc'],
    ['#ABCD', '#aabbccdd'],
    ['rgb(51 102 153)', '#336699'],
    ['rgba(51, 102, 153, 0.5)', '#33669980'],
    ['rgb(20% 40% 60% / 50%)', '#33669980'],
    ['hsl(210deg 50% 40%)', '#336699'],
    ['oklch(70% 0.1 250)', '#6da3da'],
    ['color(display-p3 1 0 0)', '#ff0b0c'],
    ['color(xyz 0.3 0.4 0.5)', '#5cb8b5'],
    ['oklab(none 0 0)', '#000000'],
  ])('reads %s', (text, hex) => {
    expect(formatHexColor(parseColor(text)!)).toBe(hex);
  });

  it.each([
    '',
    '#',
    '#12345',
    '#ggg',
    'red',
    'rgb(1 2)',
    'rgb(1 2 3 4 5)',
    'color(nowhere 1 2 3)',
    'color(hsl 1 2 3)',
    'oklch(0.5 0.1 10%)',
    'oklch(a b c)',
    'constructor(1 2 3)',
  ])('refuses %j', (text) => {
    expect(parseColor(text)).toBeUndefined();
  });
});
