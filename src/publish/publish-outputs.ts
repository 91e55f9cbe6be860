import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { outputForeign, pathEscape } from '../diagnostics/storage.ts';
import { createPauses } from '../engine/create-pauses.ts';
import { computeDigest } from '../keys/canonical.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { ManifestFile } from '../model/manifest.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import { encodeText } from '../store/encode-text.ts';
import { readStamp } from '../store/file-stamp.ts';
import type { ScratchFile } from '../store/scratch-files.ts';
import { sweepTemporaryFiles, toStorageError, writeFileAtomic } from '../store/write-file.ts';
import { formatManifest } from './create-manifest.ts';
import { filesOf, walkAssets } from './manifest-assets.ts';
import type { ManifestAssets } from './manifest-assets.ts';
import { readBytes } from './manifest-blocks.ts';
import type { KeptBlocks } from './manifest-blocks.ts';
import { manifestName } from './read-manifest.ts';
import type { PublishedManifest } from './read-manifest.ts';

/** What is to be published, and where. */
export interface PublishOptions {
  /** Absolute folder of the project. */
  readonly root: string;
  /** Output folder, relative to the root. */
  readonly dir: string;
  readonly manifest: ManifestAssets;
  /** What is published now; assets that it keeps are in place, and the manifest goes on saying of them what it says. */
  readonly previous: PublishedManifest | undefined;
  readonly store: BlobStore;
  /** Path relative to the root → stamp under which the last build left a file of an asset: such a file need not be read. */
  readonly stampsOf: (asset: string) => ReadonlyMap<string, string>;
  readonly adopt: boolean;
  /** Absolute file that says, while publishing is under way, which files it touches; undefined where no state can be written. */
  readonly pending: string | undefined;
  /** Takes, of each asset that is not kept: path relative to the root, stamp, path, stamp, … of its files as they lie there now. */
  readonly stamps: ScratchFile<readonly string[]>;
}

/** What publishing changed. Paths are relative to the root. */
export interface Published {
  /** How many files were written. */
  readonly written: number;
  readonly removed: readonly string[];
  /** Files that the manifest names and whose bytes are neither in place nor in the store. */
  readonly lost: readonly string[];
}

/**
 * Makes the output folder hold exactly what the manifest names: missing and edited files are put back, files that only the last manifest names are
 * removed, and files that no manifest names are never touched. Pictures come first, then the manifest, then the removals, so that a site that
 * reads the folder meanwhile always finds what its manifest names.
 * @throws VisualsError `OUTPUT_FOREIGN`, `PATH_ESCAPE`, `DISK_FULL`, `STORAGE_IO`
 */
export async function publishOutputs(options: PublishOptions): Promise<Published> {
  const { root, dir, manifest, previous, pending } = options;
  const { stale, foreign, orphans } = surveyOutputs(options);
  if (foreign.size > 0) throw new VisualsError([...foreign].map((src): Diagnostic => outputForeign({ path: `${dir}/${src}` })));
  if (pending !== undefined && stale.size + orphans.size > 0) writeFileAtomic(pending, JSON.stringify([...stale, ...orphans]));
  const lost = await writeStale(stale, options);
  writeManifest(join(root, dir, manifestName), manifest, previous?.kept);
  const removed = removeOrphans(root, dir, [...orphans]);
  if (pending !== undefined) rmSync(pending, { force: true });
  return { written: stale.size - lost.length, removed, lost };
}

/** Files by their path in the output folder. */
interface Survey {
  /** Those that are not there, or have other bytes than the manifest says. */
  readonly stale: ReadonlySet<string>;
  /** Those among them in whose place lies what nobody knows. */
  readonly foreign: ReadonlySet<string>;
  /** Those of ours that the manifest does not name. */
  readonly orphans: ReadonlySet<string>;
}

function surveyOutputs({ root, dir, manifest, previous, stampsOf, adopt, pending }: PublishOptions): Survey {
  const prepareFolder = createFolderMaker(root, dir);
  const interrupted = readPending(pending);
  const [stale, foreign, orphans] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const id of new Set([...manifest.ids, ...(previous?.ids ?? [])])) {
    const ours = new Set(filesOf(previous?.read(id)).map(({ src }) => src));
    for (const src of ours) orphans.add(src);
    const stamps = stampsOf(id);
    for (const file of filesOf(manifest.read(id))) {
      prepareFolder(dirname(file.src));
      orphans.delete(file.src);
      if (isInPlace(root, dir, file, stamps)) continue;
      stale.add(file.src);
      if (!adopt && !ours.has(file.src) && existsSync(join(root, dir, file.src))) foreign.add(file.src);
    }
  }
  for (const src of interrupted) {
    foreign.delete(src);
    orphans.add(src);
  }
  // An edited manifest may name a file with an asset that it isn't of.
  if (foreign.size > 0 && previous !== undefined) dropNamed(foreign, previous);
  if (orphans.size > 0) dropNamed(orphans, manifest);
  if (interrupted.size > 0)
    for (const id of previous?.kept?.blocks.keys() ?? []) for (const path of stampsOf(id).keys()) orphans.delete(path.slice(dir.length + 1));
  return { stale, foreign, orphans };
}

