import { predictPlan } from '../engine/predict-plan.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { BuildOptions } from '../model/report.ts';
import { connectQueue } from '../project/connect-queue.ts';
import { openTreasury } from '../project/open-paid-art.ts';
import type { Treasury } from '../project/open-paid-art.ts';
import { countOutputs, countTasks, derivePlans } from '../project/prepare-plan.ts';
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
  const treasury = openTreasury(workspace.host.root);
  const { cells, outputs, purchases } = await findMissing(distribution, treasury);
  if (cells.length === 0 && purchases.size === 0) return { spent: 0, bought: 0 };
  const sharing = await openFleetStore(workspace, prepared.project.config, { writes: false, tell });
  const office = await openOffice({ ...distribution, sharing, treasury }, await connectQueue(queue));
  try {
    options.onEvent?.({ type: 'planned', cells: cells.length, outputs, tasks: countTasks(prepared) });
    const { ends, spent, bought } = await handOutPurchases({ purchases }, office);
    await Promise.all([...ends.values(), handOutDrawing(cells, ends, office)]);
    return { spent: spent(), bought: bought() };
  } finally {
    await office.close();
    sharing.close();
  }
}

interface MissingWork {
  /** Ids of cells that are to be drawn, in the order of the plan. */
  readonly cells: readonly string[];
  /** Files of the plan. */
  readonly outputs: number;
  /** Paid task → pictures that are to be bought. */
  readonly purchases: ReadonlyMap<string, number>;
}

/** Looks everything up that is planned, part by part; of each, only names of what is missing are kept. */
async function findMissing({ prepared, workspace }: Pick<Distribution, 'prepared' | 'workspace'>, { book }: Treasury): Promise<MissingWork> {
  const { index, store } = workspace;
  const [cells, purchases] = [[] as string[], new Map<string, number>()];
  let outputs = 0;
  for await (const plan of derivePlans(prepared)) {
    const prediction = await predictPlan(plan, { tools: prepared.project.tools, index, store, book });
    for (const { cell, encodes } of plan.cells) if (encodes.some((id) => prediction.runs.has(id))) cells.push(cell.id);
    for (const [task, pictures] of prediction.purchases) purchases.set(task, pictures);
    outputs += countOutputs(plan);
  }
  return { cells, outputs, purchases };
}
