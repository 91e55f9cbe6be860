import type { IngestTask } from '../model/plan.ts';
import type { Action } from './action.ts';

/** Reads a picture of the project once and makes sure that it is one. The file's bytes are the whole key. */
export const ingest: Action<IngestTask> = {
  inputs: () => [],
  record: async (task, _digests, { files }) => ({
    revision: '1',
    bytes: await files.digest(task.path),
  }),
  run: async (task, _payloads, { files, codec }) => {
    const { bytes } = await files.read(task.path);
    const header = await codec.inspect(bytes, task.path);
    return { payload: { type: 'bytes', bytes }, facts: { width: header.width, height: header.height, format: header.format } };
  },
};
