import sharp from 'sharp';

sharp.concurrency(1);
sharp.cache(false);

/** The settings that ours encodes with: whoever encodes by sharp here is given the same work. `encoders.mjs` makes sure that they give the same bytes. */
const encoders = {
  png: (image) => image.png({ compressionLevel: 3, adaptiveFiltering: true, palette: false }),
  webp: (image) => image.webp({ quality: 82, effort: 4 }),
  avif: (image) => image.avif({ quality: 55, effort: 2, chromaSubsampling: '4:4:4', bitdepth: 8 }),
};

/**
 * Encodes opaque pixels.
 * @param {{ data: Uint8Array, width: number, height: number }} raster RGBA
 * @param {'avif' | 'webp' | 'png'} format
 * @returns {Promise<Buffer>}
 */
export function encode({ data, width, height }, format) {
  return encoders[format](sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha()).toBuffer();
}

/**
 * The pixels of an encoded picture, as RGBA.
 * @param {Uint8Array} bytes
 */
export async function decode(bytes) {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
