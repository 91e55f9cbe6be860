import type { Diagnostic } from '../model/diagnostic.ts';
import { manifestName } from '../publish/publish-outputs.ts';
import { writeAssetMemory } from '../store/asset-memory.ts';
import type { LockBook } from '../lock/lock-book.ts';
import type { ResolvedAsset } from '../model/config.ts';
import type { RememberedArt, RememberedAsset } from '../store/asset-memory.ts';
import { createAssetDigester, digestBasis, listArt, listLinked } from './digest-asset.ts';
import type { ShownArt } from './gather-art.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { Workspace } from './workspace.ts';

/** What a build leaves behind. */
export interface AssetsBuilt {
  readonly prepared: PreparedPlan;
  /** Cells whose files are all made or found. */
  readonly finished: ReadonlySet<string>;
  /** Asset → what it shows of image models. */
  readonly art: ReadonlyMap<string, ShownArt>;
  /** The lock, as it is now. */
  readonly book: LockBook;
  readonly workspace: Workspace;
  /** Path → stamp of every published file, the manifest among them. */
  readonly stamps: ReadonlyMap<string, string>;
  /** All that was said. */
  readonly told: readonly Diagnostic[];
}

/** Remembers the assets that were built whole; of those that were looked at and are not right, nothing is known any more. */
export async function rememberAssets({ prepared, finished, art, book, workspace, stamps, told }: AssetsBuilt): Promise<void> {
  const { project, standing, matrix } = prepared;
  const { host, paths } = workspace;
  const basis = digestBasis(project, host, stamps.get(`${project.config.output.dir}/${manifestName}`));
  if (basis === undefined || !workspace.writable) return;
  const looked = new Set(prepared.keys.keys());
  const [files, said] = [groupFiles(stamps, project.config.output.dir), groupByAsset(told)];
  const digest = createAssetDigester(project, book.lines());
  const memory = new Map<string, RememberedAsset>();
  for (const { asset, cells } of matrix) {
    const kept = looked.has(asset.id) ? undefined : standing.memory.get(asset.id);
    if (kept !== undefined) memory.set(asset.id, kept);
    const warnings = said.get(asset.id) ?? [];
    const isRight = cells.every(({ id }) => finished.has(id)) && warnings.every(({ severity }) => severity === 'warning');
    const shown = art.get(asset.id);
    if (!looked.has(asset.id) || !isRight || (shown !== undefined && !isBought(shown, asset, prepared, book))) continue;
    const own = { keys: prepared.keys.get(asset.id) ?? [], warnings, files: files.get(asset.id) ?? [], ...(shown && { art: trimArt(shown) }) };
    const now = await digest(asset, { keys: own.keys, places: own.warnings.length > 0, requests: (shown?.requests ?? []).map(({ key }) => key) });
    if (now !== undefined) memory.set(asset.id, { digest: now, ...own });
  }
  writeAssetMemory(paths.assets, basis, memory);
}

/**
 * Whether the lock holds all that was wanted of each request, and the picture that was shown is the one that it names: no stand-in, and nobody chose another one meanwhile. What
 * another asset asked for first is told of by that one's name, and has that one's number of candidates: it counts only where neither says less than the asset's own would.
 */
function isBought({ requests, edits }: ShownArt, asset: ResolvedAsset, { project }: PreparedPlan, book: LockBook): boolean {
  const linked = listLinked(asset, project.inputs.assets);
  const ids = new Set(linked.map(({ id }) => id));
  const most = Math.max(...linked.flatMap(listArt).map((each) => ('candidates' in each ? each.candidates : 1)));
  return requests.every(({ key, picture, art, candidates }) => {
    const isOwn = ids.has(assetOf(art));
    return book.findChosen(key)?.digest === picture && book.pictures(key).length >= (isOwn ? candidates : most) && (isOwn || edits.length === 0);
  });
}

/** Edits were made; who reads of them later reads of what an earlier build did. */
function trimArt({ requests, edits }: ShownArt): RememberedArt {
  return {
    requests: requests.map(({ task, key, generator, model }) => ({ task, key, generator, model })),
    edits: edits.map((edit) => ({ ...edit, made: false })),
  };
}

function assetOf(cell: string): string {
  return cell.slice(0, cell.indexOf('/'));
}

/** Published files by their asset, whose folder they lie in. */
function groupFiles(stamps: ReadonlyMap<string, string>, dir: string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [path, stamp] of stamps) addTo(groups, assetOf(path.slice(dir.length + 1)), path, stamp);
  return groups;
}

function groupByAsset(told: readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of told) if (diagnostic.asset !== undefined) addTo(groups, diagnostic.asset, diagnostic);
  return groups;
}

function addTo<Item>(groups: Map<string, Item[]>, name: string, ...items: readonly Item[]): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [...items]);
  else group.push(...items);
}
