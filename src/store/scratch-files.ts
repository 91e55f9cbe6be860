import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { appendLines, createLineReader } from './line-file.ts';
import { createTemporaryName } from './temporary-name.ts';
import { toStorageError } from './write-file.ts';
import { addTo } from '../model/group-by.ts';

/** Values by name that wait in a file for whoever needs them later in this process: of each, memory holds no more than where it lies. */
export interface ScratchFile<Value> {
  /** Adds a value to those of a name. */
  add(name: string, value: Value): void;
  /** All values of a name, in the order in which they were added. */
  read(name: string): readonly Value[];
}

/** Scratch files that end together. */
export interface ScratchFiles {
  /** @typeParam Value what JSON can say */
  open<Value>(): ScratchFile<Value>;
  /** Removes them; those of a process that was killed are swept as its other temporary files are. */
  close(): void;
}

/** @param folder absolute, one whose temporary files are swept; undefined where nothing can be written: then the text of the values is in memory */
export function openScratchFiles(folder: string | undefined): ScratchFiles {
  const paths: string[] = [];
  return {
    open: () => {
      if (folder === undefined) return openScratch(holdLines());
      const path = join(folder, createTemporaryName());
      paths.push(path);
      return openScratch(storeLines(path));
    },
    close: () => {
      for (const path of paths.splice(0)) rmSync(path, { force: true });
    },
  };
}

/** Where lines are put, and found again by a number. */
interface LineHolder {
  put(line: string): number;
  find(place: number): string | undefined;
}

function holdLines(): LineHolder {
  const lines: string[] = [];
  return { put: (line) => lines.push(line) - 1, find: (place) => lines[place] };
}

function storeLines(path: string): LineHolder {
  return { put: (line) => append(path, line), find: createLineReader(path) };
}

/** @throws VisualsError `DISK_FULL`, `STORAGE_IO` */
function append(path: string, line: string): number {
  try {
    return appendLines(path, [line])[0]!;
  } catch (error) {
    throw toStorageError(error, path);
  }
}

function openScratch<Value>(lines: LineHolder): ScratchFile<Value> {
  const places = new Map<string, number[]>();
  return {
    add: (name, value) => addTo(places, name, lines.put(JSON.stringify(value))),
    read: (name) => (places.get(name) ?? []).map((place) => JSON.parse(lines.find(place)!) as Value),
  };
}
