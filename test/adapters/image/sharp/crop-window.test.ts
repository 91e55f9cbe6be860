import { expect, test } from 'vitest';
import fc from '../../../support/properties.ts';
import { computeCropWindow } from '../../../../src/adapters/image/sharp/crop-window.ts';

test('takes all of one side, centred on the focus where the edges allow', () => {
  const picture = { width: 1000, height: 500 };
  expect(computeCropWindow(picture, { width: 100, height: 100 }, { x: 0.5, y: 0.5 })).toEqual({ x: 250, y: 0, width: 500, height: 500 });
  expect(computeCropWindow(picture, { width: 100, height: 100 }, { x: 0.3, y: 0.9 })).toEqual({ x: 50, y: 0, width: 500, height: 500 });
  expect(computeCropWindow(picture, { width: 100, height: 100 }, { x: 0, y: 0 })).toEqual({ x: 0, y: 0, width: 500, height: 500 });
  expect(computeCropWindow(picture, { width: 100, height: 100 }, { x: 1, y: 1 })).toEqual({ x: 500, y: 0, width: 500, height: 500 });
  expect(computeCropWindow(picture, { width: 400, height: 100 }, { x: 0.5, y: 1 })).toEqual({ x: 0, y: 250, width: 1000, height: 250 });
});

test('always lies in the picture and is as large as can be', () => {
  const side = fc.integer({ min: 1, max: 9000 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(side, side, side, side, share, share, (width, height, targetWidth, targetHeight, x, y) => {
      const window = computeCropWindow({ width, height }, { width: targetWidth, height: targetHeight }, { x, y });
      expect(window.x).toBeGreaterThanOrEqual(0);
      expect(window.y).toBeGreaterThanOrEqual(0);
      expect(window.x + window.width).toBeLessThanOrEqual(width);
      expect(window.y + window.height).toBeLessThanOrEqual(height);
      expect(window.width === width || window.height === height).toBe(true);
      expect(Math.min(window.width, window.height)).toBeGreaterThanOrEqual(1);
    }),
  );
});
