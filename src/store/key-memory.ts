import type { KeyRecord } from '../model/outcome.ts';
import type { CellChange } from '../model/report.ts';
import { appendLines, createLineReader, scanLines } from './line-file.ts';
import { toStorageError, writeFileAtomic } from './write-file.ts';

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
  /** Writes what is not in the file yet, and lets go of it. */
  flush(): void;
  /** Forgets cells that are no longer there, and writes what differs from the file. */
  save(cells: ReadonlySet<string>): void;
}

const title = 'visuals keys ';
const version = 1;
const header = `${title}${version}`;

/** The version of a memory that a newer tool wrote; undefined when this one understands it, or there is none. */
export function findNewerSchema(path: string): string | undefined {
  const first = createLineReader(path)(0) ?? '';
  const found = first.startsWith(title) ? Number(first.slice(title.length)) : 0;
  return found > version ? String(found) : undefined;
}

/**
 * Opens the memory; empty when there is none or it is damaged. A cell is a line `<id> <key> <record>`, its last change a line `<id> change <change>`; later lines win. Only where
 * lines lie is held in memory: a build of thousands of cells looks at a few.
 */
export function openKeyMemory(path: string): KeyMemory {
  const { records, changes, ...found } = findPlaces(path);
  let { lines } = found;
  const read = createLineReader(path);
  const isNewer = findNewerSchema(path) !== undefined;
  const lookUp = (place: Place | undefined): string | undefined => (typeof place === 'number' ? withoutCell(read(place)) : place?.format());
  /** Cells of which something is not in the file yet. */
  const fresh = new Set<string>();
  const flush = (): void => {
    if (isNewer || fresh.size === 0) return;
    if (lines === 0) writeFileAtomic(path, `${header}\n`);
    for (const places of [records, changes]) {
      const added = [...fresh].flatMap((cell) => (typeof places.get(cell) === 'object' ? [[cell, places.get(cell)!] as const] : []));
      const positions = append(path, formatLines(added, lookUp));
      for (const [line, [cell]] of added.entries()) places.set(cell, positions[line]!);
      lines += added.length;
    }
    fresh.clear();
  };
  return {
    cells: () => [...records.keys()],
    keyOf: (cell) => {
      const place = records.get(cell);
      return typeof place === 'object' ? place.key : lookUp(place)?.split(' ', 1)[0];
    },
    find: (cell) => readRecord(lookUp(records.get(cell))),
    changeOf: (cell) => parseJson(lookUp(changes.get(cell))?.slice(changeWord.length)) as CellChange | undefined,
    remember: (cell, key, describe) => {
      fresh.add(cell);
      records.set(cell, { key, format: () => `${key} ${JSON.stringify(describe())}` });
    },
    noteChange: (change) => {
      fresh.add(change.cell);
      changes.set(change.cell, { key: '', format: () => `${changeWord}${JSON.stringify(change)}` });
    },
    flush,
    save: (cells) => {
      let gone = 0;
      for (const places of [records, changes]) for (const cell of places.keys()) if (!cells.has(cell) && places.delete(cell)) gone += 1;
      flush();
      // Lines that later ones have taken the place of may fill half of the file, so that most builds only add to it.
      const isWorn = lines > 2 * (records.size + changes.size);
      if (!isNewer && lines > 0 && (gone > 0 || isWorn)) writeFileAtomic(path, formatFile([records, changes], lookUp));
    },
  };
}

const changeWord = 'change ';

/** Where a line lies in the file, or what this process came to know of a cell. */
type Place = number | { readonly key: string; readonly format: () => string };

interface Places {
  /** Cell → `<key> <record>`. */
  readonly records: Map<string, Place>;
  /** Cell → `change <change>`. */
  readonly changes: Map<string, Place>;
  /** How many lines the file has, its head not among them. */
  readonly lines: number;
}

/** A memory that begins otherwise is none. */
function findPlaces(path: string): Places {
  const [records, changes] = [new Map<string, Place>(), new Map<string, Place>()];
  let lines = 0;
  if (createLineReader(path)(0) !== header) return { records, changes, lines };
  scanLines(path, (line, position) => {
    const space = line.indexOf(' ');
    if (position === 0 || space < 0) return;
    lines += 1;
    const isChange = line.toString('latin1', space + 1, space + 1 + changeWord.length) === changeWord;
    (isChange ? changes : records).set(line.toString('utf8', 0, space), position);
  });
  return { records, changes, lines };
}

function* formatFile(all: readonly ReadonlyMap<string, Place>[], lookUp: (place: Place) => string | undefined): Iterable<string> {
  yield `${header}\n`;
  for (const places of all) for (const line of formatLines(places, lookUp)) yield `${line}\n`;
}

function* formatLines(cells: Iterable<readonly [string, Place]>, lookUp: (place: Place) => string | undefined): Iterable<string> {
  for (const [cell, place] of cells) yield `${cell} ${lookUp(place) ?? ''}`;
}

function append(path: string, lines: Iterable<string>): readonly number[] {
  try {
    return appendLines(path, [...lines]);
  } catch (error) {
    throw toStorageError(error, path);
  }
}

function withoutCell(line: string | undefined): string | undefined {
  return line?.slice(line.indexOf(' ') + 1);
}

function readRecord(text: string | undefined): RememberedCell | undefined {
  const space = text?.indexOf(' ') ?? -1;
  const record = parseJson(text?.slice(space + 1)) as KeyRecord | undefined;
  return record && { key: text!.slice(0, space), record };
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
