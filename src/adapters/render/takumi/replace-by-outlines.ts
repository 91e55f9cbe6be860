import type { Size } from '../../../model/geometry.ts';

/**
 * The same pictures without their pixels, for a layout: what a picture takes of the room depends on its size alone, and the engine hashes megabytes of pixels at every
 * measurement. A PNG becomes an empty drawing of its size; other formats stay as they are.
 */
export function replaceByOutlines(images: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  return new Map([...images].map(([source, bytes]) => [source, createOutline(bytes)]));
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function createOutline(bytes: Uint8Array): Uint8Array {
  const isPng = pngSignature.every((byte, at) => bytes[at] === byte);
  return isPng ? Buffer.from(formatOutline(readPngSize(bytes))) : bytes;
}

/** Width and height stand in the first chunk (PNG specification, 11.2.2). */
function readPngSize(bytes: Uint8Array): Size {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function formatOutline({ width, height }: Size): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"/>`;
}
