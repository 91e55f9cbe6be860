import { batchNotOffered } from './diagnostics/batch.ts';
import { listAwaitedKeys, summariseAwaited } from './project/awaited-art.ts';
import { describeHost } from './project/host.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { describeCell, describeChange } from './engine/describe-cell.ts';
import { predictPlan } from './engine/predict-plan.ts';
import type { PredictOptions, Prediction } from './engine/predict-plan.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { KeyRecord } from './model/outcome.ts';
import type { GenerateTask, Plan, PlannedCell, Task } from './model/plan.ts';
import type { CellChange, PlannedPurchase, PlanReport, ProjectOptions, Selection } from './model/report.ts';
import { checkRequests, findEndings } from './project/check-requests.ts';
import type { Host } from './project/host.ts';
import { listPurchases } from './project/list-purchases.ts';
import { openTreasury } from './project/open-paid-art.ts';
import { countOutputs, derivePlans, mostCellsAtOnce, preparePlan } from './project/prepare-plan.ts';
import type { PreparedPlan } from './project/prepare-plan.ts';
import type { Slicing } from './project/prepare-plan.ts';
import { openWorkspace } from './project/workspace.ts';
import type { Workspace } from './project/workspace.ts';
import { indexAsset } from './publish/create-manifest.ts';
import { filesOf, walkAssets } from './publish/manifest-assets.ts';
import { openManifest } from './publish/read-manifest.ts';
import type { RememberedRequest } from './store/asset-memory.ts';
import { openKeyMemory } from './store/key-memory.ts';
import type { KeyMemory } from './store/key-memory.ts';
import { readSnapshot } from './store/snapshot.ts';
import { locateState } from './project/state-paths.ts';

/** What of a build is foretold. */
export interface PlanOptions extends ProjectOptions, Selection {
  /** Whether pictures would be ordered in batches, at the lower price. */
  readonly batch?: boolean;
}

/** Foretells a build without making anything: what would be made and why, what is reused, what would be removed. The report is the same however it is sliced. */
export async function planBuild(options: PlanOptions = {}, { mostCells = mostCellsAtOnce }: Slicing = {}): Promise<PlanReport> {
  const host = describeHost(options);
  const workspace = openWorkspace(host, readSnapshot(locateState(host.root).snapshot));
  try {
    const prepared = await preparePlan(workspace, options, { leaveStanding: true, mostCells, signal: options.signal });
    const { book, journal } = openTreasury(host.root);
    const foretold = await foretell(prepared, workspace, { book, awaited: listAwaitedKeys(journal), batch: options.batch ?? false });
    const { changes, outputs } = foretold;
    const refused = [...checkPurchases(prepared, foretold, host), ...(options.batch ? checkBatches(prepared, foretold) : [])];
    const diagnostics = [...prepared.diagnostics, ...foretold.diagnostics.values(), ...(await prepared.project.tools.locate(refused))];
    const requests = listRequests(prepared, foretold).length;
    const cells = foretold.cells + prepared.standing.cells.length;
    return {
      exit: findWorstExit(diagnostics),
      cells,
      outputs: outputs + prepared.standing.outputs,
      reused: cells - changes.length,
      changes,
      purchases: [...foretold.purchases.values()],
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

/** What is foretold of all slices of a plan. */
interface Foretold {
  readonly cells: number;
  readonly outputs: number;
  readonly changes: readonly CellChange[];
  /** What is wrong, each once. */
  readonly diagnostics: ReadonlyMap<string, Diagnostic>;
  /** Paid task → what is to be bought. */
  readonly purchases: ReadonlyMap<string, PlannedPurchase>;
  /** Paid tasks, bought or not. */
  readonly requests: ReadonlyMap<string, GenerateTask>;
}

interface Ground extends Pick<PredictOptions, 'book' | 'awaited'> {
  readonly batch: boolean;
}

/** Predicts slice by slice: of each, what would happen is kept, and not how that is known. */
async function foretell(prepared: PreparedPlan, workspace: Workspace, { batch, ...ground }: Ground): Promise<Foretold> {
  const { project } = prepared;
  const { index, store, paths } = workspace;
  const memory = openKeyMemory(paths.keyMemory);
  const found = { changes: [] as CellChange[], diagnostics: new Map<string, Diagnostic>(), requests: new Map<string, GenerateTask>() };
  const purchases = new Map<string, PlannedPurchase>();
  let [cells, outputs] = [0, 0];
  for await (const plan of derivePlans(prepared)) {
    const prediction = await predictPlan(plan, { tools: project.tools, index, store, ...ground });
    cells += plan.cells.length;
    outputs += countOutputs(plan);
    for (const change of predictChanges(memory, plan, prediction)) found.changes.push(change);
    for (const each of prediction.diagnostics) found.diagnostics.set(JSON.stringify(each), each);
    for (const each of listPurchases(plan, prediction, project.generators, batch)) {
      // As in one piece, the first that asks says how many pictures.
      const known = purchases.get(each.task);
      purchases.set(each.task, { ...(known ?? each), serves: each.serves + (known?.serves ?? 0) });
    }
    for (const task of plan.tasks) if (task.kind === 'generate' && !found.requests.has(task.id)) found.requests.set(task.id, task);
  }
  return { ...found, purchases, cells, outputs };
}

/** The different requests to image models that plan and standing assets rest on. */
function listRequests({ standing }: PreparedPlan, { requests }: Foretold): readonly Omit<RememberedRequest, 'key'>[] {
  const planned = [...requests.values()].map(({ request, id }) => ({ ...request, task: id }));
  const remembered = [...standing.art.values()].flatMap((each) => each.requests);
  return [...new Map([...planned, ...remembered].map((each) => [each.task, each])).values()];
}

/** Paid tasks of which something is to be bought. */
function listWanted({ requests, purchases }: Foretold): readonly GenerateTask[] {
  return [...requests.values()].filter(({ id }) => purchases.has(id));
}

/** What the provider would refuse of what is to be bought, and models that end soon, also those of pictures that are bought. Dates are told once. */
function checkPurchases(prepared: PreparedPlan, foretold: Foretold, { clock }: Host): readonly Diagnostic[] {
  const { project } = prepared;
  const refused = checkRequests(listWanted(foretold), project.generators);
  const requests = listRequests(prepared, foretold);
  const endings = [...project.generators].flatMap(([name, generator]) => {
    const models = requests.flatMap((each) => (each.generator === name ? [each.model] : []));
    return findEndings(models, generator, clock);
  });
  const told = new Set(refused.map(({ message }) => message));
  return [...refused, ...endings.filter(({ message }) => !told.has(message))];
}

/** What batches refuse of what is to be bought. */
function checkBatches({ project }: PreparedPlan, foretold: Foretold): readonly Diagnostic[] {
  return listWanted(foretold).flatMap(({ request, art }) => {
    const service = project.generators.get(request.generator)?.batches;
    if (service === undefined) return [batchNotOffered({ generator: request.generator })];
    return service.check(request).map((each) => ({ asset: art.slice(0, art.indexOf('/')), details: { art }, ...each }));
  });
}

/** The cells of a plan that would be made, and why. */
function predictChanges(memory: KeyMemory, plan: Plan, prediction: Prediction): readonly CellChange[] {
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
