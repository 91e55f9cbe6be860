import { join } from 'node:path';
import type { ResolvedConfig } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { AssetCells, AssetMatrix, Cell } from '../model/matrix.ts';
import { manifestName } from '../publish/publish-outputs.ts';
import { readSharingSettings } from '../sharing/read-settings.ts';
import { readAssetMemory } from '../store/asset-memory.ts';
import type { AssetMemory, RememberedAsset } from '../store/asset-memory.ts';
import { readStamp } from '../store/file-stamp.ts';
import { createAssetDigester, digestBasis } from './digest-asset.ts';
import type { AssetDigester } from './digest-asset.ts';
import type { Host } from './host.ts';
import type { LoadedProject } from './load-project.ts';
import type { Workspace } from './workspace.ts';

/** Assets that stand as the last build left them: nothing that they depend on has moved, and their files are there. They are neither planned nor executed. */
export interface StandingAssets {
  readonly ids: ReadonlySet<string>;
  /** Those of their cells that were asked for. */
  readonly cells: readonly Cell[];
  /** Files of these cells. */
  readonly outputs: number;
  /** What was said of them when they were made. */
  readonly warnings: readonly Diagnostic[];
  /** Path relative to the root → stamp of their published files, as just seen. */
  readonly files: ReadonlyMap<string, string>;
  /** All that is remembered, of these and of others. */
  readonly memory: AssetMemory;
}

/** Where every asset is looked at. */
export const nothingStands: StandingAssets = { ids: new Set(), cells: [], outputs: 0, warnings: [], files: new Map(), memory: new Map() };

/** Finds the assets of a selection that stand. Whoever publishes for others, by signing pictures or results, looks at everything. */
export async function findStanding(selected: AssetMatrix, project: LoadedProject, { host, paths }: Workspace): Promise<StandingAssets> {
  if (project.config.sign !== undefined || signsResults(project.config, host)) return nothingStands;
  const basis = digestBasis(project, host, readStamp(join(host.root, project.config.output.dir, manifestName)));
  const memory = basis === undefined ? new Map<string, RememberedAsset>() : readAssetMemory(paths.assets, basis);
  const digest = createAssetDigester(project);
  const standing: (AssetCells & { readonly known: RememberedAsset })[] = [];
  for (const each of selected) {
    const known = memory.get(each.asset.id);
    if (known !== undefined && (await isSame(each, known, digest)) && areThere(known.files, host.root)) standing.push({ ...each, known });
  }
  return {
    ids: new Set(standing.map(({ asset }) => asset.id)),
    cells: standing.flatMap(({ cells }) => cells),
    outputs: standing.reduce((sum, { asset, cells }) => sum + cells.length * asset.formats.length, 0),
    warnings: standing.flatMap(({ known }) => known.warnings),
    files: new Map(standing.flatMap(({ known }) => pairUp(known.files))),
    memory,
  };
}

/** What is wrong with the settings is told by whoever opens the store. */
function signsResults({ store }: ResolvedConfig, { root, environment }: Host): boolean {
  try {
    return readSharingSettings({ store, environment, root })?.trust.writes !== undefined;
  } catch (error) {
    if (error instanceof VisualsError) return true;
    throw error;
  }
}

async function isSame({ asset }: AssetCells, { keys, warnings, digest }: RememberedAsset, compute: AssetDigester): Promise<boolean> {
  return (await compute(asset, { keys, places: warnings.length > 0 })) === digest;
}

function areThere(files: readonly string[], root: string): boolean {
  for (let at = 0; at < files.length; at += 2) if (readStamp(`${root}/${files[at]}`) !== files[at + 1]) return false;
  return true;
}

function pairUp(files: readonly string[]): readonly (readonly [string, string])[] {
  return files.flatMap((path, at) => (at % 2 === 0 ? [[path, files[at + 1]!] as const] : []));
}
