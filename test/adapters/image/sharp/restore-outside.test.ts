import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createSharpCodec } from '../../../../src/adapters/image/sharp/create-sharp-codec.ts';

const codec = createSharpCodec();

function plain(width: number, height: number, background: string): Promise<Uint8Array> {
  return sharp({ create: { width, height, channels: 4, background } })
    .png()
    .toBuffer();
}

/** Opaque but for a square hole in the middle. */
async function createMask(width: number, height: number): Promise<Uint8Array> {
  const hole = { input: { create: { width: width / 2, height: height / 2, channels: 4 as const, background: '#000' } }, blend: 'dest-out' as const };
  return sharp(await plain(width, height, '#fff'))
    .composite([hole])
    .png()
    .toBuffer();
}

test('keeps the original outside the mask to the byte, takes the edit inside, fades between', async () => {
  const pictures = { original: await plain(64, 64, '#204060'), edited: await plain(64, 64, '#c0a080'), mask: await createMask(64, 64) };
  const { bytes, changedOutside } = await codec.restoreOutside(pictures, 4);
  const { data } = await codec.decode(bytes);
  const pixel = (x: number, y: number): readonly number[] => [...data.subarray((y * 64 + x) * 4, (y * 64 + x) * 4 + 3)];
  expect(pixel(0, 0)).toEqual([0x20, 0x40, 0x60]);
  expect(pixel(63, 40)).toEqual([0x20, 0x40, 0x60]);
  expect(pixel(32, 32)).toEqual([0xc0, 0xa0, 0x80]);
  expect(pixel(16, 32)[0]).toBeGreaterThan(0x20);
  expect(pixel(16, 32)[0]).toBeLessThan(0xc0);
  expect(changedOutside).toBe(1);
});

test('tells how much a model changed where it should not have', async () => {
  const original = await plain(40, 40, '#808080');
  const scribble = { input: { create: { width: 40, height: 4, channels: 4 as const, background: '#f00' } }, left: 0, top: 0 };
  const edited = await sharp(original).composite([scribble]).png().toBuffer();
  const { bytes, changedOutside } = await codec.restoreOutside({ original, edited, mask: await createMask(40, 40) }, 0);
  expect(changedOutside).toBeCloseTo(160 / 1200, 2);
  expect((await codec.decode(bytes)).data[0]).toBe(0x80);
});

test('scales original and mask to the size that the model answered in', async () => {
  const pictures = { original: await plain(30, 30, '#204060'), edited: await plain(64, 64, '#c0a080'), mask: await createMask(30, 30) };
  const { width, data } = await codec.decode((await codec.restoreOutside(pictures, 0)).bytes);
  expect([width, data[0]]).toEqual([64, 0x20]);
});
