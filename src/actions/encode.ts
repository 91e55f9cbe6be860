import type { Raster } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { EncodeTask } from '../model/plan.ts';
import type { ImageCodec } from '../spec/image-codec.ts';
import type { Action } from './action.ts';
import { formatXmp } from './format-xmp.ts';
import { rasterOf } from './payloads.ts';
import { previewRaster } from './preview-raster.ts';

/** Writes pixels in a format, with what is to be said of them. Options that a format ignores are not in its key. */
export const encode: Action<EncodeTask> = {
  inputs: (task) => [task.input],
  record: ({ input, format, options, metadata, preview }, digests, { codec }) => ({
    revision: '2',
    codec: codec.version,
    raster: digests.get(input) ?? '',
    format,
    ...(format === 'png' ? {} : { quality: String(options.quality) }),
    ...(format === 'avif' || format === 'webp' ? { effort: String(options.effort) } : {}),
    ...(metadata && { 'metadata.source': metadata.source, 'metadata.alt': metadata.alt, 'metadata.locale': metadata.locale }),
    ...(metadata && metadata.systems.length > 0 && { 'metadata.systems': metadata.systems.join('; ') }),
    ...(preview && { preview: '1' }),
  }),
  run: async ({ input, format, options, metadata, preview }, payloads, { codec }) => {
    const raster = rasterOf(payloads, input);
    const bytes = await codec.encode(raster, format, options, metadata && formatXmp(metadata));
    return { payload: { type: 'bytes', bytes }, facts: preview ? await describePreview(raster, codec) : {} };
  },
};

/** What a site shows before the picture has loaded: its colour, and itself as a WebP of 20 pixels in a data URI, empty where it has transparency. */
async function describePreview(raster: Raster, codec: ImageCodec): Promise<JsonObject> {
  const { color, small } = previewRaster(raster);
  const bytes = small && (await codec.encode(small, 'webp', { quality: 50, effort: 4 }));
  return { color, placeholder: bytes === undefined ? '' : `data:image/webp;base64,${Buffer.from(bytes).toString('base64')}` };
}
