import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Digest } from '../model/digest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { EditedArt } from '../model/report.ts';
import { writeFileAtomic } from './write-file.ts';

/** What is remembered of an asset all of whose pictures are published and right. */
export interface RememberedAsset {
  /** Of all that its pictures follow from, besides the basis that it shares with the others. */
  readonly digest: Digest;
  /** Copy keys that its plan asked for, whether there was such a message or not. */
  readonly keys: readonly string[];
  /** What its pictures were warned of. */
  readonly warnings: readonly Diagnostic[];
  /** Path of a published file relative to the root, its stamp, path, stamp, … */
  readonly files: readonly string[];
  /** What it shows of image models; absent where it shows nothing of them. */
  readonly art?: RememberedArt;
}

/** What an asset shows of image models, all of it bought. */
export interface RememberedArt {
  readonly requests: readonly RememberedRequest[];
  readonly edits: readonly EditedArt[];
}

/** A request to an image model. */
export interface RememberedRequest {
  /** Task of the plan: of equal requests the same. */
  readonly task: string;
  /** Under which the lock names its pictures. */
  readonly key: Digest;
  readonly generator: string;
  readonly model: string;
}

/** What is remembered of assets, by id. */
export type AssetMemory = ReadonlyMap<string, RememberedAsset>;

const header = 'visuals assets 1';

/**
 * Reads what is remembered on a basis; empty when there is nothing or it rests on another one. A damaged line is an asset of which nothing is known.
 * @param basis digest of what all assets follow from and of the manifest that names their files
 */
export function readAssetMemory(path: string, basis: Digest): AssetMemory {
  const [first, ...lines] = readText(path).split('\n');
  if (first !== formatHead(basis)) return new Map();
  return new Map(lines.flatMap((line) => parseLine(line) ?? []));
}

/** Writes the memory: a line `<id> <crc32 of the JSON> <JSON>` an asset. */
export function writeAssetMemory(path: string, basis: Digest, assets: AssetMemory): void {
  writeFileAtomic(path, formatLines(basis, assets));
}

function* formatLines(basis: Digest, assets: AssetMemory): Iterable<string> {
  yield `${formatHead(basis)}\n`;
  for (const [id, asset] of assets) {
    const json = JSON.stringify(asset);
    yield `${id} ${computeSeal(json)} ${json}\n`;
  }
}

function formatHead(basis: Digest): string {
  return `${header} ${basis}`;
}

const sealLength = 8;

function computeSeal(json: string): string {
  return crc32(json).toString(16).padStart(sealLength, '0');
}

function parseLine(line: string): readonly [readonly [string, RememberedAsset]] | undefined {
  const space = line.indexOf(' ');
  if (space < 0) return undefined;
  const json = line.slice(space + sealLength + 2);
  if (computeSeal(json) !== line.slice(space + 1, space + 1 + sealLength)) return undefined;
  return [[line.slice(0, space), JSON.parse(json) as RememberedAsset]];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
