import { textLayer } from '../actions/hide-layers.ts';
import { resultOf } from '../engine/task-outcome.ts';
import type { LivePicture } from '../model/live.ts';
import type { ComposeTask } from '../model/plan.ts';
import { executeForFree } from '../project/execute-for-free.ts';
import type { BuiltProject } from '../project/build-course.ts';
import { encodeQuickly } from './draw-cells.ts';

/**
 * A cell without some of its layers, as a PNG; `text` is the layer of all words, the others are image slots. Kept in the cache like any picture.
 * @returns undefined when there is no such cell, or none of the layers is one of it
 */
export async function drawWithout({ prepared, workspace }: BuiltProject, cell: string, layers: readonly string[]): Promise<LivePicture | undefined> {
  const { plan, project } = prepared;
  const planned = plan.cells.find((each) => each.cell.id === cell);
  const task = planned && plan.tasks.find((each): each is ComposeTask => each.id === planned.compose && each.kind === 'compose');
  if (planned === undefined || task === undefined) return undefined;
  // Only layers that the card has: a name from outside never gets into a key.
  const hidden = [textLayer, ...Object.keys(task.art)].filter((layer) => layers.includes(layer)).toSorted();
  if (hidden.length === 0) return undefined;
  const partial: ComposeTask = { ...task, id: `${task.id} without ${hidden.join(' ')}`, hidden };
  const small = encodeQuickly({ ...plan, tasks: [...plan.tasks, partial], cells: [{ ...planned, compose: partial.id, encodes: [] }] });
  const { outcomes } = await executeForFree({ workspace, project, plan: small, jobs: 1, onDiagnostic: () => undefined });
  const result = resultOf(outcomes.get(small.cells[0]!.encodes[0]!));
  const bytes = result && (await workspace.store.read(result.digest));
  return bytes && { bytes, type: 'image/png' };
}
