import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { diskFull } from '../diagnostics/storage.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Intent } from './attempt.ts';

/** The least that an expected picture is counted with, in bytes: as much as a usual one weighs, four times over. */
const leastBytes = 8 * 1024 * 1024;

/** Files that a purchase makes, with some to spare. */
const leastFiles = 32;

/**
 * Bytes that the answer to a request may take on the disk, at worst. Encoded pictures are at most as large as their pixels of 4 bytes; the raw reply holds them as
 * base64, 4 letters for 3 bytes, and the vault once more.
 */
export function computeNeed({ request, count }: Pick<Intent, 'request' | 'count'>): number {
  return count * Math.max(leastBytes, Math.ceil(request.width * request.height * 4 * (4 / 3 + 1)));
}

/**
 * Refuses to buy where the answer may not fit.
 * @param needed bytes, also for what is under way at the same time
 * @throws VisualsError `DISK_FULL`
 */
export function checkSpace(folder: string, needed: number): void {
  const free = measureSpace(folder);
  if (free !== undefined && (free.bytes < needed || free.files < leastFiles)) throw new VisualsError(diskFull({ path: folder, needed, free: free.bytes }));
}

/** What is free where a folder is or will be; undefined where the file system does not say. */
function measureSpace(folder: string): { readonly bytes: number; readonly files: number } | undefined {
  try {
    const { bavail, bsize, blocks, files, ffree } = statfsSync(folder);
    return blocks === 0 ? undefined : { bytes: bavail * bsize, files: files === 0 ? Infinity : ffree };
  } catch {
    return dirname(folder) === folder ? undefined : measureSpace(dirname(folder));
  }
}
