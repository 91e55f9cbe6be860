import type { Size } from './geometry.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Width and height of a PNG, which stand in its first chunk (PNG specification, 11.2.2); undefined for anything else. */
export function readPngSize(bytes: Uint8Array): Size | undefined {
  if (bytes.byteLength < 24 || !signature.every((byte, at) => bytes[at] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
