import type { CellViewer } from '../engine/create-run.ts';
import { resultOf } from '../engine/task-outcome.ts';
import { narrowMatrix } from '../matrix/narrow-matrix.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Cell } from '../model/matrix.ts';
import type { TaskOutcome } from '../model/outcome.ts';
import type { EncodeTask, Plan } from '../model/plan.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import type { DerivedPlan } from '../plan/derive-plan.ts';
import { executeForFree } from '../project/execute-for-free.ts';
import type { LoadedProject } from '../project/load-project.ts';
import { loadProject } from '../project/load-project.ts';
import type { ProjectMemory } from '../project/project-memory.ts';
import type { Workspace } from '../project/workspace.ts';
import type { PictureShelf } from './picture-shelf.ts';

/** What is to be drawn ahead of a build. */
export interface DrawRequest {
  readonly workspace: Workspace;
  readonly memory: ProjectMemory;
  /** Cells by id, in the order in which they are drawn. */
  readonly wanted: ReadonlySet<string>;
  /** Where the pixels go. */
  readonly shelf: PictureShelf;
  /** Leaves out the cells that are not begun. */
  readonly signal: AbortSignal;
  /** Called as soon as a cell's picture lies on the shelf. */
  readonly onDrawn: (cell: Cell, made: MadeCells) => void;
}

/** What a drawing has come to so far. */
export interface MadeCells {
  readonly project: LoadedProject;
  readonly plan: Plan;
  readonly outcomes: ReadonlyMap<string, TaskOutcome>;
}

/** Cells that were drawn ahead of a build. */
export interface DrawnCells extends MadeCells {
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Draws a few cells as quickly as possible, and encodes nothing but what a screen shows. Nothing is published, stored or paid.
 * @throws VisualsError what makes the project as a whole unusable
 */
export async function drawCells({ workspace, memory, wanted, shelf, signal, onDrawn }: DrawRequest): Promise<DrawnCells> {
  const project = await loadProject(workspace, memory);
  const { plan, diagnostics: planning } = planWanted(project, wanted);
  const diagnostics: Diagnostic[] = [...planning];
  const viewer: CellViewer = {
    wants: (raster) => shelf.nameOf(raster).picture === '',
    show: async ({ cell, compose }, pixels, outcomes) => {
      await shelf.hold(resultOf(outcomes.get(compose))!.digest, pixels);
      onDrawn(cell, { project, plan, outcomes });
    },
  };
  const { outcomes } = await executeForFree({ workspace, project, plan, viewer, signal, onDiagnostic: (diagnostic) => diagnostics.push(diagnostic) });
  return { project, plan, outcomes, diagnostics };
}

/** The plan of some cells up to their pixels, in the order in which they are wanted. */
function planWanted({ inputs }: LoadedProject, wanted: ReadonlySet<string>): Pick<DerivedPlan, 'plan' | 'diagnostics'> {
  const { plan, diagnostics } = derivePlan(narrowMatrix(inputs.assets, [...wanted]), inputs);
  const planned = new Map(plan.cells.map((each) => [each.cell.id, each]));
  const cells = [...wanted].flatMap((id) => planned.get(id) ?? []).map((each) => ({ ...each, encodes: [] }));
  return { plan: { ...plan, tasks: plan.tasks.filter(({ kind }) => kind !== 'encode'), cells }, diagnostics };
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
