import { crc32 } from 'node:zlib';
import type { ImageHeader } from '../../../spec/image-codec.ts';

/** What the bytes are, or why they are none of the pictures that are taken. */
export type Detection =
  | { readonly format: ImageHeader['format']; readonly isAnimated: boolean }
  | { readonly problem: 'damaged' | 'other'; readonly reason: string };

/**
 * Recognises a picture by its first bytes and walks its outer structure: a PNG to its last chunk, a WebP and an AVIF by their lengths, a JPEG by its end mark.
 * So a file that is cut off, and one that carries something behind the picture, is told before anything is decoded.
 */
export function detectFormat(bytes: Uint8Array): Detection {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length === 0) return { problem: 'damaged', reason: 'the file is empty' };
  if (startsWith(view, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return walkPng(view);
  if (startsWith(view, 0, [0xff, 0xd8, 0xff])) return walkJpeg(view);
  if (view.toString('latin1', 0, 4) === 'RIFF' && view.toString('latin1', 8, 12) === 'WEBP') return walkWebp(view);
  if (view.toString('latin1', 4, 8) === 'ftyp') return walkAvif(view);
  if (isSvg(view)) return { format: 'svg', isAnimated: false };
  return { problem: 'other', reason: `it looks like ${nameOther(view)}` };
}

function startsWith(view: Buffer, at: number, signature: readonly number[]): boolean {
  return signature.every((byte, index) => view[at + index] === byte);
}

const cutOff: Detection = { problem: 'damaged', reason: 'the file is cut off' };

/** Chunks of length, type, data and checksum, from the header to `IEND`. */
function walkPng(view: Buffer): Detection {
  let isAnimated = false;
  for (let at = 8; at + 12 <= view.length;) {
    const length = view.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > view.length) return cutOff;
    const type = view.toString('latin1', at + 4, at + 8);
    if (view.readUInt32BE(end - 4) !== crc32(view.subarray(at + 4, end - 4)))
      return { problem: 'damaged', reason: `the checksum of its ${type} chunk is wrong` };
    if (type === 'acTL') isAnimated = true;
    if (type === 'IEND') return refuseTrailer(view.subarray(end)) ?? { format: 'png', isAnimated };
    at = end;
  }
  return cutOff;
}

/** Some cameras write a preview or zeros behind the end mark; other payloads are refused. */
function walkJpeg(view: Buffer): Detection {
  const end = view.lastIndexOf(Buffer.from([0xff, 0xd9]));
  if (end < 0) return cutOff;
  const trailer = view.toString('latin1', end + 2, end + 2 + 4096);
  if (/<(?:!doctype|html|script|svg|\?php)|%PDF|PK\x03\x04/i.test(trailer)) return { problem: 'other', reason: 'something else is hidden behind the picture' };
  return { format: 'jpeg', isAnimated: false };
}

function walkWebp(view: Buffer): Detection {
  const end = 8 + view.readUInt32LE(4);
  if (end > view.length) return cutOff;
  const isAnimated = view.toString('latin1', 12, 16) === 'VP8X' && ((view[20] ?? 0) & 2) !== 0;
  return refuseTrailer(view.subarray(end)) ?? { format: 'webp', isAnimated };
}

/** Boxes of length and type, to the end of the file. */
function walkAvif(view: Buffer): Detection {
  const brands = view.toString('latin1', 8, Math.min(view.readUInt32BE(0), 128));
  if (!/avi[fs]/.test(brands)) return { problem: 'other', reason: `it looks like ${/hei[cf]|mif1/.test(brands) ? 'a HEIC picture' : 'a video'}` };
  let at = 0;
  while (at + 8 <= view.length) {
    const length = view.readUInt32BE(at);
    if (length === 0) at = view.length;
    else if (length === 1) at += at + 16 <= view.length ? Number(view.readBigUInt64BE(at + 8)) : 16;
    else if (length < 8) return { problem: 'damaged', reason: 'its boxes do not add up' };
    else at += length;
  }
  if (at > view.length) return cutOff;
  return refuseTrailer(view.subarray(at)) ?? { format: 'avif', isAnimated: brands.startsWith('avis') };
}

function refuseTrailer(trailer: Buffer): Detection | undefined {
  return trailer.some((byte) => byte !== 0) ? { problem: 'other', reason: `${trailer.length} bytes of something else follow the picture` } : undefined;
}

/** Whether the first element of a text is `<svg>`, behind declarations, comments and white space. */
function isSvg(view: Buffer): boolean {
  const head = view.toString('utf8', 0, 65_536).replace(/^\uFEFF/, '');
  const body = head.replace(/^(?:\s+|<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE[^[>]*(?:\[[^\]]*\]\s*)?>)+/i, '');
  return /^<(?:[\w-]+:)?svg[\s/>]/i.test(body);
}

const others: readonly (readonly [string, RegExp])[] = [
  ['a GIF', /^GIF8/],
  ['a TIFF picture', /^(?:II\*\0|MM\0\*)/],
  ['a BMP picture', /^BM/],
  ['a PDF', /^%PDF/],
  ['a ZIP archive', /^PK\x03\x04/],
  ['a compressed file', /^\x1f\x8b/],
  ['a program', /^(?:\x7fELF|MZ)/],
  ['an ICO', /^\0\0[\x01\x02]\0/],
  ['a JPEG XL picture', /^(?:\xff\x0a|\0\0\0\x0cJXL)/],
  ['a Git LFS pointer', /^version https:\/\/git-lfs/],
  ['a web page', /^[\s\xef\xbb\xbf]*<(?:!doctype html|html|head|body|script)/i],
  ['XML', /^[\s\xef\xbb\xbf]*</],
  ['JSON', /^[\s\xef\xbb\xbf]*[{["]/],
];

function nameOther(view: Buffer): string {
  const head = view.toString('latin1', 0, 512);
  return others.find(([, signature]) => signature.test(head))?.[0] ?? 'something else';
}
