import type { Execution } from '../engine/execute-plan.ts';
import { isFinished } from '../engine/task-outcome.ts';
import type { Plan } from '../model/plan.ts';
import type { EditedArt } from '../model/report.ts';

/** What models changed outside of the masks of a plan's edits, one entry a piece of art, in the order of the plan. */
export function listEdits(plan: Plan, { outcomes }: Pick<Execution, 'outcomes'>): readonly EditedArt[] {
  const edits = new Map<string, EditedArt>();
  for (const task of plan.tasks) {
    const outcome = task.kind === 'restore' ? outcomes.get(task.id) : undefined;
    if (task.kind !== 'restore' || !isFinished(outcome)) continue;
    const { changedOutside } = outcome.result.facts;
    if (typeof changedOutside !== 'number') continue;
    const known = edits.get(task.art) ?? { changedOutside: 0, made: false };
    const made = known.made || outcome.status === 'made';
    edits.set(task.art, { art: task.art, changedOutside: Math.max(known.changedOutside, changedOutside), made });
  }
  return [...edits.values()];
}
