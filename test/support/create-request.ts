import type { GenerateRequest } from '../../src/model/purchase.ts';

/** A request that every check lets pass. */
export function createRequest(rest: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    generator: 'openai',
    api: 'images',
    model: 'gpt-image-2-2026-04-21',
    operation: 'generate',
    prompt: 'A calm field at dawn.',
    quality: 'low',
    format: 'png',
    background: 'opaque',
    moderation: 'auto',
    width: 1024,
    height: 1024,
    references: [],
    take: 0,
    ...rest,
  };
}
