import type { Raster } from '../model/geometry.ts';
import type { Payload } from './action.ts';

/** The bytes of an input; the engine hands in what `inputs` asked for, so anything else is a bug of ours. */
export function bytesOf(payloads: ReadonlyMap<string, Payload>, id: string): Uint8Array {
  const payload = payloads.get(id);
  if (payload?.type !== 'bytes') throw new Error(`${id} was expected to give bytes`);
  return payload.bytes;
}

/** The pixels of an input. */
export function rasterOf(payloads: ReadonlyMap<string, Payload>, id: string): Raster {
  const payload = payloads.get(id);
  if (payload?.type !== 'raster') throw new Error(`${id} was expected to give pixels`);
  return payload.raster;
}
