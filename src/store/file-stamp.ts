import { statSync } from 'node:fs';

/**
 * What the file system says of a file: size, times and inode, as one string. Two equal stamps mean that nobody wrote the file in between;
 * stamps are only ever compared for equality, so a clock that jumps can't make a stale file look fresh.
 * @returns undefined when there is no such file
 */
export function readStamp(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.ino}`;
}

/** Milliseconds within which the file system's clock may not tell two writes apart. */
const tick = 20;

/** Whether a file was written so shortly before it was read that another write might leave the same stamp. */
export function isRacy(stamp: string, readAt: number): boolean {
  const [, modified = '0', changed = '0'] = stamp.split(':');
  return Math.max(Number(modified), Number(changed)) > readAt - tick;
}
