import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Digest } from '../model/digest.ts';
import type { ActionResult } from '../model/outcome.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import { toStorageError, writeFileAtomic } from './write-file.ts';

/** An index of results in a file that only grows; a torn or damaged line is a miss, never an error. */
export interface ActionLog extends ActionIndex {
  readonly size: number;
  /** Keys of all results that are there, damaged ones among them. */
  keys(): Iterable<Digest>;
  /** Writes out what is still in memory. */
  flush(): void;
  /** Forgets results that are not to be kept, and damaged lines, and writes the file anew. @returns how many were forgotten */
  prune(isKept: (result: ActionResult) => boolean): number;
}

/** Lines wait until so many are there, so that a large build doesn't make a system call a task. */
const batchSize = 64;

/**
 * Opens the log. A line is `<key> <crc32 of the JSON> <JSON>`; later lines win. Lines are parsed when they are asked for, since a build reads few of them.
 * @param path absolute; need not exist
 * @param options.readonly keeps new results in memory only
 */
export function openActionLog(path: string, options: { readonly readonly?: boolean } = {}): ActionLog {
  let lines = readLines(path);
  const fresh = new Map<Digest, ActionResult>();
  let pending: string[] = [];

  const flush = (): void => {
    if (pending.length === 0 || options.readonly) return;
    append(path, pending.join(''));
    pending = [];
  };

  return {
    get size() {
      return lines.size + fresh.size;
    },
    keys: () => [...lines.keys(), ...fresh.keys()],
    get: (key) => fresh.get(key) ?? parseLine(lines.get(key)),
    set: (key, result) => {
      fresh.set(key, result);
      // A build holds a result anyway: its line on top would double what it takes.
      lines.delete(key);
      pending.push(`${formatLine(key, result)}\n`);
      if (pending.length >= batchSize) flush();
    },
    flush,
    prune: (isKept) => {
      if (options.readonly) return 0;
      for (const [key, result] of fresh) lines.set(key, formatLine(key, result));
      const kept = [...lines].filter(([, line]) => {
        const result = parseLine(line);
        return result !== undefined && isKept(result);
      });
      const forgotten = lines.size - kept.length;
      if (forgotten === 0) return 0;
      pending = [];
      fresh.clear();
      lines = new Map(kept);
      writeFileAtomic(path, kept.map(([, line]) => `${line}\n`).join(''));
      return forgotten;
    },
  };
}

const keyLength = 64;

function readLines(path: string): Map<Digest, string> {
  const lines = new Map<Digest, string>();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return lines;
  }
  for (const line of text.split('\n')) if (line.length > keyLength) lines.set(line.slice(0, keyLength) as Digest, line);
  return lines;
}

function formatLine(key: Digest, result: ActionResult): string {
  const json = JSON.stringify(result);
  return `${key} ${crc32(json).toString(16).padStart(8, '0')} ${json}`;
}

function parseLine(line: string | undefined): ActionResult | undefined {
  if (line === undefined) return undefined;
  const json = line.slice(keyLength + 10);
  if (crc32(json).toString(16).padStart(8, '0') !== line.slice(keyLength + 1, keyLength + 9)) return undefined;
  return JSON.parse(json) as ActionResult;
}

function append(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, text);
  } catch (error) {
    throw toStorageError(error, path);
  }
}
