import type { OutputFormat } from './config.ts';
import type { Digest } from './digest.ts';
import type { Variant } from './matrix.ts';
import type { PictureProvenance } from './provenance.ts';

/** One encoded file of a cell. */
export interface ManifestFile {
  readonly format: OutputFormat;
  /** Relative to the manifest. */
  readonly src: string;
  readonly bytes: number;
  readonly digest: Digest;
  /** Of a signed file: the digest of the bytes that were signed, which repeat, and what decided the signature but for chance. */
  readonly signed?: { readonly unsigned: Digest; readonly key: Digest };
}

/** One finished picture in all its formats. */
export interface ManifestPicture {
  readonly size: string;
  readonly width: number;
  readonly height: number;
  readonly locale: string;
  readonly variant: Variant;
  readonly alt: string;
  /** Of the locale; this and the next two are absent in manifests of older versions. */
  readonly direction?: 'ltr' | 'rtl';
  /** The colour that most of the picture has, `#rrggbb`; `transparent` when nothing of it is opaque. */
  readonly color?: string;
  /** A WebP of 20 pixels as a data URI; empty where the picture has transparency. */
  readonly placeholder?: string;
  /** Digest of the decoded pixels before encoding. */
  readonly raster: Digest;
  /** Whether a stand-in is in the picture, because its art was not bought; absent when not. */
  readonly draft?: true;
  /** Where it came from. */
  readonly provenance?: PictureProvenance;
  readonly files: readonly ManifestFile[];
}

/** All pictures of an asset. */
export interface ManifestAsset {
  readonly template: string;
  readonly pictures: readonly ManifestPicture[];
}

/** What a site reads. Stable order, no clock, no absolute path. */
export interface Manifest {
  readonly version: 1;
  readonly assets: { readonly [id: string]: ManifestAsset };
}
