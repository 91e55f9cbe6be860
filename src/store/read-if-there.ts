import { readFileSync } from 'node:fs';
import { storageIo } from '../diagnostics/storage.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { readErrorCode } from '../model/error-code.ts';

/**
 * The bytes of a file; undefined when it is not there.
 * @throws VisualsError `STORAGE_IO` when it is there and can't be read: what it says is then unknown, not nothing
 */
export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const cause = readErrorCode(error) ?? String(error);
    if (cause === 'ENOENT' || cause === 'ENOTDIR') return undefined;
    throw new VisualsError(storageIo({ path, cause, step: 'reading' }), { cause: error });
  }
}
