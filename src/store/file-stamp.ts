import { statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { readErrorCode } from '../model/error-code.ts';

/**
 * What the file system says of a file: size, times and inode, as one string. Two equal stamps mean that nobody wrote the file in between;
 * stamps are only ever compared for equality, so a clock that jumps can't make a stale file look fresh.
 * @returns undefined when there is no such file, and where there can be none, because the name is too long or a folder is a file
 */
export function readStamp(path: string): string | undefined {
  const stat = statIfThere(path);
  return stat === undefined ? undefined : `${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.ino}`;
}

/** Milliseconds within which the file system's clock may not tell two writes apart. */
const tick = 20;

/**
 * Whether a file was written so shortly before it was read that another write might leave the same stamp. A time in the future is no such thing: the next write
 * will have another one.
 */
export function isRacy(stamp: string, readAt: number): boolean {
  const [, modified = '0', changed = '0'] = stamp.split(':');
  return [modified, changed].some((time) => Math.abs(readAt - Number(time)) < tick);
}

function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (['ENAMETOOLONG', 'ENOTDIR', 'ELOOP'].includes(readErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}
