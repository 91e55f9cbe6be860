import { readFileSync } from 'node:fs';
import type { Digest } from '../model/digest.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { CellChange } from '../model/report.ts';
import { writeFileAtomic } from './write-file.ts';

/** What a cell's pictures were made from the last time they were right: a digest of it all, and its parts by name. */
export interface RememberedCell {
  readonly key: Digest;
  readonly record: KeyRecord;
}

/** What `visuals why` and `visuals plan` tell from. It informs people and decides nothing. */
export interface KeyMemory {
  readonly cells: ReadonlyMap<string, RememberedCell>;
  /** Cell → why it was made the last time it was made. */
  readonly changes: ReadonlyMap<string, CellChange>;
}

const schema = 1;

/** Reads the memory; empty when there is none or it is damaged. */
export function readKeyMemory(path: string): KeyMemory {
  try {
    const stored = JSON.parse(readFileSync(path, 'utf8')) as { schema: number; cells: [string, RememberedCell][]; changes: [string, CellChange][] };
    if (stored.schema === schema) return { cells: new Map(stored.cells), changes: new Map(stored.changes) };
  } catch {
    // No memory yet, or a damaged one.
  }
  return { cells: new Map(), changes: new Map() };
}

/** Writes the memory. */
export function writeKeyMemory(path: string, memory: KeyMemory): void {
  writeFileAtomic(path, JSON.stringify({ schema, cells: [...memory.cells], changes: [...memory.changes] }));
}
