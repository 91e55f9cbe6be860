import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Digest } from '../model/digest.ts';
import type { ActionResult } from '../model/outcome.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import { appendLines, createLineReader, scanLines } from './line-file.ts';
import { toStorageError, writeFileAtomic } from './write-file.ts';

/** An index of results in a file that only grows; a torn or damaged line is a miss, never an error. */
export interface ActionLog extends ActionIndex {
  readonly size: number;
  /** Keys of all results that are there, damaged ones among them; the log is left as it is meanwhile. */
  keys(): Iterable<Digest>;
  /** Writes out what is still in memory. */
  flush(): void;
  /** Forgets results that are not to be kept, and damaged lines, and writes the file anew. @returns how many were forgotten */
  prune(isKept: (result: ActionResult) => boolean): number;
}

/** Lines wait until so many are there, so that a large build doesn't make a system call a task. */
const batchSize = 64;

/**
 * Opens the log. A line is `<key> <crc32 of the JSON> <JSON>`; later lines win. Only where lines lie is held in memory: a build reads few of them, and a large one writes many.
 * @param path absolute; need not exist
 * @param options.readonly keeps new results in memory only
 */
export function openActionLog(path: string, options: { readonly readonly?: boolean } = {}): ActionLog {
  let places = findPlaces(path);
  let readLine = createLineReader(path);
  /** What is not in the file yet. */
  const fresh = new Map<Digest, ActionResult>();

  const flush = (): void => {
    if (fresh.size === 0 || options.readonly) return;
    const positions = append(
      path,
      [...fresh].map(([key, result]) => formatLine(key, result)),
    );
    for (const [at, key] of [...fresh.keys()].entries()) places.set(shortenKey(key), positions[at]!);
    fresh.clear();
  };
  const find = (key: Digest): ActionResult | undefined => {
    const place = places.get(shortenKey(key));
    return place === undefined ? undefined : parseLine(readLine(place), key);
  };

  return {
    get size() {
      return places.size + [...fresh.keys()].filter((key) => !places.has(shortenKey(key))).length;
    },
    *keys() {
      for (const place of places.values()) {
        const line = readLine(place);
        if (line !== undefined) yield line.slice(0, keyLength) as Digest;
      }
      for (const key of fresh.keys()) if (!places.has(shortenKey(key))) yield key;
    },
    get: (key) => fresh.get(key) ?? find(key),
    set: (key, result) => {
      fresh.set(key, result);
      if (fresh.size >= batchSize) flush();
    },
    flush,
    prune: (isKept) => {
      if (options.readonly) return 0;
      flush();
      const kept = [...places.values()].filter((place) => {
        const result = parseLine(readLine(place));
        return result !== undefined && isKept(result);
      });
      const forgotten = places.size - kept.length;
      if (forgotten === 0) return 0;
      writeFileAtomic(path, copyLines(kept, readLine));
      places = findPlaces(path);
      readLine = createLineReader(path);
      return forgotten;
    },
  };
}

const keyLength = 64;

const shortLength = 13;

/** As many digits of a key as fit into a number: two results in a million million share them, and then the later one is found and the other made again. */
export function shortenKey(key: string): number {
  return Number.parseInt(key.slice(0, shortLength), 16);
}

function findPlaces(path: string): Map<number, number> {
  const places = new Map<number, number>();
  scanLines(path, (line, position) => {
    if (line.length > keyLength) places.set(shortenKey(line.toString('latin1', 0, shortLength)), position);
  });
  return places;
}

function* copyLines(places: readonly number[], readLine: (place: number) => string | undefined): Iterable<string> {
  for (const place of places) yield `${readLine(place) ?? ''}\n`;
}

function formatLine(key: Digest, result: ActionResult): string {
  const json = JSON.stringify(result);
  return `${key} ${crc32(json).toString(16).padStart(8, '0')} ${json}`;
}

/** @param key what the line is asked for; absent for whatever it holds */
function parseLine(line: string | undefined, key = line?.slice(0, keyLength)): ActionResult | undefined {
  if (line === undefined || key === undefined || !line.startsWith(key)) return undefined;
  const json = line.slice(keyLength + 10);
  if (crc32(json).toString(16).padStart(8, '0') !== line.slice(keyLength + 1, keyLength + 9)) return undefined;
  return JSON.parse(json) as ActionResult;
}

function append(path: string, lines: readonly string[]): readonly number[] {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return appendLines(path, lines);
  } catch (error) {
    throw toStorageError(error, path);
  }
}
