import type { Size } from '../../../model/geometry.ts';

/** What the first bytes of a picture say. `alpha` is undefined where they don't. */
export interface PictureHeader extends Partial<Size> {
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly alpha?: boolean;
}

/**
 * Tells a PNG, JPEG or WebP by its magic bytes, and its size where it stands in the plain. It is enough to foresee what the provider refuses; whether a picture
 * decodes is checked by the codec.
 * @returns undefined for anything else
 */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length >= 33 && view.readUInt32BE(0) === 0x89504e47 && view.readUInt32BE(4) === 0x0d0a1a0a) return readPng(view);
  if (view.length >= 4 && view.readUInt16BE(0) === 0xffd8) return { format: 'jpeg', alpha: false, ...findJpegSize(view) };
  if (view.length >= 30 && view.toString('latin1', 0, 4) === 'RIFF' && view.toString('latin1', 8, 12) === 'WEBP')
    return { format: 'webp', ...readWebpSize(view) };
  return undefined;
}

/** IHDR is first; colour types 4 and 6 have an alpha channel, the others may have a tRNS chunk before the pixels. */
function readPng(view: Buffer): PictureHeader {
  const colorType = view[25];
  const alpha = colorType === 4 || colorType === 6 || hasTransparencyChunk(view);
  return { format: 'png', width: view.readUInt32BE(16), height: view.readUInt32BE(20), alpha };
}

function hasTransparencyChunk(view: Buffer): boolean {
  for (let offset = 8; offset + 8 <= view.length; offset += view.readUInt32BE(offset) + 12) {
    const type = view.toString('latin1', offset + 4, offset + 8);
    if (type === 'tRNS') return true;
    if (type === 'IDAT') return false;
  }
  return false;
}

/** Walks the segments up to the frame header, whose markers are C0 to CF without the tables C4, C8 and CC. */
function findJpegSize(view: Buffer): Partial<Size> {
  for (let offset = 2; offset + 9 <= view.length && view[offset] === 0xff; offset += 2 + view.readUInt16BE(offset + 2)) {
    const marker = view[offset + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: view.readUInt16BE(offset + 5), width: view.readUInt16BE(offset + 7) };
  }
  return {};
}

/** Lossy (`VP8 `), lossless (`VP8L`) and extended (`VP8X`) files keep their size in different places. */
function readWebpSize(view: Buffer): Partial<Size> {
  const kind = view.toString('latin1', 12, 16);
  if (kind === 'VP8 ') return { width: view.readUInt16LE(26) & 0x3fff, height: view.readUInt16LE(28) & 0x3fff };
  if (kind === 'VP8X') return { width: view.readUIntLE(24, 3) + 1, height: view.readUIntLE(27, 3) + 1 };
  const bits = view.readUInt32LE(21);
  return kind === 'VP8L' ? { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 } : {};
}
