import fc from '../../../support/properties.ts';
import { describe, expect, test } from 'vitest';
import { findCapabilities, type SizeRules } from '../../../../src/adapters/generate/openai/capabilities.ts';
import { explainSize, findLegalSize, isLegalSize } from '../../../../src/adapters/generate/openai/find-legal-size.ts';
import type { Size } from '../../../../src/model/geometry.ts';

const grid = findCapabilities('gpt-image-2')!.sizes;
const fixed = findCapabilities('gpt-image-1.5')!.sizes;
const describeLegal = (width: number, height: number, rules: SizeRules = grid): string => {
  const legal = findLegalSize(rules, { width, height });
  return `${legal.width}×${legal.height}${legal.note === '' ? '' : `: ${legal.note}`}`;
};

describe('findLegalSize', () => {
  test.each([
    [1200, 630, '1200×640: crop 1200×640 to 1200×630'],
    [1080, 1080, '1088×1088: scale 1088×1088 down to 1080×1080'],
    [1920, 1080, '1920×1088: crop 1920×1088 to 1920×1080'],
    [1024, 1024, '1024×1024'],
    [3840, 2160, '3840×2160'],
    [512, 512, '816×816: scale 816×816 down to 512×512'],
    [64, 64, '816×816: scale 816×816 down to 64×64'],
    [2400, 300, '2400×800: crop 2400×800 to 2400×300'],
    [300, 2400, '800×2400: crop 800×2400 to 300×2400'],
    [728, 90, '1440×480: crop 1440×480 to 1440×178, scale down to 728×90'],
    [5000, 5000, '2880×2880: enlarge 2880×2880 1.74 times to 5000×5000'],
  ])('%d × %d', (width, height, expected) => {
    expect(describeLegal(width, height)).toBe(expected);
  });

  test('models with fixed sizes crop from the one that loses least', () => {
    expect(describeLegal(1200, 630, fixed)).toBe('1536×1024: crop 1536×1024 to 1536×806, scale down to 1200×630');
    expect(describeLegal(1080, 1920, fixed)).toBe('1024×1536: crop 1024×1536 to 864×1536, enlarge 1.25 times to 1080×1920');
    expect(describeLegal(256, 256, fixed)).toBe('1024×1024: scale 1024×1024 down to 256×256');
  });

  test('without rules every size is legal', () => {
    expect(findLegalSize(undefined, { width: 333, height: 77 })).toEqual({ width: 333, height: 77, note: '' });
  });

  const sizes = fc.record({ width: fc.integer({ min: 1, max: 6000 }), height: fc.integer({ min: 1, max: 6000 }) });

  test('is always legal, and covers what is wanted without enlarging wherever a legal size does', () => {
    fc.assert(
      fc.property(sizes, (wanted) => {
        const legal = findLegalSize(grid, wanted);
        expect(explainSize(grid, legal)).toBeUndefined();
        const covers = legal.width >= wanted.width && legal.height >= wanted.height;
        expect(covers).toBe(hasCovering(wanted));
        expect(legal.note.includes('enlarge')).toBe(!covers);
      }),
      { numRuns: 120 },
    );
  });

  test('no legal neighbour covers as well with less waste', () => {
    const waste = (size: Size, wanted: Size): number => Math.max(size.width / wanted.width, size.height / wanted.height);
    fc.assert(
      fc.property(sizes, fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 }), (wanted, across, down) => {
        const legal = findLegalSize(grid, wanted);
        const near = { width: legal.width + across * 16, height: legal.height + down * 16 };
        const covers = near.width >= wanted.width && near.height >= wanted.height;
        if (isLegalSize(grid, near) && covers) expect(waste(near, wanted)).toBeGreaterThanOrEqual(waste(legal, wanted));
      }),
      { numRuns: 120 },
    );
  });
});

/** Whether any legal size is at least as wide and as high; found edge by edge, unlike in the code under test. */
function hasCovering(wanted: Size): boolean {
  const up = (length: number): number => Math.ceil(length / 16) * 16;
  const [width, height] = [Math.max(up(wanted.width), up(wanted.height / 3)), Math.max(up(wanted.height), up(wanted.width / 3))];
  return width <= 3840 && height <= 3840 && width * height <= 8_294_400;
}
