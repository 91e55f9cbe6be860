import { selectCells } from '../matrix/select-cells.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { AssetMatrix } from '../model/matrix.ts';
import type { Plan } from '../model/plan.ts';
import type { Selection } from '../model/report.ts';
import { derivePlan } from '../plan/derive-plan.ts';
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
  /** The tasks of the cells that were asked for and could be planned. */
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
  /** Cells that could not be planned. */
  readonly failed: readonly string[];
  /** Asset → copy keys that its plan asked for. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** How a project is planned. */
export interface PrepareOptions {
  /** Whether assets that stand are left out of the plan; default false, for whoever works with the whole plan. */
  readonly leaveStanding?: boolean;
  /** What was loaded before in this process. */
  readonly memory?: ProjectMemory | undefined;
}

/**
 * Loads the project and plans what was asked for. With a memory, only what has moved since it was remembered is loaded.
 * @throws VisualsError what makes the project as a whole unusable: config, brand, fonts, copy files, an empty selection
 */
export async function preparePlan(workspace: Workspace, selection: Selection, { leaveStanding = false, memory }: PrepareOptions = {}): Promise<PreparedPlan> {
  const project = await loadProject(workspace, memory);
  const matrix = [...project.inputs.assets.values()];
  const selected = selectCells(matrix, selection);
  const standing = leaveStanding ? await findStanding(selected, project, workspace) : nothingStands;
  const touched = selected.filter(({ asset }) => !standing.ids.has(asset.id));
  const { plan, diagnostics, failed, keys } = derivePlan(touched, project.inputs);
  return { project, matrix, standing, plan, diagnostics: [...project.diagnostics, ...diagnostics], failed, keys };
}
