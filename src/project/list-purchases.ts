import { actionFor } from '../actions/registry.ts';
import { findPaidBehind } from '../engine/ask-ahead.ts';
import type { Prediction } from '../engine/predict-plan.ts';
import type { GenerateTask, Plan } from '../model/plan.ts';
import type { PlannedPurchase, PurchaseSummary } from '../model/report.ts';
import type { Generator, PriceOptions } from '../spec/generator.ts';

/**
 * The requests that a plan would make of image models, each with its price.
 * @param batch whether they go out in batches, at the lower price
 */
export function listPurchases(
  plan: Plan,
  prediction: Pick<Prediction, 'purchases'>,
  generators: ReadonlyMap<string, Generator>,
  batch = false,
): readonly PlannedPurchase[] {
  if (prediction.purchases.size === 0) return [];
  const serves = countServed(plan);
  return plan.tasks.flatMap((task) => {
    const pictures = prediction.purchases.get(task.id);
    if (task.kind !== 'generate' || pictures === undefined) return [];
    return [{ ...describePurchase(task, { count: pictures, batch }, generators.get(task.request.generator)!), serves: serves(task.id) }];
  });
}

/** Finds how many cells rest on a paid task. */
function countServed({ tasks, cells }: Plan): (task: string) => number {
  const paidBehind = findPaidBehind(tasks);
  const served = new Map<string, Set<string>>();
  const add = (input: string, ids: Iterable<string>): void => {
    for (const paid of paidBehind(input)) {
      const own = served.get(paid) ?? new Set();
      served.set(paid, own);
      for (const id of ids) own.add(id);
    }
  };
  for (const { cell, encodes } of cells) for (const encode of encodes) add(encode, [cell.id]);
  // Inputs come first: what is made from other art is met before that art.
  for (const task of tasks.toReversed()) if (task.kind === 'generate') for (const input of actionFor(task).inputs(task)) add(input, served.get(task.id) ?? []);
  return (task) => served.get(task)?.size ?? 0;
}

/** All of them together. */
export function summarisePurchases(purchases: readonly PlannedPurchase[]): PurchaseSummary {
  const sum = (pick: 'pictures' | 'low' | 'high'): number => purchases.reduce((total, each) => total + each[pick], 0);
  return { pictures: sum('pictures'), low: sum('low'), high: sum('high'), known: purchases.every((each) => each.known) };
}

function describePurchase(task: GenerateTask, options: PriceOptions & { readonly count: number }, generator: Generator): Omit<PlannedPurchase, 'serves'> {
  const { request, art, note, sections } = task;
  const { model, width, height, quality } = request;
  // What a reference holds decides nothing about the price; that there is one does.
  const references = task.references.map(({ name }) => ({ name, digest: '' as never }));
  const mask = task.mask === undefined ? {} : { mask: { name: 'mask', digest: '' as never } };
  const { low, high, known } = generator.estimate({ ...request, references, ...mask }, options);
  return { task: task.id, art, model, width, height, quality, note, sections, pictures: options.count, low, high, known };
}
