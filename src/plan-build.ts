import { batchNotOffered } from './diagnostics/batch.ts';
import { listAwaitedKeys, summariseAwaited } from './project/awaited-art.ts';
import { describeHost } from './project/host.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { describeCell, describeChange } from './engine/describe-cell.ts';
import { predictPlan } from './engine/predict-plan.ts';
import type { Prediction } from './engine/predict-plan.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { KeyRecord } from './model/outcome.ts';
import type { PlannedCell, Task } from './model/plan.ts';
import type { CellChange, PlanReport, ProjectOptions, Selection } from './model/report.ts';
import { checkRequests, findEndings } from './project/check-requests.ts';
import type { Host } from './project/host.ts';
import { listPurchases } from './project/list-purchases.ts';
import { openTreasury } from './project/open-paid-art.ts';
import { countOutputs, preparePlan } from './project/prepare-plan.ts';
import type { PreparedPlan } from './project/prepare-plan.ts';
import { openWorkspace } from './project/workspace.ts';
import type { Workspace } from './project/workspace.ts';
import { indexAsset } from './publish/create-manifest.ts';
import { filesOf, walkAssets } from './publish/manifest-assets.ts';
import { openManifest } from './publish/read-manifest.ts';
import type { RememberedRequest } from './store/asset-memory.ts';
import { openKeyMemory } from './store/key-memory.ts';
import { readSnapshot } from './store/snapshot.ts';
import { locateState } from './project/state-paths.ts';

/** What of a build is foretold. */
export interface PlanOptions extends ProjectOptions, Selection {
  /** Whether pictures would be ordered in batches, at the lower price. */
  readonly batch?: boolean;
}

/** Foretells a build without making anything: what would be made and why, what is reused, what would be removed. */
export async function planBuild(options: PlanOptions = {}): Promise<PlanReport> {
  const host = describeHost(options);
  const workspace = openWorkspace(host, readSnapshot(locateState(host.root).snapshot));
  try {
    const prepared = await preparePlan(workspace, options, { leaveStanding: true });
    const { book, journal } = openTreasury(host.root);
    const prediction = await predictPlan(prepared.plan, {
      tools: prepared.project.tools,
      index: workspace.index,
      store: workspace.store,
      book,
      awaited: listAwaitedKeys(journal),
    });
    const diagnostics = [
      ...prepared.diagnostics,
      ...prediction.diagnostics,
      ...checkPurchases(prepared, prediction, host),
      ...(options.batch ? checkBatches(prepared, prediction) : []),
    ];
    const changes = predictChanges(workspace, prepared, prediction);
    const requests = listRequests(prepared).length;
    const cells = prepared.plan.cells.length + prepared.standing.cells.length;
    return {
      exit: findWorstExit(diagnostics),
      cells,
      outputs: countOutputs(prepared.plan) + prepared.standing.outputs,
      reused: cells - changes.length,
      changes,
      purchases: listPurchases(prepared.plan, prediction, prepared.project.generators, options.batch),
      ...(requests > 0 && { requests }),
      ...(options.batch === true && { batch: true }),
      ...summariseAwaited(journal),
      removes: predictRemovals(host.root, prepared),
      diagnostics,
    };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), cells: 0, outputs: 0, reused: 0, changes: [], purchases: [], removes: [], diagnostics: error.diagnostics };
  }
}

/** The different requests to image models that plan and standing assets rest on. */
function listRequests({ plan, standing }: PreparedPlan): readonly Omit<RememberedRequest, 'key'>[] {
  const planned = plan.tasks.flatMap((task) => (task.kind === 'generate' ? [{ ...task.request, task: task.id }] : []));
  const remembered = [...standing.art.values()].flatMap(({ requests }) => requests);
  return [...new Map([...planned, ...remembered].map((each) => [each.task, each])).values()];
}

/** What the provider would refuse of what is to be bought, and models that end soon, also those of pictures that are bought. Dates are told once. */
function checkPurchases(prepared: PreparedPlan, prediction: Prediction, { clock }: Host): readonly Diagnostic[] {
  const { plan, project } = prepared;
  const wanted = plan.tasks.flatMap((task) => (task.kind === 'generate' && prediction.purchases.has(task.id) ? [task] : []));
  const refused = checkRequests(wanted, project.generators);
  const requests = listRequests(prepared);
  const endings = [...project.generators].flatMap(([name, generator]) => {
    const models = requests.flatMap((each) => (each.generator === name ? [each.model] : []));
    return findEndings(models, generator, clock);
  });
  const told = new Set(refused.map(({ message }) => message));
  return [...refused, ...endings.filter(({ message }) => !told.has(message))];
}

/** What batches refuse of what is to be bought. */
function checkBatches({ plan, project }: PreparedPlan, { purchases }: Prediction): readonly Diagnostic[] {
  return plan.tasks.flatMap((task) => {
    if (task.kind !== 'generate' || !purchases.has(task.id)) return [];
    const { request, art } = task;
    const service = project.generators.get(request.generator)?.batches;
    if (service === undefined) return [batchNotOffered({ generator: request.generator })];
    return service.check(request).map((each) => ({ asset: art.slice(0, art.indexOf('/')), details: { art }, ...each }));
  });
}

/** The cells of a plan that would be made, and why. */
function predictChanges(workspace: Workspace, { plan }: PreparedPlan, prediction: Prediction): readonly CellChange[] {
  const memory = openKeyMemory(workspace.paths.keyMemory);
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
  return plan.cells.flatMap((cell) => {
    if (!cell.encodes.some((id) => prediction.runs.has(id))) return [];
    return predictChange(cell, tasks, prediction, memory.find(cell.cell.id)?.record) ?? [];
  });
}

function predictChange(cell: PlannedCell, tasks: ReadonlyMap<string, Task>, prediction: Prediction, before: Parameters<typeof describeChange>[1]): CellChange {
  const after = (): KeyRecord => describeCell(cell, tasks, (id) => prediction.records.get(id));
  return describeChange(cell, before, after) ?? { cell: cell.cell.id, asset: cell.cell.asset, reason: 'lost', causes: [] };
}

/** Files of pictures whose cells the config no longer has. Files that are replaced by newer ones are not listed: their names aren't known yet. */
function predictRemovals(root: string, { project, matrix, standing }: PreparedPlan): readonly string[] {
  const { dir } = project.config.output;
  const published = openManifest(root, dir, standing.ids);
  if (published === undefined) return [];
  const cells = new Map(matrix.map((each) => [each.asset.id, each.cells]));
  const [all, kept] = [new Set<string>(), new Set<string>()];
  for (const [id, asset] of walkAssets(published)) {
    const pictures = indexAsset(id, asset);
    const declared = (cells.get(id) ?? []).flatMap((cell) => pictures.get(cell.id) ?? []);
    if (declared.length < asset.pictures.length) for (const { src } of filesOf(asset)) all.add(src);
    if (declared.length < asset.pictures.length) for (const { src } of filesOf({ ...asset, pictures: declared })) kept.add(src);
  }
  return [...all].filter((src) => !kept.has(src)).map((src) => `${dir}/${src}`);
}
