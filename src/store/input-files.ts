import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { inputChanged, inputTooLarge, inputUnreadable, pathEscape, refMissing } from '../diagnostics/storage.ts';
import { compareCodeUnits, computeDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { readErrorCode } from '../model/error-code.ts';
import type { InputFile, InputFiles } from '../spec/input-files.ts';
import { isRacy, readStamp } from './file-stamp.ts';

/** A file's digest with the stamp under which it was taken. */
export interface KnownFile {
  readonly stamp: string;
  readonly digest: Digest;
}

/** What a build depended on, to tell later whether anything moved. */
export interface Dependencies {
  /** Path → digest and stamp. An empty stamp means: hash it again. */
  readonly files: ReadonlyMap<string, KnownFile>;
  /** Folder → stamp, for globs that may match more some day. */
  readonly folders: ReadonlyMap<string, string>;
  /** Paths that were looked for and not there. */
  readonly absent: ReadonlySet<string>;
}

/** {@link InputFiles} that remember what they gave out. */
export interface TrackedInputFiles extends InputFiles {
  /** All that was read, listed or looked for so far. */
  dependencies(): Dependencies;
  /** Files whose bytes are no longer those that were handed out. */
  changed(): readonly string[];
  /** The same files with a record of their own, for a part that is remembered by what it read. */
  apart(): TrackedInputFiles;
  /** Counts what such a part depends on as read here too. */
  take(dependencies: Dependencies): void;
}

/** Where the files lie and what is known of them. */
export interface InputFilesOptions extends InputPlaces {
  /** Digests of an earlier build. */
  readonly known?: ReadonlyMap<string, KnownFile>;
}

const defaultMostBytes = 50 * 1024 * 1024;
/** Where the files of a project lie. */
export interface InputPlaces {
  /** Absolute folder of the project. */
  readonly root: string;
  /** Absolute folder that ships with the tool. */
  readonly shipped: string;
}

/** Begins the paths of files that ship with the tool. */
export const shippedPrefix = '@visuals/';

/** The absolute path of an input, as {@link InputFiles} names it. */
export function locateInput(path: string, { root, shipped }: InputPlaces): string {
  return path.startsWith(shippedPrefix) ? join(shipped, path.slice(shippedPrefix.length)) : join(root, path);
}

/** The project's files, each read and hashed once a build. */
export function createInputFiles(options: InputFilesOptions): TrackedInputFiles {
  const { root, shipped, known = new Map<string, KnownFile>() } = options;
  const seen: SeenInputs = { files: new Map(), folders: new Map(), absent: new Set(), moved: new Set() };
  const { files, folders, absent, moved } = seen;
  const locate = (path: string): string => {
    refuseEscape(path);
    return locateInput(path, { root, shipped });
  };
  const load = (path: string, mostBytes: number): InputFile => loadInput(path, seen, { absolute: locate(path), mostBytes });

  return {
    root,
    locate,
    readNow: (path) => load(path, defaultMostBytes),
    read: async (path, limits) => load(path, limits?.mostBytes ?? defaultMostBytes),
    digest: async (path) => {
      const read = files.get(path);
      if (read !== undefined) return read.digest;
      const before = known.get(path);
      if (before === undefined || before.stamp === '' || before.stamp !== readStamp(locate(path))) return load(path, defaultMostBytes).digest;
      files.set(path, before);
      return before.digest;
    },
    exists: (path) => {
      const there = existsSync(locate(path));
      if (!there) absent.add(path);
      return there;
    },
    list: async (patterns) => {
      const matches = await listMatches(
        patterns.filter((pattern) => !pattern.startsWith(shippedPrefix)),
        locate('.'),
        root,
      );
      for (const folder of matches.folders) folders.set(folder, readStamp(join(root, folder)) ?? '');
      return [...(await listShipped(patterns, shipped)), ...matches.files];
    },
    dependencies: () => ({ files: new Map([...files].map(([path, file]) => [path, settleStamp(locate(path), file)])), folders, absent }),
    changed: () => [...files].filter(([path, file]) => moved.has(path) || hasChanged(locate(path), file)).map(([path]) => path),
    apart: () => createInputFiles(options),
    take: (dependencies) => takeInputs(dependencies, seen),
  };
}

/** What a build has looked at. */
interface SeenInputs {
  readonly files: Map<string, KnownFile>;
  readonly folders: Map<string, string>;
  readonly absent: Set<string>;
  /** Files whose bytes were others when they were read again. */
  readonly moved: Set<string>;
}

function loadInput(
  path: string,
  { files, absent, moved }: SeenInputs,
  { absolute, mostBytes }: { readonly absolute: string; readonly mostBytes: number },
): InputFile {
  const readAt = Date.now();
  const stamp = readStamp(absolute);
  if (stamp === undefined) {
    absent.add(path);
    throw new VisualsError(refMissing({ path }));
  }
  const bytes = readWithin(absolute, path, mostBytes);
  const digest = computeDigest(bytes);
  const before = files.get(path);
  if (before !== undefined && before.digest !== digest) {
    // Keys were made of the first bytes: what is read now must never be taken for them.
    moved.add(path);
    throw new VisualsError(inputChanged({ path }));
  }
  files.set(path, { stamp: isRacy(stamp, readAt) ? '' : stamp, digest });
  return { path, bytes, digest };
}

function takeInputs(dependencies: Dependencies, { files, folders, absent, moved }: SeenInputs): void {
  for (const [path, file] of dependencies.files) {
    if ((files.get(path)?.digest ?? file.digest) !== file.digest) moved.add(path);
    files.set(path, file);
  }
  for (const [folder, stamp] of dependencies.folders) folders.set(folder, stamp);
  for (const path of dependencies.absent) absent.add(path);
}

function refuseEscape(path: string): void {
  const bare = path.startsWith(shippedPrefix) ? path.slice(shippedPrefix.length) : path;
  const escapes = posix.isAbsolute(bare) || /^[a-z]:/i.test(bare) || bare.includes('\0') || bare.includes('\\') || posix.normalize(bare).startsWith('..');
  if (escapes) throw new VisualsError(pathEscape({ path }));
}

function readWithin(absolute: string, path: string, mostBytes: number): Uint8Array {
  try {
    const { size } = statSync(absolute);
    if (size > mostBytes) throw new VisualsError(inputTooLarge({ path, bytes: size, most: mostBytes }));
    return readFileSync(absolute);
  } catch (error) {
    if (error instanceof VisualsError) throw error;
    throw new VisualsError(inputUnreadable({ path, cause: readErrorCode(error) ?? String(error) }));
  }
}

/** A racy file is hashed once more: when its bytes are still the same and some time has passed, its stamp can be trusted. */
function settleStamp(absolute: string, file: KnownFile): KnownFile {
  if (file.stamp !== '') return file;
  const readAt = Date.now();
  const stamp = readStamp(absolute);
  if (stamp === undefined || isRacy(stamp, readAt) || digestOf(absolute) !== file.digest) return file;
  return { stamp, digest: file.digest };
}

function hasChanged(absolute: string, file: KnownFile): boolean {
  return file.stamp === '' ? digestOf(absolute) !== file.digest : readStamp(absolute) !== file.stamp && digestOf(absolute) !== file.digest;
}

function digestOf(absolute: string): Digest | undefined {
  try {
    return computeDigest(readFileSync(absolute));
  } catch {
    return undefined;
  }
}

interface Matches {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** The matching files, and every folder in which a new file could match. */
/** What ships with the tool is no file of the project that could change: it is listed without a record. */
async function listShipped(patterns: readonly string[], shipped: string): Promise<readonly string[]> {
  const within = patterns.filter((pattern) => pattern.startsWith(shippedPrefix)).map((pattern) => pattern.slice(shippedPrefix.length));
  if (within.length === 0) return [];
  const { default: glob } = await import('fast-glob');
  return (await glob(within, { cwd: shipped, unique: true })).map((path) => `${shippedPrefix}${path}`).toSorted(compareCodeUnits);
}

async function listMatches(patterns: readonly string[], cwd: string, root: string): Promise<Matches> {
  const { default: glob } = await import('fast-glob');
  const [dynamic, fixed] = [patterns.filter((pattern) => glob.isDynamicPattern(pattern)), patterns.filter((pattern) => !glob.isDynamicPattern(pattern))];
  const options = { cwd, dot: true, followSymbolicLinks: true, unique: true };
  const found = dynamic.length === 0 ? [] : await glob(dynamic, options);
  const parents = dynamic.map((pattern) => posix.dirname(pattern));
  const nested = await glob(
    parents.filter((pattern) => glob.isDynamicPattern(pattern)),
    { ...options, onlyDirectories: true },
  );
  const bases = glob.generateTasks(dynamic).map((task) => task.base);
  const files = [...new Set([...found, ...fixed.filter((path) => existsSync(join(root, path)))])].toSorted(compareCodeUnits);
  return { files, folders: [...new Set([...bases, ...parents.filter((parent) => !glob.isDynamicPattern(parent)), ...nested])].toSorted(compareCodeUnits) };
}
