import type { Size } from '../model/geometry.ts';
import type { GenerateTask } from '../model/plan.ts';
import type { GenerateRequest } from '../model/purchase.ts';
import type { PurchaseSummary } from '../model/report.ts';
import { loadPriceList } from '../project/load-price-list.ts';
import type { Generator } from '../spec/generator.ts';
import type { Stock } from './take-stock.ts';

/** What pictures would have cost if each had been bought whole. */
export interface WholeImagePrice extends PurchaseSummary {
  readonly model: string;
  readonly quality: string;
  /** Version of the price table, a date. */
  readonly prices: string;
}

/** Characters of a prompt that stands for one that nobody wrote. */
const typicalPrompt = 900;

/**
 * Prices each picture as a purchase of its own: one attempt, at its size, of the model and quality that the project's art is bought with, by the price table; for a project that buys nothing, of the
 * defaults. References are left out, so that the sum is rather too low.
 */
export async function priceWholeImages(stock: Stock, sizes: readonly Size[]): Promise<WholeImagePrice> {
  const { request, generator } = await chooseRequest(stock);
  const prices = sizes.map((size) => {
    const { width, height } = generator.findLegalSize(request.model, size);
    return generator.estimate({ ...request, width, height });
  });
  const sum = (end: 'low' | 'high'): number => prices.reduce((total, price) => total + price[end], 0);
  return {
    pictures: sizes.length,
    low: sum('low'),
    high: sum('high'),
    known: prices.every(({ known }) => known),
    model: request.model,
    quality: request.quality,
    prices: generator.tableVersion,
  };
}

interface PricedRequest {
  readonly request: GenerateRequest;
  readonly generator: Generator;
}

/** The way most of the project's art is asked for. */
async function chooseRequest({ prepared: { plan, project }, workspace }: Stock): Promise<PricedRequest> {
  const tasks = plan.tasks.filter((task) => task.kind === 'generate');
  const task = findCommonest(tasks);
  const generator = task && project.generators.get(task.request.generator);
  if (task !== undefined && generator !== undefined) return { request: { ...task.request, operation: 'generate', references: [] }, generator };
  const list = await loadPriceList(new Date(workspace.host.clock.now()).toISOString().slice(0, 10));
  return {
    request: { ...list.settings, operation: 'generate', prompt: 'x'.repeat(typicalPrompt), width: 1024, height: 1024, references: [], take: 0 },
    generator: list.generator,
  };
}

function findCommonest(tasks: readonly GenerateTask[]): GenerateTask | undefined {
  const nameOf = ({ request }: GenerateTask): string => `${request.model} ${request.quality}`;
  const counts = new Map<string, number>();
  for (const task of tasks) counts.set(nameOf(task), (counts.get(nameOf(task)) ?? 0) + 1);
  return tasks.toSorted((a, b) => counts.get(nameOf(b))! - counts.get(nameOf(a))!)[0];
}
