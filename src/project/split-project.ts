import { digestPlan } from '../engine/digest-plan.ts';
import { splitPlan } from '../engine/split-plan.ts';
import { computeDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import type { PlannedCell } from '../model/plan.ts';
import { formatDurations, readDurations } from '../store/durations.ts';
import type { Durations } from '../store/durations.ts';
import { findPurchases } from './find-purchases.ts';
import { openTreasury } from './open-paid-art.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import { settlePurchases } from './split-basis.ts';
import type { Workspace } from './workspace.ts';

/** Which cells fall to which shard. */
export interface ProjectSplit {
  /** Cell → shard, counted from 1. */
  readonly shards: ReadonlyMap<string, number>;
  readonly plan: Digest;
  readonly split: Digest;
  /** Paid task → pictures that were to be bought when the first shard began. */
  readonly purchases: ReadonlyMap<string, number>;
}

/** Splits a build by what cells took the last time. The same sources, lock and durations give the same split on every machine, and in one clone from the first shard to the last. */
export async function splitProject(prepared: PreparedPlan, workspace: Workspace, of: number): Promise<ProjectSplit> {
  const { plan } = prepared;
  const [treasury, durations] = [openTreasury(workspace.host.root), readDurations(workspace.paths.durations)];
  const ground = { of, plan: digestPlan(plan), durations: formatDurations(durations) };
  const purchases = settlePurchases({ ...ground, purchases: await findPurchases(prepared, workspace, treasury) }, workspace, treasury);
  const shards = splitPlan(plan, { shards: of, unbought: new Set(purchases.keys()), weigh: createScale(plan.cells, durations) });
  const lines = [...shards].map(([cell, shard]) => `${cell} ${shard}\n`).toSorted();
  return { shards, plan: ground.plan, split: computeDigest(lines.join('')), purchases };
}

/** Weighs a cell by the time that it took; one that nobody has timed by its pixels, at the pace of the others. */
function createScale(cells: readonly PlannedCell[], durations: Durations): (cell: PlannedCell) => number {
  const paces = cells.flatMap((cell) => {
    const taken = durations.get(cell.cell.id);
    return taken === undefined ? [] : [taken / countPixels(cell)];
  });
  const pace = paces.length === 0 ? 1 : paces.toSorted((a, b) => a - b)[Math.floor(paces.length / 2)]!;
  return (cell) => durations.get(cell.cell.id) ?? pace * countPixels(cell);
}

/** Pixels of all of a cell's files together. */
function countPixels({ cell, encodes }: PlannedCell): number {
  return cell.size.width * cell.size.height * encodes.length;
}
