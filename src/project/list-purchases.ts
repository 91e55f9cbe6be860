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
  return plan.tasks.flatMap((task) => {
    const pictures = prediction.purchases.get(task.id);
    if (task.kind !== 'generate' || pictures === undefined) return [];
    return [describePurchase(task, { count: pictures, batch }, generators.get(task.request.generator)!)];
  });
}

/** All of them together. */
export function summarisePurchases(purchases: readonly PlannedPurchase[]): PurchaseSummary {
  const sum = (pick: 'pictures' | 'low' | 'high'): number => purchases.reduce((total, each) => total + each[pick], 0);
  return { pictures: sum('pictures'), low: sum('low'), high: sum('high'), known: purchases.every((each) => each.known) };
}

function describePurchase(task: GenerateTask, options: PriceOptions & { readonly count: number }, generator: Generator): PlannedPurchase {
  const { request, art, note, sections } = task;
  const { model, width, height, quality } = request;
  // What a reference holds decides nothing about the price; that there is one does.
  const references = task.references.map(({ name }) => ({ name, digest: '' as never }));
  const mask = task.mask === undefined ? {} : { mask: { name: 'mask', digest: '' as never } };
  const { low, high, known } = generator.estimate({ ...request, references, ...mask }, options);
  return { task: task.id, art, model, width, height, quality, note, sections, pictures: options.count, low, high, known };
}
