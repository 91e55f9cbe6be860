import { describe, expect, test } from 'vitest';
import { previewRaster } from '../../src/actions/preview-raster.ts';
import type { Raster } from '../../src/model/geometry.ts';

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

function paint(width: number, height: number, at: (x: number, y: number) => Pixel): Raster {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data.set(at(x, y), (y * width + x) * 4);
  return { width, height, data };
}

const red: Pixel = [250, 10, 20, 255];
const blue: Pixel = [10, 20, 250, 255];

describe('the colour', () => {
  test('is that of the larger part, not a mixture', () => {
    expect(previewRaster(paint(100, 50, (x) => (x < 60 ? red : blue))).color).toBe('#fa0a14');
    expect(previewRaster(paint(100, 50, (x) => (x < 40 ? red : blue))).color).toBe('#0a14fa');
  });

  test('is the mean of shades that lie together', () => {
    expect(previewRaster(paint(10, 10, (x) => [64 + (x % 2) * 10, 64, 64, 255])).color).toBe('#454040');
  });

  test('leaves out what is not seen', () => {
    expect(previewRaster(paint(10, 10, (x) => (x < 8 ? [0, 0, 0, 0] : red))).color).toBe('#fa0a14');
    expect(previewRaster(paint(10, 10, () => [0, 0, 0, 0])).color).toBe('transparent');
  });
});

describe('the small picture', () => {
  test.each([
    [1200, 630, 20, 11],
    [1080, 1920, 11, 20],
    [3000, 10, 20, 1],
    [7, 5, 7, 5],
  ])('of %i × %i has %i × %i pixels', (width, height, columns, rows) => {
    expect(previewRaster(paint(width, height, () => red)).small).toMatchObject({ width: columns, height: rows });
  });

  test('shows what is where', () => {
    const { small } = previewRaster(paint(200, 100, (x, y) => (x < 100 === y < 50 ? red : blue)));
    const pixel = (x: number, y: number): readonly number[] => [...small!.data.subarray((y * small!.width + x) * 4, (y * small!.width + x) * 4 + 4)];
    expect([pixel(0, 0), pixel(19, 0), pixel(0, 9), pixel(19, 9)]).toEqual([red, blue, blue, red]);
  });

  test('is left out where a single pixel is not opaque', () => {
    expect(previewRaster(paint(100, 100, (x, y) => (x === 99 && y === 99 ? [0, 0, 0, 254] : red))).small).toBeUndefined();
  });
});
