import type { Subject } from '../model/diagnostic.ts';
import { normalisePath } from './check-names.ts';
import type { ConfigPath } from './config-problem.ts';

/** What a diagnostic says of the config. */
export interface Told {
  readonly asset?: string | undefined;
  readonly subject: Subject;
}

/**
 * The path to what a diagnostic is about: within its asset first, then anywhere. What is written nowhere is told by the field that it would stand in.
 * @param author the config as it was written
 */
export function findSubject(author: unknown, { asset, subject: { field = [], written = [] } }: Told): ConfigPath | undefined {
  const own = asset === undefined ? field : ['assets', asset, ...field];
  const [whole] = written;
  const inAsset = written.map((words) => findWords(author, own, words));
  const anywhere = whole === undefined ? [] : [field, []].map((path) => findWords(author, path, whole));
  const isThere = whole === undefined || (asset !== undefined && follow(author, own) !== undefined);
  return [...inAsset, ...anywhere, isThere ? own : undefined].find((path) => path !== undefined);
}

/** Where words are written, as a value or else as a key. */
function findWords(author: unknown, path: ConfigPath, words: string): ConfigPath | undefined {
  const start = follow(author, path);
  const isValue: Match = (_, value) => typeof value === 'string' && (value === words || normalisePath(value) === words);
  return search(start, path, isValue, new Set()) ?? search(start, path, (key) => key === words, new Set());
}

type Match = (key: string | number | undefined, value: unknown) => boolean;

function follow(value: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>((at, key) => (isContainer(at) ? (Reflect.get(at, key) as unknown) : undefined), value);
}

/** In the order in which it is written; a config may hold one object in several places. */
function search(value: unknown, path: ConfigPath, matches: Match, seen: Set<object>): ConfigPath | undefined {
  if (matches(path.at(-1), value)) return path;
  if (!isContainer(value) || seen.has(value)) return undefined;
  seen.add(value);
  for (const [key, each] of Object.entries(value)) {
    const found = search(each, [...path, key], matches, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
