import type { OutputFormat } from './config.ts';
import type { Digest } from './digest.ts';
import type { Variant } from './matrix.ts';

/** One encoded file of a cell. */
export interface ManifestFile {
  readonly format: OutputFormat;
  /** Relative to the manifest. */
  readonly src: string;
  readonly bytes: number;
  readonly digest: Digest;
}

/** One finished picture in all its formats. */
export interface ManifestPicture {
  readonly size: string;
  readonly width: number;
  readonly height: number;
  readonly locale: string;
  readonly variant: Variant;
  readonly alt: string;
  /** Digest of the decoded pixels before encoding. */
  readonly raster: Digest;
  /** Whether a stand-in is in the picture, because its art was not bought; absent when not. */
  readonly draft?: true;
  readonly files: readonly ManifestFile[];
}

/** What a site reads. Stable order, no clock, no absolute path. */
export interface Manifest {
  readonly version: 1;
  readonly assets: { readonly [id: string]: { readonly template: string; readonly pictures: readonly ManifestPicture[] } };
}
