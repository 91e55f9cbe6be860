import { arch, platform } from 'node:os';
import type createSharp from 'sharp';
import type { Sharp, SharpInput, SharpOptions } from 'sharp';
import { imageCodecMismatch, imageCodecUnavailable } from '../../../diagnostics/image.ts';
import { VisualsError } from '../../../model/diagnostic.ts';

/** Starts a pipeline. */
export type OpenImage = (input: SharpInput, options?: SharpOptions) => Sharp;

/** The libraries whose versions decide bytes, as in the prebuilt packages of the pinned sharp. Stated here so that a key can be made without loading it. */
const expected: { readonly [library: string]: string } = {
  sharp: '0.35.5',
  vips: '8.18.7',
  png: '1.6.58',
  'zlib-ng': '2.3.3',
  mozjpeg: '0826579',
  webp: '1.6.0',
  heif: '1.23.5',
  aom: '3.15.1',
  rsvg: '2.63.2',
  lcms: '2.19.1',
};

/** The versions in one line. AVIF bytes also depend on the processor's architecture. */
export const libraryVersions = `${Object.entries(expected)
  .map(([library, version]) => `${library} ${version}`)
  .join(', ')}, ${arch()}`;

/**
 * Loads sharp and makes it deterministic: one thread a picture, since AVIF bytes depend on their number, and no cache, which would serve stale pictures.
 * @throws VisualsError `IMAGE_CODEC_UNAVAILABLE`, `IMAGE_CODEC_MISMATCH`
 */
export async function loadSharp(): Promise<OpenImage> {
  const sharp = await importSharp();
  const versions: { readonly [library: string]: string | undefined } = { ...sharp.versions };
  const different = Object.keys(expected).filter((library) => versions[library] !== expected[library]);
  const list = (from: { readonly [library: string]: string | undefined }): string =>
    different.map((library) => `${library} ${from[library] ?? 'unknown'}`).join(', ');
  if (different.length > 0) throw new VisualsError(imageCodecMismatch({ found: list(versions), expected: list(expected) }));
  sharp.concurrency(1);
  sharp.cache(false);
  return (input, options) => sharp(input, options);
}

async function importSharp(): Promise<typeof createSharp> {
  try {
    return (await import('sharp')).default;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    throw new VisualsError(imageCodecUnavailable({ platform: `${platform()}-${arch()}`, reason }), { cause: error });
  }
}
