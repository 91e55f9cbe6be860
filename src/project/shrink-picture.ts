import type { Size } from '../model/geometry.ts';
import type { ImageCodec } from '../spec/image-codec.ts';

/** How small a picture is to be, and how it is encoded. */
export interface ShrinkOptions extends Size {
  /** 1–100. */
  readonly quality: number;
  /** 0–6. */
  readonly effort: number;
}

/** A picture as WebP, scaled to stand within a box as a whole. */
export async function shrinkPicture(bytes: Uint8Array, codec: ImageCodec, { width, height, quality, effort }: ShrinkOptions): Promise<Uint8Array> {
  const small = await codec.fit(bytes, { width, height, fit: 'contain', focus: { x: 0.5, y: 0.5 }, mirror: false });
  return codec.encode(await codec.decode(small), 'webp', { quality, effort });
}

/** A WebP as an address that a page of a single file may show. */
export function formatDataUri(webp: Uint8Array): string {
  return `data:image/webp;base64,${Buffer.from(webp).toString('base64')}`;
}
