import { expect, test } from 'vitest';
import { cropLine } from '../../../src/adapters/ocr/crop-line.ts';
import { scaleRaster } from '../../../src/adapters/ocr/pixels.ts';
import type { Raster } from '../../../src/model/geometry.ts';

const options = { height: 40, mostWidth: 1000, growth: 0, margin: 0 };

/** A picture of 400 × 400 with a bar of 120 × 12, turned round its centre. */
function drawBar(ink: number, ground: number, angle: number): Raster {
  const [width, height] = [400, 400];
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let index = 0; index < width * height; index += 1) {
    const [right, down] = [(index % width) + 0.5 - 200, Math.floor(index / width) + 0.5 - 200];
    const isIn = Math.abs(right * Math.cos(angle) + down * Math.sin(angle)) < 60 && Math.abs(down * Math.cos(angle) - right * Math.sin(angle)) < 6;
    data.fill(isIn ? ink : ground, index * 4, index * 4 + 3);
  }
  return { width, height, data };
}

test.each([
  ['dark on light', 20, 240, 0],
  ['light on dark', 240, 20, 0],
  ['hardly any contrast', 120, 100, 0],
  ['turned', 240, 60, 0.3],
])('a line comes out level and dark on light: %s', (_, ink, ground, angle) => {
  const { width, height, data } = cropLine(drawBar(ink, ground, angle), { x: 200, y: 200, width: 160, height: 40, angle, score: 1 }, options);
  expect([width, height]).toEqual([160, 40]);
  const dark = Array.from({ length: height }, (_, y) => data.subarray(y * width, (y + 1) * width).filter((value) => value < 100).length);
  // Fourteen rows above the bar, twelve of it.
  expect(dark[10]).toBe(0);
  expect(dark[20]).toBeGreaterThan(115);
  expect(dark[20]).toBeLessThan(125);
  expect(dark[30]).toBe(0);
});

test('growth shows more above and below, margin is white', () => {
  const line = { x: 200, y: 200, width: 160, height: 20, angle: 0, score: 1 };
  const grown = cropLine(drawBar(0, 255, 0), line, { ...options, growth: 0.5 });
  expect([grown.width, grown.height]).toEqual([160, 40]);
  const framed = cropLine(drawBar(0, 255, 0), line, { ...options, margin: 0.1 });
  expect([framed.width, framed.height]).toEqual([328, 48]);
  expect(framed.data.subarray(0, 328 * 4).every((value) => value === 255)).toBe(true);
});

test('a line at the edge of the picture is cut out without a hole', () => {
  const { data } = cropLine(drawBar(255, 255, 0), { x: 2, y: 2, width: 40, height: 20, angle: 0.1, score: 1 }, options);
  expect(data.every((value) => Number.isFinite(value))).toBe(true);
});

test('scaling down averages, and transparent is white', () => {
  const raster = {
    width: 4,
    height: 2,
    data: Uint8Array.from(
      [0, 100, 200]
        .flatMap((red) => [red, 0, 0, 255])
        .concat(
          [9, 9, 9, 0],
          Array.from({ length: 16 }, () => 0),
        ),
    ),
  };
  const { data } = scaleRaster(raster, { width: 2, height: 1 });
  expect([...data.subarray(0, 2)].map(Math.round)).toEqual([Math.round((0 + 100 + 255 + 255) / 4), Math.round((200 + 255 + 255 + 255) / 4)]);
});
