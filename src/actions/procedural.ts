import { formatCanonical } from '../keys/canonical.ts';
import type { ProceduralTask } from '../model/plan.ts';
import type { Action } from './action.ts';

/** Draws art from a seed. Names of tokens are not in the key, only the colours they stand for. */
export const procedural: Action<ProceduralTask> = {
  inputs: () => [],
  record: (task, _digests, { painter, codec }) => ({
    revision: '1',
    painter: painter.version,
    // The pixels are kept as a PNG, whose bytes the codec decides.
    codec: codec.version,
    procedure: task.procedure,
    seed: String(task.seed),
    palette: task.palette.map((colour) => colour.value).join(' '),
    settings: formatCanonical(task.settings),
    size: `${task.width}x${task.height}`,
  }),
  run: async (task, _payloads, { painter, codec }) => {
    const { procedure, seed, settings, width, height } = task;
    const raster = await painter.paint({ procedure, seed, settings, width, height, palette: task.palette.map((colour) => colour.value) });
    const bytes = await codec.encode(raster, 'png', { quality: 100, effort: 0 });
    return { payload: { type: 'bytes', bytes }, facts: { width, height } };
  },
};
