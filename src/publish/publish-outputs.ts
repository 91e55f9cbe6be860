import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, rmdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { outputForeign, pathEscape } from '../diagnostics/storage.ts';
import { computeDigest } from '../keys/canonical.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Manifest, ManifestFile, ManifestPicture } from '../model/manifest.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import { readStamp } from '../store/file-stamp.ts';
import { sweepTemporaryFiles, toStorageError, writeFileAtomic } from '../store/write-file.ts';
import { formatManifest, listFiles } from './create-manifest.ts';
import { findBlocks, readBlock } from './manifest-blocks.ts';

/** Name of the manifest in the output folder. */
export const manifestName = 'manifest.json';

/** What is to be published, and where. */
export interface PublishOptions {
  /** Absolute folder of the project. */
  readonly root: string;
  /** Output folder, relative to the root. */
  readonly dir: string;
  readonly manifest: Manifest;
  readonly previous: Manifest | undefined;
  /** Assets that are in neither manifest, because the published one says of them what it is to say. */
  readonly keep?: ReadonlySet<string>;
  readonly store: BlobStore;
  /** Output path relative to the root → stamp under which the last build left it: such a file need not be read. */
  readonly stamps: ReadonlyMap<string, string>;
  /** Path relative to the root → stamp of files that were just seen to be in place: they are not looked at again. */
  readonly seen?: ReadonlyMap<string, string>;
  readonly adopt: boolean;
  /** Absolute file that says, while publishing is under way, which files it touches; undefined where no state can be written. */
  readonly pending: string | undefined;
}

/** What publishing changed. Paths are relative to the root. */
export interface Published {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** Files that the manifest names and whose bytes are neither in place nor in the store. */
  readonly lost: readonly string[];
  /** Path → stamp of every file that is published now, the manifest among them. */
  readonly stamps: ReadonlyMap<string, string>;
}

/**
 * Makes the output folder hold exactly what the manifest names: missing and edited files are put back, files that only the last manifest names are
 * removed, and files that no manifest names are never touched. Pictures come first, then the manifest, then the removals, so that a site that
 * reads the folder meanwhile always finds what its manifest names.
 * @throws VisualsError `OUTPUT_FOREIGN`, `PATH_ESCAPE`, `DISK_FULL`, `STORAGE_IO`
 */
export async function publishOutputs({
  root,
  dir,
  manifest,
  previous,
  keep = new Set(),
  store,
  stamps,
  seen = new Map(),
  adopt,
  pending,
}: PublishOptions): Promise<Published> {
  const wanted = listFiles(manifest);
  const ours = new Set([...listFiles(previous).keys(), ...readPending(pending)]);
  prepareFolders(root, dir, wanted);
  const stale = [...wanted.values()].filter((file) => !seen.has(`${dir}/${file.src}`) && !isInPlace(root, dir, file, stamps));
  const foreign = adopt ? [] : stale.filter((file) => !ours.has(file.src) && existsSync(join(root, dir, file.src)));
  if (foreign.length > 0) throw new VisualsError(foreign.map((file): Diagnostic => outputForeign({ path: `${dir}/${file.src}` })));
  const orphans = [...ours].filter((src) => !wanted.has(src));
  if (pending !== undefined && stale.length + orphans.length > 0) writeFileAtomic(pending, JSON.stringify([...stale.map((file) => file.src), ...orphans]));
  const written: string[] = [];
  const lost: string[] = [];
  for (const file of stale) ((await store.materialise(file.digest, join(root, dir, file.src))) ? written : lost).push(`${dir}/${file.src}`);
  writeManifest(join(root, dir, manifestName), { manifest, previous, keep });
  const removed = removeOrphans(root, dir, orphans);
  if (pending !== undefined) rmSync(pending, { force: true });
  return { written, removed, lost, stamps: new Map([...seen, ...readStamps(root, dir, wanted, seen)]) };
}

/** What a publishing that was killed had written or was about to remove; without this, no manifest would know that these files are ours. */
function readPending(path: string | undefined): readonly string[] {
  try {
    return path === undefined ? [] : (JSON.parse(readFileSync(path, 'utf8')) as readonly string[]);
  } catch {
    return [];
  }
}

