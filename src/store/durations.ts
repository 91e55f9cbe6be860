import { createLineReader, scanLines } from './line-file.ts';
import { writeFileAtomic } from './write-file.ts';

/** Cell → milliseconds that making it took the last time. */
export type Durations = ReadonlyMap<string, number>;

const header = 'visuals durations 1';

/** Reads how long cells took; nothing when nobody noted it. It balances shards, and is in no key: losing it loses nothing. */
export function readDurations(path: string): Durations {
  const durations = new Map<string, number>();
  if (createLineReader(path)(0) !== header) return durations;
  scanLines(path, (line) => {
    const [, cell, milliseconds] = /^(\S+) (\d{1,9})$/.exec(line.toString()) ?? [];
    if (cell !== undefined) durations.set(cell, Number(milliseconds));
  });
  return durations;
}

/** Writes how long cells took. */
export function writeDurations(path: string, durations: Durations): void {
  writeFileAtomic(path, formatDurations(durations));
}

/** Durations as text, sorted by cell, so that equal knowledge is equal bytes; in whole milliseconds, at least one. */
export function formatDurations(durations: Durations): string {
  const lines = [...durations].map(([cell, milliseconds]) => `${cell} ${Math.max(1, Math.round(milliseconds))}`).toSorted();
  return `${[header, ...lines].join('\n')}\n`;
}
