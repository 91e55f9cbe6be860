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
  /** @param describe is asked for the record when it is written or looked for, and again each time: thousands of records are not held */
  remember(cell: string, key: string, describe: () => KeyRecord): void;
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
    keyOf: (cell) => readKey(records.get(cell)),
    find: (cell) => readRecord(records.get(cell)),
    changeOf: (cell) => readChange(changes.get(cell)),
    remember: (cell, key, describe) => {
      records.set(cell, { key, describe });
      isChanged = true;
    },
    noteChange: (change) => {
      changes.set(change.cell, change);
      isChanged = true;
    },
    save: (cells) => {
      for (const lines of [records, changes]) for (const cell of lines.keys()) if (!cells.has(cell)) isChanged = lines.delete(cell);
      if (isChanged && !isNewer) writeFileAtomic(path, formatLines(records, changes));
    },
  };
}

/** What this process came to know of a cell. */
interface DescribedCell {
  readonly key: string;
  readonly describe: () => KeyRecord;
}

/** Texts are what the file says. */
interface MemoryLines {
  /** Cell → `<key> <record>`. */
  readonly records: Map<string, string | DescribedCell>;
  readonly changes: Map<string, string | CellChange>;
}

function readLines(path: string): MemoryLines {
  const lines: MemoryLines = { records: new Map(), changes: new Map() };
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

function* formatLines(records: MemoryLines['records'], changes: MemoryLines['changes']): Iterable<string> {
  yield `${header}\n`;
  for (const [cell, each] of records) yield `${cell} ${typeof each === 'string' ? each : `${each.key} ${JSON.stringify(each.describe())}`}\n`;
  for (const [cell, change] of changes) yield `${cell} change ${typeof change === 'string' ? change : JSON.stringify(change)}\n`;
}

function readKey(cell: string | DescribedCell | undefined): string | undefined {
  return typeof cell === 'string' ? cell.slice(0, cell.indexOf(' ')) : cell?.key;
}

function readRecord(cell: string | DescribedCell | undefined): RememberedCell | undefined {
  if (typeof cell === 'object') return { key: cell.key, record: cell.describe() };
  const record = parseJson(cell?.slice(cell.indexOf(' ') + 1)) as KeyRecord | undefined;
  return record && { key: readKey(cell)!, record };
}

function readChange(change: string | CellChange | undefined): CellChange | undefined {
  return typeof change === 'object' ? change : (parseJson(change) as CellChange | undefined);
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
