import { writeSync } from 'node:fs';

/** Writes all bytes to an open file. A disk that is nearly full takes a part of them without a word; only the next call says that it is full. */
export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length;) offset += writeSync(file, bytes, offset);
}
