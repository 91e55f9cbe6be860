/** Width and height in pixels. */
export interface Size {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
}

/** A rectangle in pixels, from the top left corner of the picture. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** A point as shares of width and height: `{ x: 0.5, y: 0.5 }` is the centre. */
export interface FocalPoint {
  readonly x: number;
  readonly y: number;
}

/** Distances from the edges in pixels. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** The four families of shapes that a template designs for; the bounds are width ÷ height. */
export type Aspect = 'tall' | 'square' | 'wide' | 'banner';

/** Tall below 0.7, square up to 1.5, wide up to 2.4, banner beyond. */
export function aspectOf(size: Size): Aspect {
  const ratio = size.width / size.height;
  if (ratio < 0.7) return 'tall';
  if (ratio <= 1.5) return 'square';
  return ratio <= 2.4 ? 'wide' : 'banner';
}

/** A shape that a template may design apart: a strip is a banner so flat that its words stand in one row. */
export type Shape = Aspect | 'strip';

/** A banner beyond 5:1 is a strip, such as 728 × 90 and 320 × 50. */
export function shapeOf(size: Size): Shape {
  return size.width > 5 * size.height ? 'strip' : aspectOf(size);
}

/** Decoded pixels: row-major RGBA, 8 bits a channel, straight alpha, `width * height * 4` bytes. */
export interface Raster extends Size {
  readonly data: Uint8Array;
}
