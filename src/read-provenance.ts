import { mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { readXmp } from './adapters/provenance/xmp/read-xmp.ts';
import type { XmpReading } from './adapters/provenance/xmp/read-xmp.ts';
import { signatureBroken } from './diagnostics/provenance.ts';
import { inputUnreadable, refMissing } from './diagnostics/storage.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { computeRasterDigest } from './engine/provide-payload.ts';
import { computeDigest } from './keys/canonical.ts';
import { openLockBook } from './lock/lock-book.ts';
import { lockName } from './lock/lock-file.ts';
import type { Review } from './model/approval.ts';
import { resolveReview } from './model/approval.ts';
import type { OutputFormat } from './model/config.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Digest } from './model/digest.ts';
import { readErrorCode } from './model/error-code.ts';
import type { ManifestFile, ManifestPicture } from './model/manifest.ts';
import type { ProjectOptions } from './model/report.ts';
import { createAdapters, createCredentials } from './project/create-adapters.ts';
import { describeHost } from './project/host.ts';
import type { Host } from './project/host.ts';
import { loadOwnConfig } from './project/load-own-config.ts';
import { locateState } from './project/state-paths.ts';
import { openWorkspace } from './project/workspace.ts';
import { indexPictures } from './publish/create-manifest.ts';
import { readManifest } from './publish/read-manifest.ts';
import type { CredentialReading } from './spec/content-credentials.ts';
import type { ImageCodec, ImageHeader } from './spec/image-codec.ts';
import { readSnapshot } from './store/snapshot.ts';
import { toStorageError, writeFileAtomic } from './store/write-file.ts';

/** Which picture is meant. */
export interface ProvenanceOptions extends ProjectOptions {
  /** Path of the picture, relative to the project or absolute; it may come from anywhere. */
  readonly file: string;
  /** Folder, relative to the project or absolute, into which a sidecar `<name of the picture>.provenance.json` is written, to be handed over with it. */
  readonly out?: string;
}

/**
 * The published picture that a file shows. `published`: the very file; `unsigned`: the file before it was signed; `pixels`: other bytes, the same pixels as were composed;
 * `decoded`: other bytes that decode to the same pixels as a published file.
 */
export interface ProvenanceMatch {
  readonly cell: string;
  readonly by: 'published' | 'unsigned' | 'pixels' | 'decoded';
  readonly picture: ManifestPicture;
  /** What people said of it. */
  readonly review: Review;
}

/** What a picture says of itself, and what this project knows of it. */
export interface ProvenanceReport {
  readonly exit: number;
  readonly file: string;
  readonly header?: ImageHeader;
  readonly digest?: Digest;
  /** Absent when the picture has no XMP. */
  readonly xmp?: XmpReading;
  /** Absent when nobody signed it, or the signature could not be read. */
  readonly credentials?: CredentialReading;
  /** Absent when it is no picture of this project's manifest. */
  readonly match?: ProvenanceMatch;
  /** Path of the sidecar, as `out` was written; absent when none was asked for. */
  readonly sidecar?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads where a picture comes from: what it says itself (XMP), what was signed (C2PA), and which picture of this project it is, with what people said of it. Needs no project, and
 * writes nothing but the sidecar.
 */
export async function readProvenance(options: ProvenanceOptions): Promise<ProvenanceReport> {
  const host = describeHost(options);
  const report = await inspectPicture(options, host);
  if (options.out === undefined || report.digest === undefined) return report;
  const name = `${basename(options.file)}.provenance.json`;
  const { exit: _exit, diagnostics: _diagnostics, ...facts } = report;
  const folder = resolve(host.root, options.out);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileAtomic(join(folder, name), `${JSON.stringify({ ...facts, file: basename(options.file) }, undefined, 1)}\n`);
  } catch (error) {
    const { diagnostics } = toStorageError(error, options.out);
    return { ...report, exit: findWorstExit([...report.diagnostics, ...diagnostics]), diagnostics: [...report.diagnostics, ...diagnostics] };
  }
  return { ...report, sidecar: posix.join(options.out, name) };
}

async function inspectPicture({ file }: ProvenanceOptions, host: Host): Promise<ProvenanceReport> {
  try {
    const bytes = readPicture(resolve(host.root, file), file);
    const { codec } = await createAdapters();
    const header = await codec.inspect(bytes, file);
    if (header.format === 'svg') return { exit: 0, file, header, digest: computeDigest(bytes), diagnostics: [] };
    const packet = await codec.readXmp(bytes);
    const { credentials, diagnostics } = await readCredentials(bytes, header.format, file);
    const match = await findMatch(bytes, { host, codec, header });
    return {
      exit: findWorstExit(diagnostics),
      file,
      header,
      digest: computeDigest(bytes),
      ...(packet !== undefined && { xmp: readXmp(packet) }),
      ...(credentials && { credentials }),
      ...(match && { match }),
      diagnostics,
    };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), file, diagnostics: error.diagnostics };
  }
}