function dropNamed(sources: Set<string>, manifest: ManifestAssets): void {
  for (const [, asset] of walkAssets(manifest)) for (const { src } of filesOf(asset)) sources.delete(src);
}

/** Writes what is stale, and notes all stamps. @returns paths of what the store has lost */
async function writeStale(stale: ReadonlySet<string>, { root, dir, manifest, store, stamps }: PublishOptions): Promise<readonly string[]> {
  const lost: string[] = [];
  const pause = createPauses();
  for (const [id, asset] of walkAssets(manifest)) {
    const own: string[] = [];
    for (const { src, digest } of filesOf(asset)) {
      const path = `${dir}/${src}`;
      if (stale.has(src) && !(await store.materialise(digest, join(root, path)))) lost.push(path);
      own.push(path, readStamp(join(root, path)) ?? '');
      await pause();
    }
    stamps.add(id, own);
  }
  return lost;
}

/** What a publishing that was killed had written or was about to remove; without this, no manifest would know that these files are ours. */
function readPending(path: string | undefined): ReadonlySet<string> {
  try {
    return new Set(path === undefined ? [] : (JSON.parse(readFileSync(path, 'utf8')) as readonly string[]));
  } catch {
    return new Set();
  }
}

/** Whether a published file has the bytes that the manifest names. */
export function isInPlace(root: string, dir: string, file: ManifestFile, stamps: ReadonlyMap<string, string>): boolean {
  const path = `${dir}/${file.src}`;
  const stamp = readStamp(join(root, path));
  if (stamp === undefined) return false;
  return stamps.get(path) === stamp || computeDigest(readFileSync(join(root, path))) === file.digest;
}

/** Makes folders, each once, and refuses those that a symbolic link leads out of the project. */
function createFolderMaker(root: string, dir: string): (folder: string) => void {
  const real = realpathSync(root);
  const made = new Set<string>();
  const prepare = (folder: string): void => {
    if (made.has(folder)) return;
    made.add(folder);
    const path = join(root, folder);
    refuseOutside(realpathSync(findExisting(path)), real, folder);
    attempt(path, () => mkdirSync(path, { recursive: true }));
    sweepTemporaryFiles(path);
  };
  prepare(dir);
  return (folder) => prepare(`${dir}/${folder}`);
}

/** The deepest folder on the way that is there: it is looked at before anything is made below it. */
function findExisting(path: string): string {
  return existsSync(path) ? path : findExisting(dirname(path));
}

function refuseOutside(target: string, root: string, folder: string): void {
  if (target !== root && !target.startsWith(root + sep)) throw new VisualsError(pathEscape({ path: folder }));
}

function attempt(path: string, change: () => unknown): void {
  try {
    change();
  } catch (error) {
    throw toStorageError(error, path);
  }
}

/** An unchanged manifest is left alone: its time stamp tells watchers and caches the truth. What is kept is copied from the file as it lies there. */
function writeManifest(path: string, manifest: ManifestAssets, kept: KeptBlocks | undefined): void {
  if (!hasText(path, formatManifest(manifest, kept))) writeFileAtomic(path, formatManifest(manifest, kept));
}

function hasText(path: string, text: Iterable<string>): boolean {
  if (!existsSync(path)) return false;
  let at = 0;
  for (const piece of text) {
    const wanted = encodeText(piece);
    if (!wanted.equals(readBytes(path, { start: at, end: at + wanted.length }))) return false;
    at += wanted.length;
  }
  return at === statSync(path).size;
}

function removeOrphans(root: string, dir: string, sources: readonly string[]): readonly string[] {
  const removed = sources.filter((src) => isPlainPath(src) && existsSync(join(root, dir, src)));
  for (const src of removed) attempt(join(root, dir, src), () => rmSync(join(root, dir, src), { force: true }));
  for (const folder of new Set(removed.map((src) => dirname(src)))) removeIfEmpty(join(root, dir, folder));
  return removed.map((src) => `${dir}/${src}`);
}

/** A manifest may have been edited by hand or by a merge: nothing outside the output folder is ever removed on its word. */
function isPlainPath(src: string): boolean {
  return src.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !src.includes('\\');
}

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
