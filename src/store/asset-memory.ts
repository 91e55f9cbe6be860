import { crc32 } from 'node:zlib';
import type { Digest } from '../model/digest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { EditedArt } from '../model/report.ts';
import { createLineReader, scanLines } from './line-file.ts';
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
  /** Keys of its results that are shared; absent where they were not sent to a store. */
  readonly results?: readonly Digest[];
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

/** What is remembered of assets. Only where each one's line lies is held. */
export interface AssetMemory {
  /** Reads an asset's line; undefined when nothing is known of it, or the line is damaged. */
  find(id: string): RememberedAsset | undefined;
}

/** Where nothing is remembered. */
export const emptyAssetMemory: AssetMemory = { find: () => undefined };

const header = 'visuals assets 1';

/**
 * Opens what is remembered on a basis; empty when there is nothing or it rests on another one. What is written later is found by opening it again.
 * @param basis digest of what all assets follow from and of the manifest that names their files
 */
export function openAssetMemory(path: string, basis: Digest): AssetMemory {
  const places = findPlaces(path, formatHead(basis));
  const readLine = createLineReader(path);
  return {
    find: (id) => {
      const place = places.get(id);
      return place === undefined ? undefined : parseLine(id, readLine(place));
    },
  };
}

/** Writes the memory: a line `<id> <crc32 of the JSON> <JSON>` an asset. */
export function writeAssetMemory(path: string, basis: Digest, assets: Iterable<readonly [id: string, asset: RememberedAsset]>): void {
  writeFileAtomic(path, formatLines(basis, assets));
}

function* formatLines(basis: Digest, assets: Iterable<readonly [string, RememberedAsset]>): Iterable<string> {
  yield `${formatHead(basis)}\n`;
  for (const [id, asset] of assets) {
    const json = JSON.stringify(asset);
    yield `${id} ${computeSeal(json)} ${json}\n`;
  }
}

function formatHead(basis: Digest): string {
  return `${header} ${basis}`;
}

function findPlaces(path: string, head: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  if (createLineReader(path)(0) !== head) return places;
  scanLines(path, (line, position) => {
    if (position > 0) places.set(line.toString('utf8', 0, Math.max(0, line.indexOf(' '))), position);
  });
  return places;
}

const sealLength = 8;

function computeSeal(json: string): string {
  return crc32(json).toString(16).padStart(sealLength, '0');
}

function parseLine(id: string, line: string | undefined): RememberedAsset | undefined {
  const json = line?.slice(id.length + sealLength + 2);
  if (line === undefined || json === undefined || line.slice(id.length + 1, id.length + 1 + sealLength) !== computeSeal(json)) return undefined;
  return JSON.parse(json) as RememberedAsset;
}
