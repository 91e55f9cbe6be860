import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createSharpCodec } from '../../../../src/adapters/image/sharp/create-sharp-codec.ts';
import { computeDigest } from '../../../../src/keys/canonical.ts';
import type { Raster } from '../../../../src/model/geometry.ts';
import type { FitOptions } from '../../../../src/spec/image-codec.ts';
import { codesOf, drawQuarters, forgePngSize } from './pictures.ts';

const codec = createSharpCodec();
const centre = { x: 0.5, y: 0.5 };
const plain: FitOptions = { width: 20, height: 20, fit: 'cover', focus: centre, mirror: false };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function pixel({ data, width }: Raster, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

/** A card of a gradient with hard edges. */
function drawRaster(width: number, height: number, alpha = 255): Raster {
  const data = new Uint8Array(width * height * 4);
  for (let index = 0; index < width * height; index += 1) {
    const x = index % width;
    data.set(x > width / 2 ? [22, 32, 43, alpha] : [246, 239 - Math.floor((index / width / height) * 60), 228, alpha], index * 4);
  }
  return { width, height, data };
}

describe('inspect', () => {
  test.each(['png', 'jpeg', 'webp', 'avif'] as const)('takes a %s', async (format) => {
    expect(await codec.inspect(await drawQuarters(64, 40, format), `a.${format}`)).toEqual({ format, width: 64, height: 40, hasAlpha: false });
  });

  test('takes an SVG, and tells alpha', async () => {
    const svg = bytesOf('<?xml version="1.0"?>\n<!-- logo -->\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><path d="M0 0h30v20z"/></svg>');
    expect(await codec.inspect(svg, 'logo.svg')).toEqual({ format: 'svg', width: 30, height: 20, hasAlpha: true });
    expect(await codec.inspect(await drawQuarters(4, 4, 'png', { alpha: 9 }), 'a.png')).toMatchObject({ hasAlpha: true });
  });

  test('tells the size as seen, not as stored', async () => {
    const turned = await sharp(await drawQuarters(64, 40, 'jpeg'))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(await codec.inspect(turned, 'a.jpg')).toMatchObject({ width: 40, height: 64 });
  });

  test('refuses a bomb by its header alone', async () => {
    await codec.inspect(await drawQuarters(8, 8), 'warm-up.png');
    const bomb = await forgePngSize(30_000, 30_000);
    const start = performance.now();
    expect(await codesOf(codec.inspect(bomb, 'bomb.png'))).toEqual(['IMAGE_TOO_LARGE']);
    expect(performance.now() - start).toBeLessThan(50);
    expect(await codesOf(codec.inspect(new Uint8Array(50_000_001), 'huge.png'))).toEqual(['IMAGE_TOO_LARGE']);
  });

  test.each(['png', 'jpeg', 'webp', 'avif'] as const)('refuses a %s that is cut off or empty', async (format) => {
    const whole = await drawQuarters(300, 200, format);
    for (const part of [0, 0.3, 0.9])
      expect(await codesOf(codec.inspect(whole.subarray(0, Math.floor(whole.length * part)), `a.${format}`))).toEqual(['REF_UNREADABLE']);
  });

  test('refuses a damaged picture', async () => {
    const png = Buffer.from(await drawQuarters(300, 200));
    png[png.length - 30]! ^= 0xff;
    expect(await codesOf(codec.inspect(png, 'a.png'))).toEqual(['REF_UNREADABLE']);
    const forged = await forgePngSize(400, 400);
    expect(await codesOf(codec.inspect(forged, 'a.png'))).toEqual(['REF_UNREADABLE']);
  });

  test.each([
    ['page.png', '<!DOCTYPE html><html><svg/></html>', 'a web page'],
    ['reply.jpg', '{"error":"not found"}', 'JSON'],
    ['doc.png', '%PDF-1.7', 'a PDF'],
    ['old.png', 'GIF89a', 'a GIF'],
    ['pointer.png', 'version https://git-lfs.github.com/spec/v1', 'a Git LFS pointer'],
    ['feed.svg', '<?xml version="1.0"?><rss/>', 'XML'],
    ['logo.png', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', 'an SVG'],
    ['logo.svgz', '\x1f\x8b\x08', 'a compressed file'],
    ['noise.png', 'hello', 'something else'],
  ])('refuses %s by its content', async (path, content, name) => {
    const bytes = Buffer.from(content, 'latin1');
    expect(await codesOf(codec.inspect(bytes, path))).toEqual(['IMAGE_TYPE_MISMATCH']);
    await expect(codec.inspect(bytes, path)).rejects.toThrow(name);
  });

  test.each(['png', 'jpeg', 'webp'] as const)('refuses a %s with something behind it', async (format) => {
    const polyglot = Buffer.concat([await drawQuarters(8, 8, format), bytesOf('<html><script>alert(1)</script></html>')]);
    expect(await codesOf(codec.inspect(polyglot, `a.${format}`))).toEqual(['IMAGE_TYPE_MISMATCH']);
  });

  test('refuses what moves', async () => {
    const frames = Buffer.concat([Buffer.alloc(8 * 8 * 3, 200), Buffer.alloc(8 * 8 * 3, 50)]);
    const animated = await sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
      .webp({ loop: 0 })
      .toBuffer();
    expect(await codesOf(codec.inspect(animated, 'a.webp'))).toEqual(['IMAGE_ANIMATED']);
  });

  test('names the file in every problem', async () => {
    const error: unknown = await codec.inspect(bytesOf('x'), 'art/a.png').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ diagnostics: [{ place: { file: 'art/a.png' }, message: expect.stringContaining('art/a.png') }] });
  });
});

