import type { Size } from '../../../model/geometry.ts';
import { readPngSize } from '../../../model/png-size.ts';

/**
 * The same pictures without their pixels, for a layout: what a picture takes of the room depends on its size alone, and the engine hashes megabytes of pixels at every
 * measurement. A PNG becomes an empty drawing of its size; other formats stay as they are.
 */
export function replaceByOutlines(images: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  return new Map([...images].map(([source, bytes]) => [source, createOutline(bytes)]));
}

function createOutline(bytes: Uint8Array): Uint8Array {
  const size = readPngSize(bytes);
  return size === undefined ? bytes : Buffer.from(formatOutline(size));
}

function formatOutline({ width, height }: Size): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"/>`;
}
