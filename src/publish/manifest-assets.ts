import { compareCodeUnits } from '../keys/canonical.ts';
import type { Manifest, ManifestAsset, ManifestFile } from '../model/manifest.ts';

/** A manifest's assets, each read when it is its turn: what is alive is one of them, and not a catalogue. */
export interface ManifestAssets {
  /** In the order of the manifest. Among them may be some of which it has nothing to say. */
  readonly ids: readonly string[];
  read(id: string): ManifestAsset | undefined;
}

/** The assets of a manifest that is in memory. */
export function assetsOf({ assets }: Manifest): ManifestAssets {
  return { ids: Object.keys(assets), read: (id) => (Object.hasOwn(assets, id) ? assets[id] : undefined) };
}

/** All of them in memory. */
export function collectManifest(assets: ManifestAssets): Manifest {
  return { version: 1, assets: Object.fromEntries(walkAssets(assets)) };
}

/** Reads one after the other. */
export function* walkAssets(assets: ManifestAssets): Iterable<readonly [id: string, asset: ManifestAsset]> {
  for (const id of assets.ids) {
    const asset = assets.read(id);
    if (asset !== undefined) yield [id, asset];
  }
}

/** The files of an asset. */
export function filesOf(asset: ManifestAsset | undefined): readonly ManifestFile[] {
  return asset?.pictures.flatMap(({ files }) => files) ?? [];
}

/** Ids as they stand in a manifest, each once: in code-unit order, but for those that are numbers, which objects have first. */
export function sortIds(ids: Iterable<string>): readonly string[] {
  const sorted = [...new Set(ids)].toSorted(compareCodeUnits);
  return Object.keys(Object.fromEntries(sorted.map((id) => [id, true])));
}
