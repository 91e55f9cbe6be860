import { expect, test } from 'vitest';
import { traceLines } from '../../../src/adapters/ocr/ppocr/trace-lines.ts';

/** A map of 200 × 100 whose pixels come from a function. */
function createMap(probability: (x: number, y: number) => number) {
  const [width, height] = [200, 100];
  return { width, height, data: Float32Array.from({ length: width * height }, (_, index) => probability(index % width, Math.floor(index / width))) };
}

test('a level core gives a level line, grown on all sides', () => {
  const [line, ...others] = traceLines(createMap((x, y) => (x >= 40 && x < 140 && y >= 45 && y < 55 ? 0.9 : 0.1)));
  expect(others).toEqual([]);
  // The core is 100 × 10: it grows by 1000 × 1.5 ÷ 110.
  expect(line).toMatchObject({ x: 90, y: 50, angle: 0 });
  expect(line!.width).toBeCloseTo(113.6, 1);
  expect(line!.height).toBeCloseTo(23.6, 1);
  expect(line!.score).toBeCloseTo(0.9, 5);
});

test('a turned core gives its angle', () => {
  const angle = -0.2;
  const isIn = (x: number, y: number): boolean => {
    const [right, down] = [x - 100, y - 50];
    return Math.abs(right * Math.cos(angle) + down * Math.sin(angle)) < 60 && Math.abs(down * Math.cos(angle) - right * Math.sin(angle)) < 6;
  };
  const [line, ...others] = traceLines(createMap((x, y) => (isIn(x, y) ? 1 : 0)));
  expect(others).toEqual([]);
  expect(line!.angle).toBeCloseTo(angle, 1);
  expect(line!.x).toBeCloseTo(100, -0.5);
  expect(line!.width / line!.height).toBeGreaterThan(3);
});

test('faint regions and specks are no lines', () => {
  expect(traceLines(createMap((x, y) => (x > 20 && x < 90 && y > 20 && y < 30 ? 0.5 : 0)))).toEqual([]);
  expect(traceLines(createMap((x, y) => (x > 20 && x < 90 && y === 20 ? 1 : 0)))).toEqual([]);
  expect(traceLines(createMap(() => 0))).toEqual([]);
});

test('regions apart are lines apart', () => {
  expect(traceLines(createMap((x, y) => (y % 40 < 10 && x > 10 && x < 190 ? 1 : 0)))).toHaveLength(3);
});
