import type { EncodeTask } from '../model/plan.ts';
import type { Action } from './action.ts';
import { rasterOf } from './payloads.ts';

/** Writes pixels in a format. Options that a format ignores are not in its key. */
export const encode: Action<EncodeTask> = {
  inputs: (task) => [task.input],
  record: (task, digests, { codec }) => ({
    revision: '1',
    codec: codec.version,
    raster: digests.get(task.input) ?? '',
    format: task.format,
    ...(task.format === 'png' ? {} : { quality: String(task.options.quality) }),
    ...(task.format === 'avif' || task.format === 'webp' ? { effort: String(task.options.effort) } : {}),
  }),
  run: async (task, payloads, { codec }) => {
    const bytes = await codec.encode(rasterOf(payloads, task.input), task.format, task.options);
    return { payload: { type: 'bytes', bytes }, facts: {} };
  },
};