describe('fit', () => {
  test('covers round the focus', async () => {
    const wide = await drawQuarters(200, 100);
    const left = await codec.decode(await codec.fit(wide, { ...plain, focus: { x: 0, y: 0.5 } }));
    const right = await codec.decode(await codec.fit(wide, { ...plain, focus: { x: 1, y: 0.5 } }));
    expect([pixel(left, 1, 1), pixel(left, 18, 18)]).toEqual([
      [255, 0, 0, 255],
      [0, 0, 255, 255],
    ]);
    expect([pixel(right, 1, 1), pixel(right, 18, 18)]).toEqual([
      [0, 255, 0, 255],
      [255, 255, 255, 255],
    ]);
  });

  test('mirrors after cropping', async () => {
    const wide = await drawQuarters(200, 100);
    const middle = await codec.decode(await codec.fit(wide, { ...plain, mirror: true }));
    expect([pixel(middle, 1, 1), pixel(middle, 18, 1)]).toEqual([
      [0, 255, 0, 255],
      [255, 0, 0, 255],
    ]);
    const focused = await codec.decode(await codec.fit(wide, { ...plain, focus: { x: 0, y: 0.5 }, mirror: true }));
    expect(pixel(focused, 18, 1)).toEqual([255, 0, 0, 255]);
  });

  test('shows all of it in its own proportion, without padding', async () => {
    const whole = await codec.decode(await codec.fit(await drawQuarters(40, 10), { ...plain, fit: 'contain' }));
    expect([whole.width, whole.height]).toEqual([20, 5]);
    expect(pixel(whole, 1, 1)).toEqual([255, 0, 0, 255]);
  });

  test('turns as the orientation says, for the focus too', async () => {
    const stored = await sharp(await drawQuarters(200, 100))
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const top = await codec.decode(await codec.fit(stored, { ...plain, focus: { x: 0.5, y: 0 } }));
    expect([pixel(top, 1, 1), pixel(top, 18, 1)]).toEqual([
      [0, 0, 255, 255],
      [255, 0, 0, 255],
    ]);
  });

  test('drops metadata and profiles, and gives 8-bit sRGB', async () => {
    const secret = await sharp(await drawQuarters(40, 40, 'jpeg'))
      .withExif({ IFD0: { Copyright: 'TOP-SECRET' } })
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    expect(Buffer.from(secret).includes('TOP-SECRET')).toBe(true);
    const fitted = await codec.fit(secret, plain);
    expect(Buffer.from(fitted).includes('TOP-SECRET')).toBe(false);
    const metadata = await sharp(fitted).metadata();
    expect(metadata).toMatchObject({ format: 'png', space: 'srgb', depth: 'uchar', channels: 3, hasProfile: false });
    expect([metadata.exif, metadata.icc, metadata.xmp]).toEqual([undefined, undefined, undefined]);
  });

  test.each(['grey', 'sixteen', 'cmyk'])('brings a %s picture to sRGB', async (kind) => {
    const source = sharp(await drawQuarters(40, 40));
    const bytes = await (
      kind === 'grey' ? source.toColourspace('b-w').png() : kind === 'sixteen' ? source.toColourspace('rgb16').png() : source.toColourspace('cmyk').jpeg()
    ).toBuffer();
    expect(await sharp(await codec.fit(bytes, plain)).metadata()).toMatchObject({ space: 'srgb', depth: 'uchar', channels: 3 });
  });

  test('keeps alpha where there is any', async () => {
    expect(pixel(await codec.decode(await codec.fit(await drawQuarters(40, 40, 'png', { alpha: 128 }), plain)), 1, 1)).toEqual([255, 0, 0, 128]);
  });

  test('draws an SVG at the size at which it is shown', async () => {
    const svg = bytesOf(
      '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><path fill="#f00" d="M0 0h2v4h-2z"/><path fill="#00f" d="M2 0h2v4h-2z"/></svg>',
    );
    const drawn = await codec.decode(await codec.fit(svg, { ...plain, width: 400, height: 400 }));
    expect([pixel(drawn, 198, 200), pixel(drawn, 201, 200)]).toEqual([
      [255, 0, 0, 255],
      [0, 0, 255, 255],
    ]);
    const wide = await codec.decode(await codec.fit(svg, { ...plain, width: 400, height: 100 }));
    expect(wide).toMatchObject({ width: 400, height: 100 });
  });

  test('gives the same bytes at any time', async () => {
    const picture = await drawQuarters(200, 100, 'jpeg');
    const all = await Promise.all([1, 2, 3, 4].map(() => codec.fit(picture, plain)));
    expect(new Set(all.map(computeDigest)).size).toBe(1);
  });

  test('checks an SVG again', async () => {
    const svg = bytesOf('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><image href="http://example.com/a.png"/></svg>');
    expect(await codesOf(codec.fit(svg, plain))).toEqual(['SVG_EXTERNAL_REF']);
  });
});

