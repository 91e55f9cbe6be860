import type { TransformTask } from '../model/plan.ts';
import type { Action } from './action.ts';
import { bytesOf } from './payloads.ts';

/** Brings art to the size of its slot. */
export const transform: Action<TransformTask> = {
  inputs: (task) => [task.input],
  record: (task, digests, { codec }) => ({
    revision: '2',
    codec: codec.version,
    input: digests.get(task.input) ?? '',
    size: `${task.width}x${task.height}`,
    fit: task.fit,
    focus: `${task.focus.x} ${task.focus.y}`,
    mirror: String(task.mirror),
  }),
  run: async (task, payloads, { codec }) => {
    const { width, height, fit, focus, mirror } = task;
    const bytes = await codec.fit(bytesOf(payloads, task.input), { width, height, fit, focus, mirror });
    return { payload: { type: 'bytes', bytes }, facts: {} };
  },
};
