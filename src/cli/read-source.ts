import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Larger files are no place that a person looks at. */
const mostBytes = 4 * 1024 * 1024;

/** Reads files for code frames, each once, when it is first asked for. What can't be read has no frame: the diagnostic stands without it. */
export function createSourceReader(root: string): (file: string) => string | undefined {
  const read = new Map<string, string | undefined>();
  return (file) => {
    if (!read.has(file)) read.set(file, readSource(resolve(root, file)));
    return read.get(file);
  };
}

function readSource(path: string): string | undefined {
  try {
    const status = statSync(path);
    return status.isFile() && status.size <= mostBytes ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
