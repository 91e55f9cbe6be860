import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { checkFiles } from '../../../../src/adapters/generate/openai/check-files.ts';
import { readPictureHeader } from '../../../../src/adapters/generate/openai/read-picture-header.ts';
import { createRequest } from '../../../support/create-request.ts';
import { createReferences } from './support.ts';

const create = (width: number, height: number, channels: 3 | 4 = 4): Sharp =>
  sharp({ create: { width, height, channels, background: { r: 10, g: 200, b: 90, alpha: 0.5 } } });

describe('readPictureHeader', () => {
  test.each<[string, () => Promise<Buffer>, object]>([
    ['png with alpha', () => create(70, 33).png().toBuffer(), { format: 'png', width: 70, height: 33, alpha: true }],
    ['png without', () => create(70, 33, 3).png().toBuffer(), { format: 'png', width: 70, height: 33, alpha: false }],
    ['png with a palette', () => create(70, 33).png({ palette: true }).toBuffer(), { format: 'png', width: 70, height: 33, alpha: true }],
    ['jpeg', () => create(701, 33, 3).jpeg().toBuffer(), { format: 'jpeg', width: 701, height: 33, alpha: false }],
    [
      'progressive jpeg with a profile',
      () => create(70, 330, 3).withIccProfile('p3').jpeg({ progressive: true }).toBuffer(),
      { format: 'jpeg', width: 70, height: 330, alpha: false },
    ],
    ['webp', () => create(71, 35, 3).webp().toBuffer(), { format: 'webp', width: 71, height: 35 }],
    ['lossless webp', () => create(4097, 35, 3).webp({ lossless: true }).toBuffer(), { format: 'webp', width: 4097, height: 35 }],
    ['webp with alpha', () => create(300, 3).webp().toBuffer(), { format: 'webp', width: 300, height: 3 }],
  ])('%s', async (_, draw, expected) => {
    expect(readPictureHeader(await draw())).toEqual(expected);
  });

  test.each(['', 'GIF89a', '<svg/>', '\u0089PNG', 'RIFF0000WEBP'])('%j is none', (text) => {
    expect(readPictureHeader(Buffer.from(text, 'latin1'))).toBeUndefined();
  });

  test('bytes that are cut anywhere are no reason to fail', async () => {
    for (const bytes of [
      await create(20, 20).png({ palette: true }).toBuffer(),
      await create(20, 20, 3).jpeg().toBuffer(),
      await create(20, 20).webp().toBuffer(),
    ]) {
      for (let end = 0; end < Math.min(bytes.length, 700); end += 1) readPictureHeader(bytes.subarray(0, end));
    }
  });
});

describe('checkFiles', () => {
  const [first] = createReferences(1);
  const request = createRequest({ operation: 'edit', references: [first!] });
  const withMask = { ...request, mask: first! };
  const check = (files: { readonly references: readonly Uint8Array[]; readonly mask?: Uint8Array }, edit = request): readonly string[] =>
    checkFiles(edit, files).map(({ message }) => message);

  test('fitting pictures and masks', async () => {
    const [picture, mask] = [await create(40, 30, 3).jpeg().toBuffer(), await create(40, 30).png().toBuffer()];
    expect(check({ references: [picture] })).toEqual([]);
    expect(check({ references: [picture], mask }, withMask)).toEqual([]);
  });

  test('what is refused', async () => {
    const [picture, mask] = [await create(40, 30, 3).png().toBuffer(), await create(40, 30).png().toBuffer()];
    expect(check({ references: [] })[0]).toContain('the request names 1');
    expect(check({ references: [Buffer.from('GIF89a')] })).toEqual(['"Image 1" of 6 bytes is refused: it is no png, jpeg or webp']);
    expect(check({ references: [Buffer.concat([picture, Buffer.alloc(50_000_000)])] })[0]).toContain('smaller than 50000000');
    expect(check({ references: [picture], mask: picture }, withMask)[0]).toContain('png with an alpha channel');
    expect(check({ references: [picture], mask: await create(40, 30).webp().toBuffer() }, withMask)[0]).toContain('png with an alpha channel');
    expect(check({ references: [picture], mask: await create(41, 30).png().toBuffer() }, withMask)).toEqual([
      'the mask of 41×30 is refused: the first picture is 40×30',
    ]);
    expect(check({ references: [picture], mask: Buffer.concat([mask, Buffer.alloc(4_000_000)]) }, withMask)[0]).toContain('smaller than 4000000');
  });
});
