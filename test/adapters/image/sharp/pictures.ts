import sharp from 'sharp';
import { VisualsError } from '../../../../src/model/diagnostic.ts';

/** Four quarters: red, green above; blue, white below. */
export async function drawQuarters(
  width: number,
  height: number,
  format: 'png' | 'jpeg' | 'webp' | 'avif' = 'png',
  rest: { readonly alpha?: number } = {},
): Promise<Uint8Array> {
  const channels = rest.alpha === undefined ? 3 : 4;
  const data = Buffer.alloc(width * height * channels, 255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = quarterAt(x / width, y / height);
      data.set(rest.alpha === undefined ? colour : [...colour, rest.alpha], (y * width + x) * channels);
    }
  }
  return sharp(data, { raw: { width, height, channels } })
    .toFormat(format, { quality: 95, lossless: format === 'webp' })
    .toBuffer();
}

function quarterAt(x: number, y: number): readonly [number, number, number] {
  if (y < 0.5) return x < 0.5 ? [255, 0, 0] : [0, 255, 0];
  return x < 0.5 ? [0, 0, 255] : [255, 255, 255];
}

/** A PNG header for a picture of any size, with hardly any data behind it. */
export async function forgePngSize(width: number, height: number): Promise<Uint8Array> {
  const { crc32 } = await import('node:zlib');
  const png = Buffer.from(await drawQuarters(4, 4));
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

/** The codes of what a promise fails with. */
export async function codesOf(promise: Promise<unknown>): Promise<string[]> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return [];
  if (error instanceof VisualsError) return error.diagnostics.map((each) => each.code);
  throw error;
}
