import type { ImageCodec } from '../../../spec/image-codec.ts';
import { encodeRaster, snapRaster } from './encode-raster.ts';
import { fitImage } from './fit-image.ts';
import { guardDecoding, inspectImage } from './inspect-image.ts';
import { restoreOutside } from './restore-outside.ts';
import { libraryVersions, loadSharp, type OpenImage } from './load-sharp.ts';

/** Raised when this adapter hands sharp something else for the same request. */
const adapterRevision = 1;

/** A codec over sharp, which is loaded at first use. */
export function createSharpCodec(): ImageCodec {
  let loading: Promise<OpenImage> | undefined;
  const load = (): Promise<OpenImage> => (loading ??= loadSharp());

  return {
    name: 'sharp',
    version: `${libraryVersions}, adapter ${adapterRevision}`,
    inspect: async (bytes, path) => inspectImage(await load(), bytes, path),
    fit: async (bytes, options) => fitImage(await load(), bytes, options),
    restoreOutside: async (pictures, feather) => {
      const open = await load();
      return guardDecoding('picture', () => restoreOutside(open, pictures, feather));
    },
    encode: async (raster, format, options, xmp) => encodeRaster(await load(), raster, { format, ...options, ...(xmp !== undefined && { xmp }) }),
    snap: async (raster) => snapRaster(await load(), raster),
    decode: async (bytes) => {
      const open = await load();
      const { data, info } = await guardDecoding('picture', () => open(bytes).toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true }));
      return { width: info.width, height: info.height, data };
    },
    readXmp: async (bytes) => {
      const open = await load();
      const { xmp } = await guardDecoding('picture', () => open(bytes).metadata());
      return xmp?.toString('utf8');
    },
  };
}
