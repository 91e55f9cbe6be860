import { predictPlan } from '../engine/predict-plan.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { BuildOptions } from '../model/report.ts';
import { connectQueue } from '../project/connect-queue.ts';
import { openTreasury } from '../project/open-paid-art.ts';
import type { PreparedPlan } from '../project/prepare-plan.ts';
import type { Workspace } from '../project/workspace.ts';
import { handOutDrawing } from './hand-out-drawing.ts';
import { handOutPurchases } from './hand-out-purchases.ts';
import { openFleetStore } from './open-fleet-store.ts';
import { openOffice } from './open-office.ts';

/** What is handed out, and by whose leave. */
export interface Distribution {
  readonly queue: string;
  readonly prepared: PreparedPlan;
  readonly workspace: Workspace;
  readonly options: BuildOptions;
  readonly tell: (diagnostic: Diagnostic) => void;
}

/** What came of it. */
export interface Distributed {
  /** US dollars. */
  readonly spent: number;
  readonly bought: number;
}

/**
 * Hands out what is to be bought and drawn, and waits until workers have done it. Consent and cap are looked after here: a job says what may be spent on it, and all of them together never come to
 * more. Drawing goes on while pictures are being bought.
 */
export async function distributeWork({ queue, ...distribution }: Distribution): Promise<Distributed> {
  const { prepared, workspace, options, tell } = distribution;
  const { plan, project } = prepared;
  const treasury = openTreasury(workspace.host.root);
  const prediction = await predictPlan(plan, { tools: project.tools, index: workspace.index, store: workspace.store, book: treasury.book });
  const cells = plan.cells.filter(({ encodes }) => encodes.some((id) => prediction.runs.has(id))).map(({ cell }) => cell.id);
  if (cells.length === 0 && prediction.purchases.size === 0) return { spent: 0, bought: 0 };
  const sharing = await openFleetStore(workspace, prepared, { writes: false, tell });
  const office = await openOffice({ ...distribution, sharing, treasury }, await connectQueue(queue));
  try {
    const outputs = plan.cells.reduce((sum, cell) => sum + cell.encodes.length, 0);
    options.onEvent?.({ type: 'planned', cells: cells.length, outputs, tasks: plan.tasks.length });
    const { ends, spent, bought } = await handOutPurchases(prediction, office);
    await Promise.all([...ends.values(), handOutDrawing(cells, ends, office)]);
    return { spent: spent(), bought: bought() };
  } finally {
    await office.close();
    sharing.close();
  }
}
