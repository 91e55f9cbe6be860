import type { GenerateTask } from '../model/plan.ts';
import type { Action } from './action.ts';

/**
 * Asks an image model. The key holds every field of the request and the digests of the pictures that go in; accounts, addresses, rates and the number of candidates are not
 * in it. It never runs like other actions: the engine looks into the lock first, and buys only with consent.
 */
export const generate: Action<GenerateTask> = {
  inputs: (task) => [...task.references.map((reference) => reference.task), ...(task.mask === undefined ? [] : [task.mask])],
  record: ({ request, references, mask }, digests) => ({
    revision: '1',
    generator: request.generator,
    api: request.api,
    model: request.model,
    operation: request.operation,
    prompt: request.prompt,
    size: `${request.width}x${request.height}`,
    quality: request.quality,
    format: request.format,
    ...(request.compression === undefined ? {} : { compression: String(request.compression) }),
    background: request.background,
    moderation: request.moderation,
    ...(request.complexity === undefined ? {} : { complexity: request.complexity }),
    take: String(request.take),
    ...Object.fromEntries(references.map(({ name, task }) => [`reference.${name}`, digests.get(task) ?? ''])),
    ...(mask === undefined ? {} : { mask: digests.get(mask) ?? '' }),
  }),
  run: async () => {
    throw new Error('paid pictures are obtained, not run');
  },
};
