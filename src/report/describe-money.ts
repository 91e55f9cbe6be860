import { predictPlan } from '../engine/predict-plan.ts';
import type { LockBook } from '../lock/lock-book.ts';
import { listPurchases } from '../project/list-purchases.ts';
import { listPictures, sumPictures } from './describe-comparison.ts';
import type { ReportPurchase, ReportSpending } from './report-data.ts';
import type { Stock } from './take-stock.ts';

/** What is still to be bought. Prompts are told only when they are asked for. */
export async function describePurchases(
  { workspace, prepared: { plan, project } }: Stock,
  book: LockBook,
  prompts: boolean,
): Promise<readonly ReportPurchase[]> {
  if (!plan.tasks.some(({ kind }) => kind === 'generate')) return [];
  const prediction = await predictPlan(plan, { tools: project.tools, index: workspace.index, store: workspace.store, book });
  return listPurchases(plan, prediction, project.generators).map(({ art, model, width, height, quality, pictures, low, high, known, sections }) => ({
    art,
    model,
    width,
    height,
    quality,
    pictures,
    low,
    high,
    known,
    ...(prompts && { prompt: sections }),
  }));
}

/** What the lock's pictures cost, in all and this month. */
export function describeSpending({ workspace, prepared }: Stock, book: LockBook): ReportSpending {
  const bought = listPictures(book);
  const name = new Date(workspace.host.clock.now()).toISOString().slice(0, 7);
  const { perMonth } = prepared.project.config.budget;
  const { cost } = sumPictures(bought.filter(({ date }) => date.startsWith(name)));
  return { ...sumPictures(bought), month: { name, cost, ...(perMonth !== undefined && { budget: perMonth }) } };
}
