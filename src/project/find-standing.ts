import { existsSync } from 'node:fs';
import type { Pause } from '../engine/create-pauses.ts';
import type { ResolvedConfig } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { AssetCells, AssetMatrix, Cell } from '../model/matrix.ts';
import { stampManifest } from '../publish/read-manifest.ts';
import { readSharingSettings } from '../sharing/read-settings.ts';
import { emptyAssetMemory, openAssetMemory } from '../store/asset-memory.ts';
import type { AssetMemory, RememberedArt, RememberedAsset } from '../store/asset-memory.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import { readStamp } from '../store/file-stamp.ts';
import { createAssetDigester, digestBasis, needsPurchase } from './digest-asset.ts';
import type { AssetDigester } from './digest-asset.ts';
import type { Host } from './host.ts';
import type { LoadedProject } from './load-project.ts';
import { openJournalOf } from './open-paid-art.ts';
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
  /** Asset → what it shows of image models. */
  readonly art: ReadonlyMap<string, RememberedArt>;
  /** All that is remembered, of these and of others. */
  readonly memory: AssetMemory;
}

/** Where they are looked for. */
export interface StandingRequest {
  readonly project: LoadedProject;
  readonly workspace: Workspace;
  readonly pause: Pause;
}

/** Where every asset is looked at. */
export const nothingStands: StandingAssets = { ids: new Set(), cells: [], outputs: 0, warnings: [], art: new Map(), memory: emptyAssetMemory };

/** Finds the assets of a selection that stand. Whoever sends results to a store looks at everything where an earlier build could not send all of them. */
export async function findStanding(selected: AssetMatrix, { project, workspace, pause }: StandingRequest): Promise<StandingAssets> {
  const { host, paths } = workspace;
  const sends = sendsResults(project.config, host);
  if (sends && existsSync(paths.unsent)) return nothingStands;
  const basis = await digestBasis(project, workspace, stampManifest(host.root, project.config.output.dir));
  const memory = basis === undefined ? emptyAssetMemory : openAssetMemory(paths.assets, basis);
  const digest = createAssetDigester(project, project.book.lines());
  const mayStand = createPaidRule(project, host);
  const found: KnownCells[] = [];
  for (const each of selected) {
    await pause();
    const known = memory.find(each.asset.id);
    if (known === undefined || (sends && known.results === undefined)) continue;
    if (mayStand(each) && (await isSame(each, known, digest)) && areThere(known.files, host.root))
      found.push({ ...each, known: { warnings: known.warnings, ...(known.art && { art: known.art }) } });
  }
  const standing = releaseSharers(found, selected, project);
  return {
    ids: new Set(standing.map(({ asset }) => asset.id)),
    cells: standing.flatMap(({ cells }) => cells),
    outputs: standing.reduce((sum, { asset, cells }) => sum + cells.length * asset.formats.length, 0),
    warnings: standing.flatMap(({ known }) => known.warnings),
    art: new Map(standing.flatMap(({ asset, known }) => (known.art === undefined ? [] : [[asset.id, known.art] as const]))),
    memory,
  };
}

/** Keys of shared results that standing assets rest on. */
export function listStandingResults({ ids, memory }: StandingAssets): readonly Digest[] {
  return [...ids].flatMap((id) => memory.find(id)?.results ?? []);
}

/** Cells of an asset that is remembered. */
interface KnownCells extends AssetCells {
  readonly known: Pick<RememberedAsset, 'warnings' | 'art'>;
}

/** Bought art stands only as a whole, and only while nothing is open of earlier purchases: what comes of them goes into the lock. */
function createPaidRule({ inputs: { assets } }: LoadedProject, { root }: Host): (each: AssetCells) => boolean {
  let isSettled: boolean | undefined;
  return ({ asset, cells }) => {
    if (!needsPurchase(asset, assets)) return true;
    isSettled ??= hasNoPapers(root);
    return isSettled && cells.length === assets.get(asset.id)!.cells.length;
  };
}

function hasNoPapers(root: string): boolean {
  const journal = openJournalOf(root);
  return journal.pending().length + journal.batches().length + journal.damaged().length === 0;
}

/**
 * Equal requests of several assets are one, which has the name of the first that asks, and wants as many pictures. Where one that is looked at wants more of them than were
 * bought, all that share it are looked at; so are those whose edits are told of by that name.
 */
function releaseSharers(standing: readonly KnownCells[], selected: AssetMatrix, { inputs, book }: LoadedProject): readonly KnownCells[] {
  if (standing.every(({ known }) => known.art === undefined)) return standing;
  const ids = new Set(standing.map(({ asset }) => asset.id));
  const looked = selected.filter(({ asset }) => !ids.has(asset.id) && needsPurchase(asset, inputs.assets));
  const wanted = new Map<string, number>();
  for (const each of looked)
    for (const task of derivePlan([each], inputs).plan.tasks)
      if (task.kind === 'generate') wanted.set(task.id, Math.max(task.candidates, wanted.get(task.id) ?? 0));
  const isReleased = ({ requests, edits }: RememberedArt): boolean =>
    requests.some(({ task, key }) => wanted.has(task) && (edits.length > 0 || book.pictures(key).length < wanted.get(task)!));
  return standing.filter(({ known }) => known.art === undefined || !isReleased(known.art));
}

/** What is wrong with the settings is told by whoever opens the store. */
function sendsResults({ store }: ResolvedConfig, { root, environment }: Host): boolean {
  try {
    return readSharingSettings({ store, environment, root })?.trust.writes !== undefined;
  } catch (error) {
    if (error instanceof VisualsError) return true;
    throw error;
  }
}

async function isSame({ asset }: AssetCells, { keys, warnings, art, digest }: RememberedAsset, compute: AssetDigester): Promise<boolean> {
  const requests = (art?.requests ?? []).map(({ key }) => key);
  return (await compute(asset, { keys, places: warnings.length > 0, requests })) === digest;
}

function areThere(files: readonly string[], root: string): boolean {
  for (let at = 0; at < files.length; at += 2) if (readStamp(`${root}/${files[at]}`) !== files[at + 1]) return false;
  return true;
}
