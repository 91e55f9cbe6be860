import { actionFor } from '../actions/registry.ts';
import type { Plan } from '../model/plan.ts';

/** The part of a plan that makes some of its cells: these cells, and the tasks that they rest on, in the plan's order. */
export function narrowPlan(plan: Plan, cells: ReadonlySet<string>): Plan {
  const kept = plan.cells.filter(({ cell }) => cells.has(cell.id));
  const needed = new Set(kept.flatMap(({ compose, encodes }) => [compose, ...encodes]));
  // Inputs come first in a plan: walked from its end, each task is met after all that need it.
  for (const task of plan.tasks.toReversed()) if (needed.has(task.id)) for (const input of actionFor(task).inputs(task)) needed.add(input);
  return { version: plan.version, tasks: plan.tasks.filter((task) => needed.has(task.id)), cells: kept };
}
