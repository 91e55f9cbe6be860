import { textLayer } from '../actions/hide-layers.ts';
import { resultOf } from '../engine/task-outcome.ts';
import type { LivePicture } from '../model/live.ts';
import { narrowMatrix } from '../matrix/narrow-matrix.ts';
import type { ComposeTask } from '../model/plan.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import { executeForFree } from '../project/execute-for-free.ts';
import { encodeQuickly } from './draw-cells.ts';
import type { LastBuild } from './recall-cell.ts';

/**
 * A cell without some of its layers, as a PNG; `text` is the layer of all words, the others are image slots. Kept in the cache like any picture.
 * @returns undefined when there is no such cell, or none of the layers is one of it
 */
export async function drawWithout({ project, workspace }: LastBuild, cell: string, layers: readonly string[]): Promise<LivePicture | undefined> {
  const { plan } = derivePlan(narrowMatrix(project.inputs.assets, [cell]), project.inputs);
  const [planned] = plan.cells;
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
