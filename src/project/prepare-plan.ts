import { selectCells } from '../matrix/select-cells.ts';
import { sliceMatrix } from '../matrix/slice-matrix.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { AssetMatrix } from '../model/matrix.ts';
import type { Plan } from '../model/plan.ts';
import type { Selection } from '../model/report.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import { needsPurchase } from './digest-asset.ts';
import { loadProject } from './load-project.ts';
import type { LoadedProject } from './load-project.ts';
import { findStanding, nothingStands } from './find-standing.ts';
import type { StandingAssets } from './find-standing.ts';
import type { ProjectMemory } from './project-memory.ts';
import type { Workspace } from './workspace.ts';

/** A project, loaded and planned. */
export interface PreparedPlan {
  readonly project: LoadedProject;
  /** Every cell of the config. */
  readonly matrix: AssetMatrix;
  /** Assets that were asked for and are not in the plan, because they stand as they are. */
  readonly standing: StandingAssets;
  /** The tasks of the cells that were asked for and could be planned; of a sliced build, those of the first slice, in which all that is bought is. */
  readonly plan: Plan;
  /** What is planned once more when it is its turn; none but in a sliced build. */
  readonly later: LaterSlices;
  readonly diagnostics: readonly Diagnostic[];
  /** Cells that could not be planned. */
  readonly failed: readonly string[];
  /** Asset → copy keys that its plan asked for. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** Slices of a build behind its first, and how much they are. Their plans were derived once, to tell what is wrong, and let go. */
export interface LaterSlices {
  readonly slices: readonly AssetMatrix[];
  readonly cells: number;
  readonly outputs: number;
  readonly tasks: number;
}

/** How a project is planned. */
export interface PrepareOptions {
  /** Whether assets that stand are left out of the plan; default false, for whoever works with the whole plan. */
  readonly leaveStanding?: boolean;
  /** Cells that are planned at once; default all, for whoever works with the whole plan. */
  readonly mostCells?: number | undefined;
  /** What was loaded before in this process. */
  readonly memory?: ProjectMemory | undefined;
}

/**
 * Loads the project and plans what was asked for. With a memory, only what has moved since it was remembered is loaded.
 * @throws VisualsError what makes the project as a whole unusable: config, brand, fonts, copy files, an empty selection
 */
export async function preparePlan(workspace: Workspace, selection: Selection, options: PrepareOptions = {}): Promise<PreparedPlan> {
  const { leaveStanding = false, mostCells = Infinity, memory } = options;
  const project = await loadProject(workspace, memory);
  const { inputs } = project;
  const matrix = [...inputs.assets.values()];
  const selected = selectCells(matrix, selection);
  const standing = leaveStanding ? await findStanding(selected, project, workspace) : nothingStands;
  const touched = selected.filter(({ asset, cells }) => cells.length > 0 && !standing.ids.has(asset.id));
  const [first = [], ...slices] = sliceMatrix(touched, { mostCells, belongsFirst: (asset) => needsPurchase(asset, inputs.assets) });
  const { plan, diagnostics, failed, keys } = derivePlan(first, inputs);
  const prepared = { project, matrix, standing, plan, diagnostics: [...project.diagnostics, ...diagnostics], failed, keys };
  return slices.reduce(addSlice, { ...prepared, later: { slices: [], cells: 0, outputs: 0, tasks: 0 } });
}

/** Derives a slice's plan for what is to be told of it. */
function addSlice(prepared: PreparedPlan, slice: AssetMatrix): PreparedPlan {
  const { plan, diagnostics, failed, keys } = derivePlan(slice, prepared.project.inputs);
  const { slices, cells, outputs, tasks } = prepared.later;
  return {
    ...prepared,
    diagnostics: [...prepared.diagnostics, ...diagnostics],
    failed: [...prepared.failed, ...failed],
    keys: new Map([...prepared.keys, ...keys]),
    later: {
      slices: [...slices, slice],
      cells: cells + plan.cells.length,
      outputs: outputs + countOutputs(plan),
      tasks: tasks + plan.tasks.length,
    },
  };
}

/** Files of a plan. */
export function countOutputs({ cells }: Plan): number {
  return cells.reduce((sum, { encodes }) => sum + encodes.length, 0);
}
