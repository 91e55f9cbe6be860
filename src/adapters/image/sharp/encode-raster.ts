import type { Sharp } from 'sharp';
import type { EncodeOptions, OutputFormat } from '../../../model/config.ts';
import type { Raster } from '../../../model/geometry.ts';
import { insertPngXmp } from './insert-png-xmp.ts';
import type { OpenImage } from './load-sharp.ts';

/** How pixels are encoded. */
export interface RasterEncoding extends EncodeOptions {
  readonly format: OutputFormat;
  /** XMP packet. */
  readonly xmp?: string;
}

/**
 * Encodes pixels, without other metadata than the packet that was handed in. An opaque raster gets no alpha channel; jpeg, which has none, shows a transparent one on white. The settings and their
 * measurements stand in `decisions/0002-encoder-settings.md`.
 */
export async function encodeRaster(open: OpenImage, raster: Raster, { format, quality, effort, xmp }: RasterEncoding): Promise<Uint8Array> {
  const image = openRaster(open, raster);
  const isOpaque = isKnownOpaque(raster);
  const pixels = isOpaque ? image.removeAlpha() : format === 'jpeg' ? image.flatten({ background: '#fff' }) : image;
  const encoded = encoders[format](pixels, quality, effort);
  if (xmp === undefined) return encoded.toBuffer();
  return format === 'png' ? insertPngXmp(await encoded.toBuffer(), xmp) : encoded.withXmp(xmp).toBuffer();
}

/** Encodes pixels without loss, in a few milliseconds: rows unfiltered and hardly compressed. */
export async function snapRaster(open: OpenImage, raster: Raster): Promise<Uint8Array> {
  const image = openRaster(open, raster);
  const pixels = isKnownOpaque(raster) ? image.removeAlpha() : image;
  return pixels.png({ compressionLevel: 1, adaptiveFiltering: false, palette: false }).toBuffer();
}

function openRaster(open: OpenImage, { data, width, height }: Raster): Sharp {
  return open(data, { raw: { width, height, channels: 4 } });
}

const encoders: { readonly [format in OutputFormat]: (image: Sharp, quality: number, effort: number) => Sharp } = {
  png: (image) => image.png({ compressionLevel: 3, adaptiveFiltering: true, palette: false }),
  jpeg: (image, quality) => image.jpeg({ quality, chromaSubsampling: '4:4:4', progressive: true, mozjpeg: false }),
  webp: (image, quality, effort) => image.webp({ quality, effort }),
  avif: (image, quality, effort) => image.avif({ quality, effort, chromaSubsampling: '4:4:4', bitdepth: 8 }),
};

/** Every format asks of the same raster; what was found lasts as long as the raster does. */
const knownOpaque = new WeakMap<Raster, boolean>();

function isKnownOpaque(raster: Raster): boolean {
  const known = knownOpaque.get(raster) ?? hasNoTransparency(raster.data);
  knownOpaque.set(raster, known);
  return known;
}

/** The alpha byte within a pixel read as one number, whatever this machine's byte order. */
const alphaMask = new Uint32Array(Uint8Array.of(0, 0, 0, 255).buffer)[0]!;

/** Looks at whole pixels, without branching: a large card has millions, and every format asks. */
function hasNoTransparency(data: Uint8Array): boolean {
  const aligned = data.byteOffset % 4 === 0 ? data : Uint8Array.from(data);
  const pixels = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
  let common = alphaMask;
  for (let at = 0; at < pixels.length; at += 1) common &= pixels[at]!;
  return common === (alphaMask | 0) || common === alphaMask;
}
