import sharp from 'sharp';
import { expect, test } from 'vitest';
import { drawLetters, wrapLetters } from './draw-letters.ts';
import { drawPicture } from './draw-picture.ts';

const order = { width: 320, height: 200, format: 'png', compression: 100, transparent: false, prompt: 'A cup', counter: 1 } as const;

test('the same order gives the same bytes, another counter or prompt another picture', async () => {
  const [first, again, counted, other] = await Promise.all([
    drawPicture(order),
    drawPicture(order),
    drawPicture({ ...order, counter: 2 }),
    drawPicture({ ...order, prompt: 'A jug' }),
  ]);
  expect(again).toEqual(first);
  expect(counted).not.toEqual(first);
  const pixel = (bytes: Buffer): Promise<Buffer> => sharp(bytes).extract({ left: 2, top: 2, width: 1, height: 1 }).raw().toBuffer();
  expect(await pixel(other)).not.toEqual(await pixel(first));
  expect(await pixel(counted)).toEqual(await pixel(first));
});

test('FAKE is written in yellow on every picture, without any font', async () => {
  const { data, info } = await sharp(await drawPicture(order))
    .raw()
    .toBuffer({ resolveWithObject: true });
  let yellow = 0;
  for (let at = 0; at < data.length; at += info.channels) if (data[at] === 255 && data[at + 1] === 207 && data[at + 2] === 51) yellow++;
  expect(yellow).toBeGreaterThan(100);
});

test('letters are dots; accents go, and what has no letter is a box', () => {
  expect(drawLetters('é', 0, 0, 1)).toBe(drawLetters('E', 0, 0, 1));
  expect(drawLetters('日', 0, 0, 1)).toBe(drawLetters('本', 0, 0, 1));
  expect(drawLetters('-', 10, 20, 2)).toBe('M10 26h10v2h-10z');
});

test('a long prompt is broken at spaces and ends in dots', () => {
  expect(wrapLetters('one two three', 7, 3)).toEqual(['one two', 'three']);
  expect(wrapLetters('one two three four five', 7, 2)).toEqual(['one two', 'thre...']);
  expect(wrapLetters('extraordinary', 5, 2)).toEqual(['extra']);
});
