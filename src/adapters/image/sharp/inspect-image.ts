import type { Metadata } from 'sharp';
import { imageAnimated, imageTooLarge, imageTypeMismatch, refUnreadable } from '../../../diagnostics/image.ts';
import { VisualsError, type Diagnostic } from '../../../model/diagnostic.ts';
import type { ImageHeader } from '../../../spec/image-codec.ts';
import { checkSvg } from './check-svg.ts';
import { detectFormat } from './detect-format.ts';
import type { OpenImage } from './load-sharp.ts';

const most = { bytes: 50_000_000, pixels: 64_000_000 } as const;

/** Checks a picture from outside, from its first bytes to its last row; see `ImageCodec.inspect`. */
export async function inspectImage(open: OpenImage, bytes: Uint8Array, path: string): Promise<ImageHeader> {
  const context = { place: { file: path } };
  const refuse = (diagnostic: Diagnostic): never => {
    throw new VisualsError(diagnostic);
  };
  if (bytes.length > most.bytes) refuse(imageTooLarge({ path, size: `${bytes.length} bytes`, limit: `${most.bytes} bytes` }, context));
  const format = checkFormat(bytes, path);
  if (format === 'svg') checkSvg(bytes, path);
  const metadata = await readMetadata(open, bytes, path);
  const { width, height } = metadata.autoOrient;
  if (width * height > most.pixels) refuse(imageTooLarge({ path, size: `${width} × ${height} pixels`, limit: `${most.pixels / 1e6} megapixels` }, context));
  if ((metadata.pages ?? 1) > 1) refuse(imageAnimated({ path }, context));
  if (format !== 'svg') await decodeWhole(open, bytes, path);
  return { format, width, height, hasAlpha: metadata.hasAlpha };
}

function checkFormat(bytes: Uint8Array, path: string): ImageHeader['format'] {
  const context = { place: { file: path } };
  const detected = detectFormat(bytes);
  if ('problem' in detected) {
    const { problem, reason } = detected;
    throw new VisualsError(problem === 'damaged' ? refUnreadable({ path, reason }, context) : imageTypeMismatch({ path, found: reason }, context));
  }
  const { format, isAnimated } = detected;
  if (isAnimated) throw new VisualsError(imageAnimated({ path }, context));
  const isNamedSvg = /\.svg$/i.test(path);
  if (isNamedSvg !== (format === 'svg'))
    throw new VisualsError(imageTypeMismatch({ path, found: `it is ${format === 'svg' ? 'an SVG' : `a ${format.toUpperCase()}`}` }, context));
  return format;
}

async function readMetadata(open: OpenImage, bytes: Uint8Array, path: string): Promise<Metadata> {
  return guardDecoding(path, () => open(bytes, { limitInputPixels: false }).metadata());
}

/** A header says nothing of the rest: every row is decoded once, small. */
async function decodeWhole(open: OpenImage, bytes: Uint8Array, path: string): Promise<void> {
  await guardDecoding(path, () =>
    open(bytes, { failOn: 'truncated', limitInputPixels: most.pixels }).resize(16, 16, { fit: 'fill', kernel: 'nearest' }).raw().toBuffer(),
  );
}

/** Turns a decoder's complaint into ours. */
export async function guardDecoding<Value>(path: string, decode: () => Promise<Value>): Promise<Value> {
  try {
    return await decode();
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim();
    throw new VisualsError(refUnreadable({ path, reason }, { place: { file: path } }), { cause: error });
  }
}
