import { narrowMatrix } from '../matrix/narrow-matrix.ts';
import type { PlannedPurchase } from '../model/report.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import { executeForFree } from '../project/execute-for-free.ts';
import type { LoadedProject } from '../project/load-project.ts';
import type { Workspace } from '../project/workspace.ts';
import type { MadeCells } from './draw-cells.ts';

/** What the last complete build worked with. Its plan is let go: what somebody asks about is planned once more. */
export interface LastBuild {
  readonly project: LoadedProject;
  readonly workspace: Workspace;
  /** What is still to be bought. */
  readonly unpaid: readonly PlannedPurchase[];
}

/** Plans one cell as the last build did, and looks up what came of it. Nothing is drawn but what the cache has lost; of a cell that can't be planned, the plan is empty. */
export async function recallCell({ project, workspace }: LastBuild, cell: string): Promise<MadeCells> {
  const { plan } = derivePlan(narrowMatrix(project.inputs.assets, [cell]), project.inputs);
  const { outcomes } = await executeForFree({ workspace, project, plan, jobs: 1, onDiagnostic: () => undefined });
  return { project, plan, outcomes };
}
