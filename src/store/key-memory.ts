import { readFileSync } from 'node:fs';
import type { KeyRecord } from '../model/outcome.ts';
import type { CellChange } from '../model/report.ts';
import { writeFileAtomic } from './write-file.ts';

/** What a cell's pictures were made from the last time they were right: a digest of all keys, and their parts by name. */
export interface RememberedCell {
  readonly key: string;
  readonly record: KeyRecord;
}

/** What `visuals why` and `visuals plan` tell from. It informs people and decides nothing. */
export interface KeyMemory {
  cells(): readonly string[];
  /** The key alone, without reading the record. */
  keyOf(cell: string): string | undefined;
  find(cell: string): RememberedCell | undefined;
  /** Why a cell was made the last time it was made. */
  changeOf(cell: string): CellChange | undefined;
  remember(cell: string, remembered: RememberedCell): void;
  noteChange(change: CellChange): void;
  /** Forgets cells that are no longer there, and writes what differs from the file. */
  save(cells: ReadonlySet<string>): void;
}

const title = 'visuals keys ';
const version = 1;
const header = `${title}${version}`;

/** The version of a memory that a newer tool wrote; undefined when this one understands it, or there is none. */
export function findNewerSchema(path: string): string | undefined {
  const [first = ''] = readAll(path).split('\n', 1);
  const found = first.startsWith(title) ? Number(first.slice(title.length)) : 0;
  return found > version ? String(found) : undefined;
}

/**
 * Opens the memory; empty when there is none or it is damaged. A cell is a line `<id> <key> <record>`, its last change a line `<id> change <change>`: lines are parsed when they
 * are asked for, because a build of thousands of cells looks at a few.
 */
export function openKeyMemory(path: string): KeyMemory {
  const { records, changes } = readLines(path);
  const isNewer = findNewerSchema(path) !== undefined;
  let isChanged = false;
  return {
    cells: () => [...records.keys()],
    keyOf: (cell) => records.get(cell)?.slice(0, records.get(cell)!.indexOf(' ')),
    find: (cell) => parseRecord(records.get(cell)),
    changeOf: (cell) => parseJson(changes.get(cell)) as CellChange | undefined,
    remember: (cell, { key, record }) => {
      records.set(cell, `${key} ${JSON.stringify(record)}`);
      isChanged = true;
    },
    noteChange: (change) => {
      changes.set(change.cell, JSON.stringify(change));
      isChanged = true;
    },
    save: (cells) => {
      for (const lines of [records, changes]) for (const cell of lines.keys()) if (!cells.has(cell)) isChanged = lines.delete(cell);
      if (isChanged && !isNewer) writeFileAtomic(path, formatLines(records, changes));
    },
  };
}

interface MemoryLines {
  /** Cell → `<key> <record>`. */
  readonly records: Map<string, string>;
  readonly changes: Map<string, string>;
}

function readLines(path: string): MemoryLines {
  const lines = { records: new Map<string, string>(), changes: new Map<string, string>() };
  for (const line of readText(path).split('\n').slice(1)) {
    const space = line.indexOf(' ');
    if (space < 0) continue;
    const [cell, rest] = [line.slice(0, space), line.slice(space + 1)];
    if (rest.startsWith('change ')) lines.changes.set(cell, rest.slice('change '.length));
    else lines.records.set(cell, rest);
  }
  return lines;
}

function readText(path: string): string {
  const text = readAll(path);
  return text.startsWith(`${header}\n`) ? text : '';
}

function readAll(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function formatLines(records: ReadonlyMap<string, string>, changes: ReadonlyMap<string, string>): string {
  const lines = [...[...records].map(([cell, rest]) => `${cell} ${rest}`), ...[...changes].map(([cell, change]) => `${cell} change ${change}`)];
  return `${[header, ...lines].join('\n')}\n`;
}

function parseRecord(rest: string | undefined): RememberedCell | undefined {
  if (rest === undefined) return undefined;
  const space = rest.indexOf(' ');
  const record = parseJson(rest.slice(space + 1)) as KeyRecord | undefined;
  return record && { key: rest.slice(0, space), record };
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
