import type { EncodeOptions, OutputFormat } from '../model/config.ts';
import type { FocalPoint, Raster, Size } from '../model/geometry.ts';

/** What a picture's header says. */
export interface ImageHeader extends Size {
  readonly format: 'png' | 'jpeg' | 'webp' | 'avif' | 'svg';
  readonly hasAlpha: boolean;
}

/** How a picture is brought to a cell's size. */
export interface FitOptions extends Size {
  /** `cover` fills the size and crops round the focus; `contain` scales to fit inside and keeps its own ratio, so that one edge may be shorter than asked. */
  readonly fit: 'cover' | 'contain';
  readonly focus: FocalPoint;
  readonly mirror: boolean;
}

/** An edited picture, what it was made from, and where it may differ: the mask's alpha is 0 there. Original and mask are scaled to the edited picture's size. */
export interface MaskedEdit {
  readonly edited: Uint8Array;
  readonly original: Uint8Array;
  readonly mask: Uint8Array;
}

/** An edit that differs from its original inside the feathered mask alone. */
export interface RestoredEdit {
  readonly bytes: Uint8Array;
  /** Share of the pixels outside the mask that the model had visibly changed, 0–1. */
  readonly changedOutside: number;
}

/** Reads, fits and encodes pictures. The same input gives the same bytes everywhere, but for avif, which may differ by processor architecture. */
export interface ImageCodec {
  readonly name: string;
  /** Exact versions that decide bytes; part of every transform and encode key. */
  readonly version: string;
  /**
   * Checks bytes that a person or a provider handed in, before they are used.
   * @throws VisualsError `REF_UNREADABLE`, `IMAGE_TYPE_MISMATCH`, `IMAGE_TOO_LARGE`, `SVG_DTD`, `SVG_EXTERNAL_REF`, `SVG_TOO_COMPLEX`
   */
  inspect(bytes: Uint8Array, path: string): Promise<ImageHeader>;
  /** Crops, scales, mirrors; gives a PNG that decodes fast, without metadata. */
  fit(bytes: Uint8Array, options: FitOptions): Promise<Uint8Array>;
  /** Puts the original pixels back where the mask is opaque; the result is a PNG of the edited picture's size. */
  restoreOutside(pictures: MaskedEdit, feather: number): Promise<RestoredEdit>;
  /** Encodes pixels; `xmp` is a packet that is put in as it stands. There is no other metadata in the result. */
  encode(raster: Raster, format: OutputFormat, options: EncodeOptions, xmp?: string): Promise<Uint8Array>;
  /** The same pixels as a PNG for a screen: made about ten times as quickly as the one that is published, and larger. */
  snap(raster: Raster): Promise<Uint8Array>;
  /** Decodes an encoded picture to straight RGBA. */
  decode(bytes: Uint8Array): Promise<Raster>;
  /** The XMP packet of a picture; undefined when it has none. */
  readXmp(bytes: Uint8Array): Promise<string | undefined>;
}
