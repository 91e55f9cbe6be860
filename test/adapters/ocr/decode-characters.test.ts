import { expect, test } from 'vitest';
import { decodeCharacters } from '../../../src/adapters/ocr/ppocr/decode-characters.ts';

const alphabet = ['', 'a', 'b'];

function decode(steps: readonly (readonly number[])[]) {
  return decodeCharacters(Float32Array.from(steps.flat()), alphabet);
}

test('repeats are one letter, unless the empty class parts them', () => {
  expect(
    decode([
      [0, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]).text,
  ).toBe('aab');
});

test('the confidence is that of the letters alone', () => {
  expect(
    decode([
      [1, 0, 0],
      [0.2, 0.8, 0],
      [0.3, 0.1, 0.6],
    ]).confidence,
  ).toBeCloseTo(0.7, 5);
  expect(decode([[1, 0, 0]])).toEqual({ text: '', confidence: 0 });
});
