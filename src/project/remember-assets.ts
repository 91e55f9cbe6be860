import type { Digest } from '../model/digest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { groupBy } from '../model/group-by.ts';
import { stampManifest } from '../publish/read-manifest.ts';
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
  /** Asset → how many of its cells have all files made or found. */
  readonly finished: ReadonlyMap<string, number>;
  /** Asset → what it shows of image models. */
  readonly art: ReadonlyMap<string, ShownArt>;
  /** Asset → keys of its results that are shared. */
  readonly keys: ReadonlyMap<string, ReadonlySet<Digest>>;
  /** The lock, as it is now. */
  readonly book: LockBook;
  readonly workspace: Workspace;
  /** Path, stamp, path, stamp, … of an asset's files, as they were published. */
  readonly filesOf: (asset: string) => readonly string[];
  /** All that was said. */
  readonly told: readonly Diagnostic[];
}

/** Remembers the assets that were built whole; of those that were looked at and are not right, nothing is known any more. */
export async function rememberAssets(built: AssetsBuilt): Promise<void> {
  const { project } = built.prepared;
  const { host, paths, writable } = built.workspace;
  const basis = await digestBasis(project, built.workspace, stampManifest(host.root, project.config.output.dir));
  if (basis === undefined || !writable) return;
  writeAssetMemory(paths.assets, basis, listAssets(built, await digestBuilt(built)));
}

type Digested = Omit<RememberedAsset, 'files'>;

async function digestBuilt({ prepared, finished, art, keys: results, book, told }: AssetsBuilt): Promise<ReadonlyMap<string, Digested>> {
  const digest = createAssetDigester(prepared.project, book.lines());
  const said = groupBy(told, (each) => each.asset);
  const digested = new Map<string, Digested>();
  for (const { asset, cells } of prepared.matrix) {
    const keys = prepared.keys.get(asset.id);
    const [warnings, shown] = [said.get(asset.id) ?? [], art.get(asset.id)];
    const isRight = finished.get(asset.id) === cells.length && warnings.every(({ severity }) => severity === 'warning');
    if (keys === undefined || !isRight || (shown !== undefined && !isBought(shown, asset, prepared, book))) continue;
    const now = await digest(asset, { keys, places: warnings.length > 0, requests: (shown?.requests ?? []).map(({ key }) => key) });
    const sent = results.get(asset.id);
    if (now !== undefined) digested.set(asset.id, { digest: now, keys, warnings, ...(shown && { art: trimArt(shown) }), ...(sent && { results: [...sent] }) });
  }
  return digested;
}

/** What was looked at now, and of the others what is known. */
function* listAssets({ prepared, filesOf }: AssetsBuilt, digested: ReadonlyMap<string, Digested>): Iterable<readonly [string, RememberedAsset]> {
  for (const { asset } of prepared.matrix) {
    const now = digested.get(asset.id);
    const known = now === undefined && !prepared.keys.has(asset.id) ? prepared.standing.memory.find(asset.id) : undefined;
    if (known !== undefined) yield [asset.id, known];
    else if (now !== undefined) yield [asset.id, { ...now, files: filesOf(asset.id) }];
  }
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
