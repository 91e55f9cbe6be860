import type { Execution } from '../engine/execute-plan.ts';
import { isFinished } from '../engine/task-outcome.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { Raster } from '../model/geometry.ts';
import type { ActionResult } from '../model/outcome.ts';
import type { Plan, PlannedCell, Task } from '../model/plan.ts';
import type { ProjectOptions } from '../model/report.ts';
import { executeForFree } from '../project/execute-for-free.ts';
import { preparePlan } from '../project/prepare-plan.ts';
import type { PreparedPlan } from '../project/prepare-plan.ts';
import type { Workspace } from '../project/workspace.ts';
import { encodeQuickly } from '../watch/draw-cells.ts';

/** A state of a project with all of its pictures; what is not bought is a labelled stand-in. */
export interface Stock {
  readonly workspace: Workspace;
  readonly prepared: PreparedPlan;
  readonly execution: Execution;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly planned: ReadonlyMap<string, PlannedCell>;
  readonly diagnostics: readonly Diagnostic[];
  readonly milliseconds: number;
}

/** Which results are wanted, and who may stop it. */
export interface StockOptions extends Pick<ProjectOptions, 'signal'> {
  /** `files` are those that are published; `pixels` are known by their digests alone. */
  readonly wanted: 'files' | 'pixels';
}

/**
 * Brings a project's pictures to a known state; nothing is published and nobody is paid. What the cache has is taken.
 * @throws VisualsError what makes the project as a whole unusable
 */
export async function takeStock(workspace: Workspace, { wanted, signal }: StockOptions): Promise<Stock> {
  const { clock } = workspace.host;
  const start = clock.monotonic();
  const prepared = await preparePlan(workspace, {});
  const { plan, project } = prepared;
  const diagnostics: Diagnostic[] = [...prepared.diagnostics];
  const execution = await executeForFree({
    workspace,
    project,
    plan: wanted === 'files' ? plan : stopAtPixels(plan),
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    ...(signal && { signal }),
  });
  signal?.throwIfAborted();
  workspace.index.flush();
  return {
    workspace,
    prepared,
    execution,
    tasks: new Map(plan.tasks.map((task) => [task.id, task])),
    planned: new Map(plan.cells.map((each) => [each.cell.id, each])),
    diagnostics,
    milliseconds: clock.monotonic() - start,
  };
}

function stopAtPixels(plan: Plan): Plan {
  return { ...plan, cells: plan.cells.map((cell) => ({ ...cell, encodes: [cell.compose] })) };
}

/** The composed picture of a cell; undefined when it could not be drawn. */
export function findRaster({ planned, execution }: Stock, cell: string): ActionResult | undefined {
  const outcome = execution.outcomes.get(planned.get(cell)?.compose ?? '');
  return isFinished(outcome) ? outcome.result : undefined;
}

/** Cells with their exact pixels. */
export interface ExactPixels {
  /** How many cards were drawn for it. */
  readonly drawn: number;
  read(cell: string): Promise<Raster | undefined>;
}

/** Draws some cells without loss. */
export async function drawExactly(stock: Stock, cells: ReadonlySet<string>, signal?: AbortSignal): Promise<ExactPixels> {
  const { workspace, prepared } = stock;
  const plan = encodeQuickly({ ...prepared.plan, cells: prepared.plan.cells.filter(({ cell }) => cells.has(cell.id)) });
  const execution = await executeForFree({ workspace, project: prepared.project, plan, onDiagnostic: () => undefined, ...(signal && { signal }) });
  signal?.throwIfAborted();
  workspace.index.flush();
  const digests = new Map<string, Digest>();
  for (const { cell, encodes } of plan.cells) {
    const outcome = execution.outcomes.get(encodes[0]!);
    if (isFinished(outcome)) digests.set(cell.id, outcome.result.digest);
  }
  return {
    drawn: execution.ran.compose,
    read: async (cell) => {
      const digest = digests.get(cell);
      const bytes = digest && (await workspace.store.read(digest));
      return bytes && prepared.project.tools.codec.decode(bytes);
    },
  };
}
