import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sweepTemporaryFiles } from '../store/write-file.ts';

/**
 * Removes what dead processes left half-written in a vault and beside it, where the lock is; never a file of a living process, and never a picture.
 * @param folder absolute folder of the vault
 */
export function sweepVault(folder: string): void {
  const shelves = listNames(folder).filter((name) => /^[0-9a-f]{2}$/.test(name));
  for (const each of [dirname(folder), ...shelves.map((name) => join(folder, name))]) sweepTemporaryFiles(each);
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
