import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, ManifestAsset, ManifestPicture } from '../model/manifest.ts';
import { readStamp } from '../store/file-stamp.ts';
import { assetsOf, walkAssets } from './manifest-assets.ts';
import type { ManifestAssets } from './manifest-assets.ts';
import { findBlocks, openBlocks } from './manifest-blocks.ts';
import type { KeptBlocks } from './manifest-blocks.ts';

/** Name of the manifest in the output folder. */
export const manifestName = 'manifest.json';

/** A manifest as it lies in the output folder, read from there asset by asset. */
export interface PublishedManifest extends ManifestAssets {
  /** Assets that are left unread, to stay as they are written; absent where there are none. */
  readonly kept?: KeptBlocks;
}

/** The stamp of a manifest as it lies there; undefined when there is none. */
export function stampManifest(root: string, dir: string): string | undefined {
  return readStamp(join(root, dir, manifestName));
}

/** Reads a manifest whole; undefined when there is none that this version understands. */
export function readManifest(root: string, dir: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(root, dir, manifestName), 'utf8')) as Manifest;
    return manifest.version === 1 && Object.values(manifest.assets).every(isWellFormed) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Opens a manifest, which is understood as a whole or not at all. It is not to be written before all that is needed of it was read.
 * @param kept ids of assets that are left unread; only of a manifest that is known to be as it was written
 * @returns undefined when there is none that this version understands, or some of what is to be kept is not in it
 */
export function openManifest(root: string, dir: string, kept: ReadonlySet<string> = new Set()): PublishedManifest | undefined {
  const path = join(root, dir, manifestName);
  const blocks = findBlocks(path);
  if (blocks === undefined && kept.size > 0) return undefined;
  if (blocks === undefined) return openWhole(readManifest(root, dir));
  if ([...kept].some((id) => !blocks.has(id))) return undefined;
  const part = (isKept: boolean): KeptBlocks => ({ path, blocks: new Map([...blocks].filter(([id]) => kept.has(id) === isKept)) });
  const assets = openBlocks(part(false));
  return isUnderstood(assets) ? { ...assets, ...(kept.size > 0 && { kept: part(true) }) } : undefined;
}

/** Looks up single assets of a manifest as it lies there, whatever it says of the others; undefined also for what is damaged. Where each one stands is found once. */
export function openManifestAssets(root: string, dir: string): (id: string) => ManifestAsset | undefined {
  const path = join(root, dir, manifestName);
  const blocks = findBlocks(path);
  const assets = blocks === undefined ? openWhole(readManifest(root, dir)) : openBlocks({ path, blocks });
  return (id) => {
    try {
      const asset = assets?.read(id);
      return asset !== undefined && isWellFormed(asset) ? asset : undefined;
    } catch {
      return undefined;
    }
  };
}

/** One that was edited by hand or by a merge may be written in any way. */
function openWhole(manifest: Manifest | undefined): PublishedManifest | undefined {
  return manifest && assetsOf(manifest);
}

function isUnderstood(assets: ManifestAssets): boolean {
  try {
    for (const [, asset] of walkAssets(assets)) if (!isWellFormed(asset)) return false;
    return true;
  } catch {
    return false;
  }
}

function isWellFormed({ pictures }: Partial<ManifestAsset>): boolean {
  const isPicture = ({ files, variant, size, locale }: Partial<ManifestPicture>): boolean =>
    Array.isArray(files) && typeof variant === 'object' && variant !== null && typeof size === 'string' && typeof locale === 'string';
  return Array.isArray(pictures) && pictures.every(isPicture);
}
