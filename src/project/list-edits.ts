import type { Execution } from '../engine/execute-plan.ts';
import { isFinished } from '../engine/task-outcome.ts';
import type { Plan } from '../model/plan.ts';
import type { EditedArt } from '../model/report.ts';

/** Art → what became of it. */
export type EditedArts = ReadonlyMap<string, EditedArt>;

/**
 * What models changed outside of the masks of a plan's edits, one entry a piece of art, in the order of the plan.
 * @param before what is known of plans that were executed before
 */
export function listEdits(plan: Plan, { outcomes }: Pick<Execution, 'outcomes'>, before: EditedArts = new Map()): EditedArts {
  const edits = new Map(before);
  for (const task of plan.tasks) {
    const outcome = task.kind === 'restore' ? outcomes.get(task.id) : undefined;
    if (task.kind !== 'restore' || !isFinished(outcome)) continue;
    const { changedOutside } = outcome.result.facts;
    if (typeof changedOutside !== 'number') continue;
    const known = edits.get(task.art) ?? { changedOutside: 0, made: false };
    const made = known.made || outcome.status === 'made';
    edits.set(task.art, { art: task.art, changedOutside: Math.max(known.changedOutside, changedOutside), made });
  }
  return edits;
}
