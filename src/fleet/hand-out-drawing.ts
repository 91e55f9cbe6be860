import { findPaidBehind } from '../engine/ask-ahead.ts';
import type { Office } from './open-office.ts';
import { nameDrawing } from './queue-names.ts';

/** Cells of one job: enough that the queue is no burden, few enough that a dead worker's are quickly made again. */
const batchSize = 25;

/**
 * Hands out what is to be drawn, each job as soon as the pictures that its cells show are bought; what waits for none goes first, and what shows one that does not come is left out. The jobs of a plan
 * are always the same ones, so that two coordinators share them.
 * @param cells ids, in the plan's order
 * @param purchases paid task → whether its pictures have come
 */
export async function handOutDrawing(cells: readonly string[], purchases: ReadonlyMap<string, Promise<boolean>>, office: Office): Promise<void> {
  const waitsFor = findPurchases(purchases, office);
  const free = cells.filter((id) => waitsFor(id).length === 0);
  const bound = cells.filter((id) => waitsFor(id).length > 0);
  const draw = async (batch: readonly string[]): Promise<void> => {
    const comes = await Promise.all(batch.map(async (id) => !(await Promise.all(waitsFor(id))).includes(false)));
    const ready = batch.filter((_, index) => comes[index]);
    if (ready.length > 0) await drawBatch(ready, office);
  };
  await Promise.all([...cut(free), ...cut(bound)].map(draw));
}

/** Finds what a cell waits for: purchases that are nearest before it; those wait for the ones before them. */
function findPurchases(purchases: ReadonlyMap<string, Promise<boolean>>, { prepared: { plan } }: Office): (cell: string) => readonly Promise<boolean>[] {
  const paidBehind = findPaidBehind(plan.tasks);
  const encodes = new Map(plan.cells.map(({ cell, encodes }) => [cell.id, encodes]));
  return (cell) => (encodes.get(cell) ?? []).flatMap(paidBehind).flatMap((task) => purchases.get(task) ?? []);
}

function cut(cells: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(cells.length / batchSize) }, (_, index) => cells.slice(index * batchSize, (index + 1) * batchSize));
}

async function drawBatch(cells: readonly string[], { fingerprint, order, options }: Office): Promise<void> {
  const { failed } = await order(nameDrawing(fingerprint), { kind: 'draw', fingerprint, cells });
  for (const id of cells) if (failed === 0) options.onEvent?.({ type: 'cell', id, status: 'made' });
}
