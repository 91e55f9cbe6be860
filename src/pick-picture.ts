import { pictureUnknown } from './diagnostics/lock.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Digest } from './model/digest.ts';
import type { PictureEntry } from './model/purchase.ts';
import type { ProjectOptions } from './model/report.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import { loadAssetArt } from './project/load-asset-art.ts';
import type { AssetArt, LoadedAssetArt } from './project/load-asset-art.ts';
import { vaultName } from './project/open-paid-art.ts';
import { scoreCandidates } from './project/score-candidates.ts';
import type { Scores } from './project/score-candidates.ts';
import { openWorkspace } from './project/workspace.ts';

/** Which asset's candidates are meant, and which of them is to be used. */
export interface PickOptions extends ProjectOptions {
  readonly asset: string;
  /** The beginning of a candidate's digest, long enough to be one candidate's only; without it nothing is chosen. */
  readonly digest?: string;
  /** Only this slot. */
  readonly slot?: string;
}

/** One picture that was bought for a slot. */
export interface Candidate extends Pick<PictureEntry, 'digest' | 'width' | 'height' | 'model' | 'date' | 'cost' | 'from' | 'fake'> {
  /** Whether this is the picture that builds use. */
  readonly chosen: boolean;
  /** How busy it is where the words of all languages stand, 0 (flat) to 1; absent where nothing is known of that. */
  readonly busyness?: number;
  /** Whether it is the calmest of several there. */
  readonly proposed?: true;
  /** Relative to the root. */
  readonly path: string;
}

/** The pictures that were bought for one request of a slot. */
export interface CandidateList {
  /** `asset/slot`. */
  readonly art: string;
  readonly width: number;
  readonly height: number;
  /** Whether two branches chose differently, so that a person has to choose. */
  readonly undecided: boolean;
  readonly candidates: readonly Candidate[];
}

/** The candidates of an asset, as they are after the choice. */
export interface PickReport {
  readonly exit: number;
  readonly asset: string;
  readonly lists: readonly CandidateList[];
  /** What was chosen now. */
  readonly picked?: Digest;
  readonly diagnostics: readonly Diagnostic[];
}

/** Lists the candidates of an asset's bought art, or chooses one of them: the choice goes into the lock, and the next build uses it. Buys nothing. */
export async function pickPicture(options: PickOptions): Promise<PickReport> {
  const host = describeHost(options);
  const load = (): Promise<LoadedAssetArt> => loadAssetArt(openWorkspace(host, undefined), options.asset, options.slot);
  const { asset, digest } = options;
  try {
    if (digest === undefined) return await describeArt(asset, await load());
    return await holdBuildLock(host, options, async () => {
      const loaded = await load();
      const picked = choose(loaded, asset, digest.toLowerCase());
      return { ...(await describeArt(asset, loaded)), picked };
    });
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), asset, lists: [], diagnostics: error.diagnostics };
  }
}

/** Equal bytes may have been bought for two requests: then they are chosen for both. */
function choose(loaded: LoadedAssetArt, asset: string, prefix: string): Digest {
  const { book } = loaded.treasury;
  const pictures = loaded.arts.flatMap((art) => picturesOf(art, loaded));
  const digests = [...new Set(pictures.map((picture) => picture.digest))];
  const [match, ...more] = prefix === '' ? digests : digests.filter((digest) => digest.startsWith(prefix));
  if (match === undefined || more.length > 0) {
    const known = digests.map((digest) => digest.slice(0, Math.max(12, prefix.length)));
    throw new VisualsError(pictureUnknown({ asset, digest: prefix, known, matches: more.length + (match === undefined ? 0 : 1) }));
  }
  for (const { key } of pictures.filter(({ digest }) => digest === match)) book.choose(key, match);
  return match;
}

function picturesOf({ key }: AssetArt, { treasury }: LoadedAssetArt): readonly PictureEntry[] {
  return key === undefined ? [] : treasury.book.pictures(key);
}

async function describeArt(asset: string, loaded: LoadedAssetArt): Promise<PickReport> {
  const lists: CandidateList[] = [];
  for (const art of loaded.arts) {
    const digests = picturesOf(art, loaded).map(({ digest }) => digest);
    lists.push(describeCandidates(art, loaded, digests.length < 2 ? new Map() : await scoreCandidates(art.task.id, digests, loaded.scoring)));
  }
  return { exit: findWorstExit(loaded.diagnostics), asset, lists, diagnostics: loaded.diagnostics };
}

function describeCandidates(art: AssetArt, loaded: LoadedAssetArt, scores: Scores): CandidateList {
  const { width, height } = art.task.request;
  const pictures = picturesOf(art, loaded);
  const chosen = art.key && loaded.treasury.book.findChosen(art.key)?.digest;
  const calmest = Math.min(...scores.values());
  const candidates = pictures.map(({ digest, model, date, cost, from, fake, ...size }): Candidate => ({
    digest,
    width: size.width,
    height: size.height,
    model,
    date,
    cost,
    chosen: digest === chosen,
    path: `${vaultName}/${digest.slice(0, 2)}/${digest}`,
    ...(scores.has(digest) && { busyness: scores.get(digest)! }),
    ...(scores.size > 1 && scores.get(digest) === calmest && { proposed: true as const }),
    ...(from !== undefined && { from }),
    ...(fake && { fake }),
  }));
  return { art: art.task.art, width, height, undecided: pictures.length > 0 && chosen === undefined, candidates };
}
