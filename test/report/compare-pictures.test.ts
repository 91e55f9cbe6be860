import { expect, test } from 'vitest';
import type { Raster } from '../../src/model/geometry.ts';
import { comparePictures } from '../../src/report/compare-pictures.ts';

/** White, with a black rectangle. */
function draw(x: number, y: number, width: number, height: number): Raster {
  const size = { width: 20, height: 10 };
  const data = new Uint8Array(size.width * size.height * 4).fill(255);
  for (let row = y; row < y + height; row += 1)
    for (let column = x; column < x + width; column += 1) data.fill(0, (row * size.width + column) * 4, (row * size.width + column) * 4 + 3);
  return { ...size, data };
}

test('tells the share of all pixels and of each slot, and marks what changed', () => {
  const regions = [
    { slot: 'sub', x: 0, y: 5, width: 20, height: 5 },
    { slot: 'headline', x: 0, y: 0, width: 10, height: 5 },
  ];
  const found = comparePictures(draw(0, 0, 0, 0), draw(0, 0, 5, 4), regions);
  expect(found.share).toBeCloseTo(20 / 200);
  expect(found.regions).toEqual([
    { slot: 'headline', share: 20 / 50 },
    { slot: 'sub', share: 0 },
  ]);
  const pixel = (x: number, y: number): readonly number[] => [...found.highlight.data.subarray((y * 20 + x) * 4, (y * 20 + x) * 4 + 4)];
  expect(pixel(2, 2)).toEqual([214, 31, 105, 255]);
  expect(pixel(12, 8)).toEqual([255, 255, 255, 255]);
});

test('takes boxes of one slot together, and cuts those that leave the picture', () => {
  const found = comparePictures(draw(0, 0, 0, 0), draw(0, 0, 4, 10), [
    { slot: 'label', x: -5, y: -5, width: 7, height: 10 },
    { slot: 'label', x: 6.5, y: 5, width: 1.5, height: 50 },
    { slot: 'outside', x: 30, y: 30, width: 5, height: 5 },
  ]);
  expect(found.regions).toEqual([
    { slot: 'label', share: 40 / 80 },
    { slot: 'outside', share: 0 },
  ]);
});

test('finds no difference in equal pixels, wherever they lie in memory', () => {
  const picture = draw(3, 3, 4, 4);
  const shifted = new Uint8Array(picture.data.byteLength + 1).subarray(1);
  shifted.set(picture.data);
  expect(comparePictures(picture, { ...picture, data: shifted }, []).share).toBe(0);
});