describe('encode', () => {
  test.each([
    ['png', 0],
    ['jpeg', 6],
    ['webp', 8],
    ['avif', 8],
  ] as const)('%s comes back within a tolerance, without metadata', async (format, tolerance) => {
    const raster = drawRaster(120, 60);
    const bytes = await codec.encode(raster, format, { quality: 90, effort: 2 });
    const back = await codec.decode(bytes);
    expect([back.width, back.height, back.data.length]).toEqual([120, 60, raster.data.length]);
    const mean = raster.data.reduce((sum, value, index) => sum + Math.abs(value - back.data[index]!), 0) / raster.data.length;
    expect(mean).toBeLessThanOrEqual(tolerance / 4);
    const metadata = await sharp(bytes).metadata();
    expect([metadata.exif, metadata.xmp, metadata.hasAlpha]).toEqual([undefined, undefined, false]);
  });

  test.each(['png', 'webp', 'avif'] as const)('%s keeps transparency', async (format) => {
    const bytes = await codec.encode(drawRaster(40, 40, 100), format, { quality: 90, effort: 2 });
    expect((await sharp(bytes).metadata()).hasAlpha).toBe(true);
    expect((await codec.decode(bytes)).data[3]).toBe(100);
  });

  test('jpeg shows transparency on white', async () => {
    const back = await codec.decode(await codec.encode(drawRaster(40, 40, 0), 'jpeg', { quality: 90, effort: 0 }));
    expect(back.data.subarray(0, 4).every((value) => value > 250)).toBe(true);
  });

  test('jpeg and avif keep every colour, so that the edges of letters stay sharp', async () => {
    const jpeg = await codec.encode(drawRaster(40, 40), 'jpeg', { quality: 80, effort: 2 });
    expect((await sharp(jpeg).metadata()).chromaSubsampling).toBe('4:4:4');
    const avif = Buffer.from(await codec.encode(drawRaster(40, 40), 'avif', { quality: 80, effort: 2 }));
    const configuration = avif[avif.indexOf('av1C') + 6]!;
    expect(configuration & 0b1100).toBe(0);
  });

  test.each(['png', 'jpeg', 'webp', 'avif'] as const)('%s: the same pixels give the same bytes, also at the same time', async (format) => {
    const all = await Promise.all([1, 2, 3].map(() => codec.encode(drawRaster(120, 60), format, { quality: 70, effort: 2 })));
    expect(new Set(all.map(computeDigest)).size).toBe(1);
  });
});

test('the version names the libraries that decide bytes', () => {
  expect(codec.version).toMatch(/^sharp 0\.35\.5, vips [\d.]+, .*heif .*aom .*, (?:x64|arm64), adapter \d+$/);
});
