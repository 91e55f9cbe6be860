import type { Task } from '../model/plan.ts';
import type { Action } from './action.ts';
import { compose } from './compose.ts';
import { encode } from './encode.ts';
import { generate } from './generate.ts';
import { ingest } from './ingest.ts';
import { procedural } from './procedural.ts';
import { restore } from './restore.ts';
import { transform } from './transform.ts';

const actions: { readonly [Kind in Task['kind']]: Action<Extract<Task, { kind: Kind }>> } = {
  ingest,
  procedural,
  generate,
  restore,
  transform,
  compose,
  encode,
};

/** The action of a task's kind. */
export function actionFor(task: Task): Action<Task> {
  return actions[task.kind];
}
