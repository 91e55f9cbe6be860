import { selectCells } from '../matrix/select-cells.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { AssetMatrix } from '../model/matrix.ts';
import type { Plan } from '../model/plan.ts';
import type { Selection } from '../model/report.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import { loadProject } from './load-project.ts';
import type { LoadedProject } from './load-project.ts';
import type { Workspace } from './workspace.ts';

/** A project, loaded and planned. */
export interface PreparedPlan {
  readonly project: LoadedProject;
  /** Every cell of the config. */
  readonly matrix: AssetMatrix;
  /** The tasks of the cells that were asked for and could be planned. */
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
  /** Cells that could not be planned. */
  readonly failed: readonly string[];
}

/**
 * Loads the project and plans what was asked for.
 * @throws VisualsError what makes the project as a whole unusable: config, brand, fonts, copy files, an empty selection
 */
export async function preparePlan(workspace: Workspace, selection: Selection): Promise<PreparedPlan> {
  const project = await loadProject(workspace);
  const matrix = [...project.inputs.assets.values()];
  const { plan, diagnostics, failed } = derivePlan(selectCells(matrix, selection), project.inputs);
  return { project, matrix, plan, diagnostics: [...project.diagnostics, ...diagnostics], failed };
}