function readPicture(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = readErrorCode(error);
    throw new VisualsError(code === 'ENOENT' ? refMissing({ path: name }) : inputUnreadable({ path: name, cause: code ?? String(error) }));
  }
}

interface FoundCredentials {
  readonly credentials?: CredentialReading;
  readonly diagnostics: readonly Diagnostic[];
}

/** A signature that can't be read because the library is not there keeps nobody from the rest. */
async function readCredentials(bytes: Uint8Array, format: OutputFormat, file: string): Promise<FoundCredentials> {
  try {
    const credentials = await (await createCredentials()).read(bytes, format);
    if (credentials === undefined) return { diagnostics: [] };
    return { credentials, diagnostics: credentials.state === 'valid' ? [] : [signatureBroken({ picture: file, failures: credentials.failures })] };
  } catch (error) {
    if (error instanceof VisualsError) return { diagnostics: error.diagnostics };
    throw error;
  }
}

interface Search {
  readonly host: Host;
  readonly codec: ImageCodec;
  readonly header: ImageHeader;
}

async function findMatch(bytes: Uint8Array, { host, codec, header }: Search): Promise<ProvenanceMatch | undefined> {
  const dir = await findOutputFolder(host);
  const pictures = [...indexPictures(readManifest(host.root, dir))].map(([cell, picture]) => ({ cell, picture }));
  const found = findByBytes(computeDigest(bytes), pictures) ?? (await findByPixels(bytes, { pictures, codec, header, folder: join(host.root, dir) }));
  if (found === undefined) return undefined;
  return { ...found, review: resolveReview(found.picture.raster, openLockBook(join(host.root, lockName)).approvals(found.cell)) };
}

/** The last build says where; in a fresh clone, the config does. */
async function findOutputFolder(host: Host): Promise<string> {
  const snapshot = readSnapshot(locateState(host.root).snapshot);
  if (snapshot !== undefined) return dirname(snapshot.manifest);
  const workspace = openWorkspace(host, undefined);
  if (!workspace.files.exists(host.config)) return 'public/visuals';
  const { config } = await loadOwnConfig(workspace);
  return config.output.dir;
}

interface NamedPicture {
  readonly cell: string;
  readonly picture: ManifestPicture;
}

type Found = Omit<ProvenanceMatch, 'review'>;

function findByBytes(digest: Digest, pictures: readonly NamedPicture[]): Found | undefined {
  for (const { cell, picture } of pictures) {
    if (picture.files.some((file) => file.digest === digest)) return { cell, picture, by: 'published' };
    if (picture.files.some((file) => file.signed?.unsigned === digest)) return { cell, picture, by: 'unsigned' };
  }
  return undefined;
}

interface PixelSearch extends Pick<Search, 'codec' | 'header'> {
  readonly pictures: readonly NamedPicture[];
  readonly folder: string;
}

async function findByPixels(bytes: Uint8Array, { pictures, codec, header, folder }: PixelSearch): Promise<Found | undefined> {
  const raster = computeRasterDigest(await codec.decode(bytes));
  const same = pictures.filter(({ picture }) => picture.width === header.width && picture.height === header.height);
  const exact = same.find(({ picture }) => picture.raster === raster);
  if (exact !== undefined) return { ...exact, by: 'pixels' };
  for (const each of same)
    for (const file of each.picture.files)
      if (file.format !== 'png' && (await decodePublished(join(folder, file.src), file, codec)) === raster) return { ...each, by: 'decoded' };
  return undefined;
}

/** A published file that was changed meanwhile is none. */
async function decodePublished(path: string, { digest }: ManifestFile, codec: ImageCodec): Promise<Digest | undefined> {
  try {
    const bytes = readFileSync(path);
    return computeDigest(bytes) === digest ? computeRasterDigest(await codec.decode(bytes)) : undefined;
  } catch {
    return undefined;
  }
}
