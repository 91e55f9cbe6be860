import type { Size } from '../../../model/geometry.ts';
import type { MaskedEdit, RestoredEdit } from '../../../spec/image-codec.ts';
import type { OpenImage } from './load-sharp.ts';

/** A difference of a channel that people begin to see, of 255. */
const visible = 12;

/**
 * Lays the original over an edit, through the mask's alpha with its edge blurred: opaque keeps the original, transparent takes the edit. Both pictures are scaled to the
 * edit's size, for a model answers in a size of its own.
 */
export async function restoreOutside(open: OpenImage, { edited, original, mask }: MaskedEdit, feather: number): Promise<RestoredEdit> {
  const { data: result, info } = await open(edited).toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const size = { width: info.width, height: info.height };
  const kept = await open(original).resize(size.width, size.height, { fit: 'cover' }).toColourspace('srgb').ensureAlpha().raw().toBuffer();
  const [hard, soft] = await Promise.all([readAlpha(open, mask, size, 0), readAlpha(open, mask, size, feather)]);
  const changedOutside = measureChange(result, kept, hard);
  mix(result, kept, soft);
  const bytes = await open(result, { raw: { ...size, channels: 4 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  return { bytes, changedOutside };
}

/** The mask's alpha, a byte a pixel. The blur's deviation is half the feather, so that the edge fades over about that many pixels on each side. */
async function readAlpha(open: OpenImage, mask: Uint8Array, { width, height }: Size, feather: number): Promise<Uint8Array> {
  const alpha = open(mask).ensureAlpha().extractChannel('alpha').resize(width, height, { fit: 'cover' });
  return (feather >= 1 ? alpha.blur(feather / 2) : alpha).toColourspace('b-w').raw().toBuffer();
}

function measureChange(edited: Uint8Array, original: Uint8Array, alpha: Uint8Array): number {
  let outside = 0;
  let changed = 0;
  for (let pixel = 0; pixel < alpha.length; pixel += 1) {
    if (alpha[pixel]! < 255) continue;
    outside += 1;
    if (differsAt(edited, original, pixel * 4)) changed += 1;
  }
  return outside === 0 ? 0 : changed / outside;
}

function differsAt(a: Uint8Array, b: Uint8Array, at: number): boolean {
  return Math.abs(a[at]! - b[at]!) > visible || Math.abs(a[at + 1]! - b[at + 1]!) > visible || Math.abs(a[at + 2]! - b[at + 2]!) > visible;
}

/** Where the mask is wholly opaque, the original's bytes are taken as they are. */
function mix(edited: Uint8Array, original: Uint8Array, alpha: Uint8Array): void {
  for (let pixel = 0; pixel < alpha.length; pixel += 1) {
    const weight = alpha[pixel]!;
    for (let at = pixel * 4; at < pixel * 4 + 4; at += 1) edited[at] = Math.round((original[at]! * weight + edited[at]! * (255 - weight)) / 255);
  }
}
