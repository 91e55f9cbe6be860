import type { Execution } from '../engine/execute-plan.ts';
import { isFinished } from '../engine/task-outcome.ts';
import type { Task } from '../model/plan.ts';
import type { EditedArt } from '../model/report.ts';

/** What models changed outside of the masks of edits, one entry a piece of art, in the order of the tasks. */
export function listEdits(tasks: readonly Task[], { outcomes }: Pick<Execution, 'outcomes'>): readonly EditedArt[] {
  const edits = new Map<string, EditedArt>();
  for (const task of tasks) {
    const outcome = task.kind === 'restore' ? outcomes.get(task.id) : undefined;
    if (task.kind !== 'restore' || !isFinished(outcome)) continue;
    const { changedOutside } = outcome.result.facts;
    if (typeof changedOutside !== 'number') continue;
    addEdit(edits, { art: task.art, changedOutside, made: outcome.status === 'made' });
  }
  return [...edits.values()];
}

/** The edits of many, one entry a piece of art, in the order in which they are met. */
export function uniteEdits(all: Iterable<EditedArt>): readonly EditedArt[] {
  const edits = new Map<string, EditedArt>();
  for (const edit of all) addEdit(edits, edit);
  return [...edits.values()];
}

function addEdit(edits: Map<string, EditedArt>, { art, changedOutside, made }: EditedArt): void {
  const known = edits.get(art) ?? { changedOutside: 0, made: false };
  edits.set(art, { art, changedOutside: Math.max(known.changedOutside, changedOutside), made: known.made || made });
}
