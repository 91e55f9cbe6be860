import { assetUnknown } from '../diagnostics/project.ts';
import { paidArtNone } from '../diagnostics/lock.ts';
import { predictPlan, unknownDigest } from '../engine/predict-plan.ts';
import type { Prediction } from '../engine/predict-plan.ts';
import { computeActionKey } from '../keys/canonical.ts';
import { expandMatrix } from '../matrix/expand-matrix.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { GenerateTask } from '../model/plan.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import { loadProject } from './load-project.ts';
import { openTreasury } from './open-paid-art.ts';
import type { Treasury } from './open-paid-art.ts';
import type { ScoringInput } from './score-candidates.ts';
import type { Workspace } from './workspace.ts';

/** One request of an asset's bought art: a slot has one, or one for each shape or language. */
export interface AssetArt {
  readonly task: GenerateTask;
  /** Undefined as long as a picture that goes into the request does not exist yet. */
  readonly key: Digest | undefined;
}

/** The bought art of an asset, and where it is kept. */
export interface LoadedAssetArt {
  readonly arts: readonly AssetArt[];
  readonly treasury: Treasury;
  /** What the art was found in. */
  readonly scoring: ScoringInput;
  /** What keeps parts of the asset from being planned. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads a project and finds the bought art of one asset.
 * @param slot only this slot
 * @throws VisualsError `ASSET_UNKNOWN`, `PAID_ART_NONE`, and what loading throws
 */
export async function loadAssetArt(workspace: Workspace, asset: string, slot?: string): Promise<LoadedAssetArt> {
  const project = await loadProject(workspace);
  const { config, inputs, tools, diagnostics } = project;
  const matrix = expandMatrix(config.assets);
  if (matrix.every((each) => each.asset.id !== asset)) throw new VisualsError(assetUnknown({ asset, known: matrix.map((each) => each.asset.id) }));
  const derived = derivePlan(
    matrix.filter((each) => each.asset.id === asset),
    inputs,
  );
  const treasury = openTreasury(workspace.host.root);
  const prediction = await predictPlan(derived.plan, { tools, index: workspace.index, store: workspace.store, book: treasury.book });
  const own = derived.plan.tasks.filter((task) => task.kind === 'generate').filter(({ art }) => art.startsWith(`${asset}/`));
  const arts = own.filter(({ art }) => slot === undefined || isOf(art, `${asset}/${slot}`)).map((task) => ({ task, key: findKey(task, prediction) }));
  const problems = [...diagnostics, ...derived.diagnostics];
  if (arts.length > 0) return { arts, treasury, scoring: { workspace, project, plan: derived.plan, prediction }, diagnostics: problems };
  const known = [...new Set(own.map(({ art }) => art.slice(asset.length + 1)))];
  throw new VisualsError([...problems, paidArtNone({ asset, slot, known })]);
}

/** A slot's art, or a part of it. */
function isOf(art: string, name: string): boolean {
  return art === name || art.startsWith(`${name}.`);
}

function findKey(task: GenerateTask, { records }: Prediction): Digest | undefined {
  const record = records.get(task.id);
  return record === undefined || Object.values(record).includes(unknownDigest) ? undefined : computeActionKey('generate', record);
}
