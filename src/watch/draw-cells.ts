import type { Execution } from '../engine/execute-plan.ts';
import { expandMatrix } from '../matrix/expand-matrix.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { EncodeTask, Plan } from '../model/plan.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import { executeForFree } from '../project/execute-for-free.ts';
import type { LoadedProject } from '../project/load-project.ts';
import { loadProject } from '../project/load-project.ts';
import type { Workspace } from '../project/workspace.ts';

/** Cells that were drawn ahead of a build. */
export interface DrawnCells {
  readonly project: LoadedProject;
  readonly plan: Plan;
  readonly execution: Execution;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Draws a few cells as quickly as possible, in one exact and cheap format. Nothing is published and nobody is paid; what is drawn lies in the
 * store, so that the build that follows finds it.
 * @throws VisualsError what makes the project as a whole unusable
 */
export async function drawCells(workspace: Workspace, wanted: ReadonlySet<string>, signal?: AbortSignal): Promise<DrawnCells> {
  const project = await loadProject(workspace);
  const matrix = expandMatrix(project.config.assets).map(({ asset, cells }) => ({ asset, cells: cells.filter(({ id }) => wanted.has(id)) }));
  const derived = derivePlan(
    matrix.filter(({ cells }) => cells.length > 0),
    project.inputs,
  );
  const plan = encodeQuickly(derived.plan);
  const diagnostics: Diagnostic[] = [...derived.diagnostics];
  const execution = await executeForFree({
    workspace,
    project,
    plan,
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    ...(signal && { signal }),
  });
  return { project, plan, execution, diagnostics };
}

/** The same plan with one PNG a cell in place of what would be published. */
export function encodeQuickly(plan: Plan): Plan {
  const quick = (compose: string): EncodeTask => ({
    kind: 'encode',
    id: `${compose} quick`,
    input: compose,
    format: 'png',
    options: { quality: 100, effort: 0 },
  });
  const cells = plan.cells.map((cell) => ({ ...cell, encodes: [quick(cell.compose).id] }));
  const tasks = plan.tasks.filter(({ kind }) => kind !== 'encode');
  return { ...plan, tasks: [...tasks, ...plan.cells.map(({ compose }) => quick(compose))], cells };
}