/**
 * Reads the published manifest; undefined when there is none that this version understands.
 * @param without assets that are left unread; only of a manifest that is known to be as it was written
 */
export function readManifest(root: string, dir: string, without: ReadonlySet<string> = new Set()): Manifest | undefined {
  const path = join(root, dir, manifestName);
  try {
    const manifest = without.size === 0 ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : readOthers(path, without);
    return manifest?.version === 1 && isWellFormed(manifest) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function readOthers(path: string, without: ReadonlySet<string>): Manifest | undefined {
  const blocks = findBlocks(path);
  if ([...without].some((id) => !blocks.has(id))) return undefined;
  const others = [...blocks].filter(([id]) => !without.has(id)).map(([, block]) => JSON.parse(`{${readBlock(path, block)}}`) as Manifest['assets']);
  return { version: 1, assets: Object.assign({}, ...others) as Manifest['assets'] };
}

/** A manifest may have been edited by hand or by a merge. */
function isWellFormed({ assets }: Partial<Manifest>): boolean {
  const pictures = Object.values(assets ?? {}).map((asset: Partial<Manifest['assets'][string]>) => asset.pictures);
  const isPicture = ({ files, variant, size, locale }: Partial<ManifestPicture>): boolean =>
    Array.isArray(files) && typeof variant === 'object' && variant !== null && typeof size === 'string' && typeof locale === 'string';
  return assets !== undefined && pictures.every((list) => Array.isArray(list) && list.every(isPicture));
}

/** Whether a published file has the bytes that the manifest names. */
export function isInPlace(root: string, dir: string, file: ManifestFile, stamps: ReadonlyMap<string, string>): boolean {
  const path = `${dir}/${file.src}`;
  const stamp = readStamp(join(root, path));
  if (stamp === undefined) return false;
  return stamps.get(path) === stamp || computeDigest(readFileSync(join(root, path))) === file.digest;
}

/** Makes the folders, and refuses those that a symbolic link leads out of the project. */
function prepareFolders(root: string, dir: string, files: ReadonlyMap<string, ManifestFile>): void {
  const real = realpathSync(root);
  const folders = new Set([dir, ...[...files.keys()].map((src) => `${dir}/${dirname(src)}`)]);
  for (const folder of folders) {
    const path = join(root, folder);
    refuseOutside(realpathSync(findExisting(path)), real, folder);
    attempt(path, () => mkdirSync(path, { recursive: true }));
    sweepTemporaryFiles(path);
  }
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

/** An unchanged manifest is left alone: its time stamp tells watchers and caches the truth. */
function writeManifest(path: string, { manifest, previous, keep }: Required<Pick<PublishOptions, 'manifest' | 'previous' | 'keep'>>): void {
  if (keep.size > 0) return writeBesideKept(path, [previous, manifest], keep);
  if (!existsSync(path) || !hasText(readFileSync(path), formatManifest(manifest))) writeFileAtomic(path, formatManifest(manifest));
}

/** What is kept is copied from the file as it lies there. */
function writeBesideKept(path: string, [previous, manifest]: readonly [Manifest | undefined, Manifest], keep: ReadonlySet<string>): void {
  if (previous !== undefined && [...formatManifest(previous)].join('') === [...formatManifest(manifest)].join('')) return;
  const blocks = new Map([...findBlocks(path)].filter(([id]) => keep.has(id)));
  writeFileAtomic(path, formatManifest(manifest, { path, blocks }));
}

function hasText(bytes: Uint8Array, text: Iterable<string>): boolean {
  let at = 0;
  for (const piece of text) {
    const wanted = Buffer.from(piece);
    if (!wanted.equals(bytes.subarray(at, at + wanted.length))) return false;
    at += wanted.length;
  }
  return at === bytes.length;
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

function readStamps(root: string, dir: string, files: ReadonlyMap<string, ManifestFile>, seen: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const stamps = new Map<string, string>();
  for (const src of [...files.keys(), manifestName]) stamps.set(`${dir}/${src}`, seen.get(`${dir}/${src}`) ?? readStamp(join(root, dir, src)) ?? '');
  return stamps;
}
