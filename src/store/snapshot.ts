import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildCounts } from '../model/event.ts';
import type { Digest } from '../model/digest.ts';
import { readStamp } from './file-stamp.ts';
import type { Dependencies, KnownFile } from './input-files.ts';
import { writeFileAtomic } from './write-file.ts';

/** What a finished build leaves behind, so that the next can tell with stats alone that nothing moved. */
export interface Snapshot {
  readonly schema: typeof snapshotSchema;
  /** What was asked for: selection and config file. Another request is never answered from it. */
  readonly request: string;
  /** Version and build of the tool. */
  readonly tool: string;
  /** Names of environment variables that the config read, with a digest of each value; see `sealEnvironment`. */
  readonly environment: { readonly [name: string]: string };
  readonly counts: BuildCounts;
  readonly manifest: string;
  /** Path, stamp, digest, path, stamp, digest, … : flat, because it is read on every start. */
  readonly files: readonly string[];
  /** Folder, stamp, … */
  readonly folders: readonly string[];
  readonly absent: readonly string[];
  /** Output path, stamp, … */
  readonly outputs: readonly string[];
}

/** Raised when the form of the snapshot changes. */
export const snapshotSchema = 1;

/** Reads a snapshot; undefined when there is none, or it is damaged, or of another schema. */
export function readSnapshot(path: string): Snapshot | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const body = text.slice(sealLength + 1);
  if (computeSeal(body) !== text.slice(0, sealLength)) return undefined;
  const snapshot = JSON.parse(body) as Snapshot;
  return snapshot.schema === snapshotSchema ? snapshot : undefined;
}

/** A snapshot whose outputs are listed when it is written, twice: there may be hundreds of thousands. */
export interface ListedSnapshot extends Omit<Snapshot, 'outputs'> {
  readonly outputs: Iterable<string>;
}

/** Writes a snapshot behind a seal that a damaged file does not match. */
export function writeSnapshot(path: string, snapshot: ListedSnapshot): void {
  writeFileAtomic(
    path,
    sealText(() => formatSnapshot(snapshot)),
  );
}

function* sealText(format: () => Iterable<string>): Iterable<string> {
  let hash = sealBasis;
  for (const piece of format()) hash = hashText(piece, hash);
  yield `${formatSeal(hash)}\n`;
  yield* format();
}

/** What `JSON.stringify` gives of a snapshot, with its outputs last. */
function* formatSnapshot({ outputs, ...rest }: ListedSnapshot): Iterable<string> {
  yield `${JSON.stringify(rest).slice(0, -1)},"outputs":[`;
  let comma = '';
  for (const text of outputs) {
    yield `${comma}${JSON.stringify(text)}`;
    comma = ',';
  }
  yield ']}';
}

/** What has to be the same for a snapshot to answer. */
export interface Request {
  readonly root: string;
  /** Absolute folder that ships with the tool. */
  readonly shipped: string;
  readonly request: string;
  readonly tool: string;
}

/** Whether no file that the build depended on, and none that it wrote, was touched since. What the config read of the environment is for `hasSameEnvironment`. */
export function isFresh(snapshot: Snapshot, { root, shipped, request, tool }: Request): boolean {
  if (snapshot.request !== request || snapshot.tool !== tool) return false;
  // `locateInput` says the same and is slower: this runs for every file of a build with nothing to do.
  const locate = (path: string): string => (path.startsWith('@visuals/') ? join(shipped, path.slice('@visuals/'.length)) : `${root}/${path}`);
  return (
    haveStamps(snapshot.outputs, 2, locate) &&
    haveStamps(snapshot.files, 3, locate) &&
    haveStamps(snapshot.folders, 2, locate) &&
    snapshot.absent.every((path) => readStamp(locate(path)) === undefined)
  );
}

/** The flat lists of a snapshot. */
export function flattenDependencies(dependencies: Dependencies): Pick<Snapshot, 'files' | 'folders' | 'absent'> {
  return {
    files: [...dependencies.files].flatMap(([path, file]) => [path, file.stamp, file.digest]),
    folders: [...dependencies.folders].flat(),
    absent: [...dependencies.absent],
  };
}

/** What a snapshot knows of files, for the next build's {@link Dependencies}. */
export function knownFiles(snapshot: Snapshot | undefined): ReadonlyMap<string, KnownFile> {
  const known = new Map<string, KnownFile>();
  const list = snapshot?.files ?? [];
  for (let at = 0; at < list.length; at += 3) known.set(list[at]!, { stamp: list[at + 1]!, digest: list[at + 2] as Digest });
  return known;
}

const sealLength = 8;

/** FNV-1a over UTF-16 units, 32 bits: finds damage, and costs the no-op path no module. A forged snapshot only fools its own owner. */
function computeSeal(text: string): string {
  return formatSeal(hashText(text, sealBasis));
}

const sealBasis = 0x811c9dc5;

function hashText(text: string, before: number): number {
  let hash = before;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

function formatSeal(hash: number): string {
  return (hash >>> 0).toString(16).padStart(sealLength, '0');
}

function haveStamps(list: readonly string[], stride: number, locate: (path: string) => string): boolean {
  for (let at = 0; at < list.length; at += stride) {
    const stamp = list[at + 1];
    if (stamp === '' || readStamp(locate(list[at]!)) !== stamp) return false;
  }
  return true;
}
