import { findPaidBehind } from '../engine/ask-ahead.ts';
import type { Plan } from '../model/plan.ts';
import { findPurchases } from './find-purchases.ts';
import type { LoadedProject } from './load-project.ts';
import { openTreasury } from './open-paid-art.ts';
import { createPurchasePlan } from './purchase-requests.ts';
import type { Workspace } from './workspace.ts';

/** Finds the assets of a plan that show art of which the lock does not hold every picture, also where it is ordered already. */
export type LackFinder = (plan: Plan) => Promise<readonly string[]>;

/** Makes a finder; the lock is read when the first plan asks for bought art. */
export function createLackFinder(project: LoadedProject, workspace: Workspace): LackFinder {
  let treasury: ReturnType<typeof openTreasury> | undefined;
  return async (plan) => {
    const ids = new Set(plan.tasks.flatMap(({ kind, id }) => (kind === 'generate' ? [id] : [])));
    if (ids.size === 0) return [];
    treasury ??= openTreasury(workspace.host.root);
    const missing = await findPurchases({ plan: createPurchasePlan({ plan, ids }), project }, workspace, treasury, true);
    const paidBehind = findPaidBehind(plan.tasks);
    return plan.cells.filter(({ compose }) => paidBehind(compose).some((id) => missing.has(id))).map(({ cell }) => cell.asset);
  };
}
