import { createPlanDigester } from '../engine/create-plan-digester.ts';
import { outlineCells, splitCells } from '../engine/split-cells.ts';
import type { CellOutline } from '../engine/split-cells.ts';
import { computeDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import type { Plan } from '../model/plan.ts';
import type { PurchaseSummary } from '../model/report.ts';
import { formatDurations, readDurations } from '../store/durations.ts';
import type { Durations } from '../store/durations.ts';
import { findPurchases } from './find-purchases.ts';
import { listPurchases, summarisePurchases } from './list-purchases.ts';
import { openTreasury } from './open-paid-art.ts';
import type { Treasury } from './open-paid-art.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import { settleWanted } from './split-basis.ts';
import type { WantedArt } from './split-basis.ts';
import type { Workspace } from './workspace.ts';

/** Which cells fall to which shard. */
export interface ProjectSplit {
  /** Cell → shard, counted from 1. */
  readonly shards: ReadonlyMap<string, number>;
  readonly plan: Digest;
  readonly split: Digest;
  /** What was to be bought when the first shard began. */
  readonly wanted: PurchaseSummary;
}

/** What of all plans of a build decides how it is split. Plans are large, and this is not. */
export interface PlanOutline {
  readonly plan: Digest;
  readonly cells: readonly CellOutline[];
}

/** Takes the plans of a build as they go by. */
export interface PlanOutliner {
  readonly add: (plan: Plan) => void;
  /** Of all that were added; asked for once, at the end. */
  outline(): PlanOutline;
}

/** Makes an outliner that has seen no plan. */
export function createPlanOutliner(): PlanOutliner {
  const digester = createPlanDigester();
  const cells: CellOutline[] = [];
  return {
    add: (plan) => {
      digester.add(plan);
      for (const cell of outlineCells(plan)) cells.push(cell);
    },
    outline: () => ({ plan: digester.digest(), cells }),
  };
}

/** How a build is split. */
export interface SplitRequest {
  readonly outline: PlanOutline;
  /** How many shards. */
  readonly of: number;
}

/** Splits a build by what cells took the last time. The same sources, lock and durations give the same split on every machine, and in one clone from the first shard to the last. */
export async function splitProject(prepared: PreparedPlan, workspace: Workspace, { outline: { plan, cells }, of }: SplitRequest): Promise<ProjectSplit> {
  const [treasury, durations] = [openTreasury(workspace.host.root), readDurations(workspace.paths.durations)];
  const ground = { of, plan, durations: formatDurations(durations), wanted: await findWanted(prepared, workspace, treasury) };
  const { tasks, summary } = settleWanted(ground, workspace, treasury);
  const shards = splitCells(cells, { shards: of, unbought: new Set(tasks), weigh: createScale(cells, durations) });
  const lines = [...shards].map(([cell, shard]) => `${cell} ${shard}\n`).toSorted();
  return { shards, plan, split: computeDigest(lines.join('')), wanted: summary };
}

async function findWanted(prepared: PreparedPlan, workspace: Workspace, treasury: Treasury): Promise<WantedArt> {
  const purchases = await findPurchases(prepared, workspace, treasury);
  return { tasks: [...purchases.keys()], summary: summarisePurchases(listPurchases(prepared.plan, { purchases }, prepared.project.generators)) };
}

/** Weighs a cell by the time that it took; one that nobody has timed by its pixels, at the pace of the others. */
function createScale(cells: readonly CellOutline[], durations: Durations): (cell: CellOutline) => number {
  const paces = cells.flatMap(({ id, pixels }) => {
    const taken = durations.get(id);
    return taken === undefined ? [] : [taken / pixels];
  });
  const pace = paces.length === 0 ? 1 : paces.toSorted((a, b) => a - b)[Math.floor(paces.length / 2)]!;
  return ({ id, pixels }) => durations.get(id) ?? pace * pixels;
}
