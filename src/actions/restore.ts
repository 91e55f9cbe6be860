import type { RestoreTask } from '../model/plan.ts';
import type { Action } from './action.ts';
import { bytesOf } from './payloads.ts';

/** Puts the original back outside of an edit's mask, and tells how much the model had changed there. */
export const restore: Action<RestoreTask> = {
  inputs: (task) => [task.edited, task.original, task.mask],
  record: (task, digests, { codec }) => ({
    revision: '1',
    codec: codec.version,
    edited: digests.get(task.edited) ?? '',
    original: digests.get(task.original) ?? '',
    mask: digests.get(task.mask) ?? '',
    feather: String(task.feather),
  }),
  run: async (task, payloads, { codec }) => {
    const pictures = { edited: bytesOf(payloads, task.edited), original: bytesOf(payloads, task.original), mask: bytesOf(payloads, task.mask) };
    const { bytes, changedOutside } = await codec.restoreOutside(pictures, task.feather);
    return { payload: { type: 'bytes', bytes }, facts: { changedOutside } };
  },
};
