import { predictPlan } from '../engine/predict-plan.ts';
import type { Plan } from '../model/plan.ts';
import { listAwaitedKeys } from './awaited-art.ts';
import type { LoadedProject } from './load-project.ts';
import type { Treasury } from './open-paid-art.ts';
import type { Workspace } from './workspace.ts';

/**
 * The paid tasks of a plan whose pictures the lock lacks, and how many each lacks. A plan that buys nothing is not walked.
 * @param buyAgain whether what is ordered in batches counts too: with that word it may be bought once more, where nobody can tell what became of it
 */
export async function findPurchases(
  { plan, project }: { readonly plan: Plan; readonly project: LoadedProject },
  { index, store }: Workspace,
  { book, journal }: Treasury,
  buyAgain = false,
): Promise<ReadonlyMap<string, number>> {
  if (plan.tasks.every((task) => task.kind !== 'generate')) return new Map();
  const awaited = buyAgain ? {} : { awaited: listAwaitedKeys(journal) };
  return (await predictPlan(plan, { tools: project.tools, index, store, book, ...awaited })).purchases;
}
