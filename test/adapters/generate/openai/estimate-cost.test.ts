import fc from '../../../support/properties.ts';
import { describe, expect, test } from 'vitest';
import {
  computeCost,
  computeOutputTokens,
  estimateCost,
  estimatePortableCost,
  estimateTextTokens,
} from '../../../../src/adapters/generate/openai/estimate-cost.ts';
import { createRequest } from '../../../support/create-request.ts';
import { createReferences } from './support.ts';

describe('output tokens', () => {
  test.each([
    [1024, 1024, 196, 1756, 7024],
    [1200, 640, 100, 864, 3389],
    [3840, 2160, 371, 3336, 13_342],
    // Told by users of the provider's own calculator.
    [1536, 1024, 158, 1372, 5488],
    [1792, 1024, undefined, undefined, 5063],
    [3584, 2048, undefined, undefined, 12_329],
  ])('of %d × %d', (width, height, low, medium, high) => {
    const tokens = [16, 48, 96].map((base) => computeOutputTokens(base, { width, height }));
    for (const [index, expected] of [low, medium, high].entries()) if (expected !== undefined) expect(tokens[index]).toBe(expected);
  });

  test('halves are rounded to the even number', () => {
    // 16 × 1/32 = 0.5 → 0, 48 × 1/32 = 1.5 → 2.
    expect([16, 48].map((base) => computeOutputTokens(base, { width: 32, height: 1 }))).toEqual([0, Math.ceil((48 * 2 * 2_000_032) / 4_000_000)]);
  });

  test('the orientation does not matter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: 3840 }),
        fc.integer({ min: 16, max: 3840 }),
        (width, height) => computeOutputTokens(96, { width, height }) === computeOutputTokens(96, { width: height, height: width }),
      ),
    );
  });
});

describe('estimates', () => {
  test('a picture from a prompt', () => {
    const { low, high, known } = estimateCost(createRequest({ quality: 'high', prompt: 'x'.repeat(600) }));
    expect(known).toBe(true);
    expect(low).toBeCloseTo((100 * 5 + 7024 * 30) / 1e6, 10);
    expect(high).toBeCloseTo((364 * 5 + 7024 * 30) / 1e6, 10);
  });

  test('previews, number, batch, references, mask', () => {
    const request = createRequest();
    const { high } = estimateCost(request);
    expect(estimateCost(request, { previews: 2 }).high - high).toBeCloseTo((200 * 30) / 1e6, 10);
    expect(estimateCost(request, { count: 4 }).high).toBeCloseTo(4 * high, 10);
    // In whole millionths of a dollar, and never less than what it may cost.
    expect(estimateCost(request, { batch: true }).high).toBeCloseTo(Math.ceil((high / 2) * 1e6) / 1e6, 10);
    const edit = createRequest({ operation: 'edit', references: createReferences(2) });
    expect(estimateCost(edit).high - high).toBeCloseTo((2 * 3072 * 8) / 1e6, 10);
    expect(estimateCost({ ...edit, mask: edit.references[0]! }).high - high).toBeCloseTo((3 * 3072 * 8) / 1e6, 10);
    expect(estimateCost({ ...edit, mask: edit.references[0]! }).low).toBe(estimateCost(edit).low);
  });

  test('the language model on the Responses door is counted', () => {
    const [images, responses] = [estimateCost(createRequest()), estimateCost(createRequest({ api: 'responses' }))];
    expect(responses.low).toBeGreaterThan(images.low);
    expect(responses.high).toBeGreaterThan(images.high + 0.02);
  });

  test('a model whose bases are not published lies between those that are', () => {
    const [of2, of25, of26] = ['gpt-image-2', 'gpt-image-2.5-flare', 'gpt-image-2.6-flare'].map((model) =>
      estimateCost(createRequest({ model, quality: 'high' })),
    );
    expect([of26!.low, of26!.high]).toEqual([of25!.low, of2!.high]);
  });

  test.each([[{ model: 'flux-2' }], [{ model: 'gpt-image-1.5' }], [{ quality: 'enormous' }]])('%o has no known price', (rest) => {
    expect(estimateCost(createRequest(rest))).toEqual({ low: 0, high: 0, known: false });
  });

  test('the low end of a prompt is below the high one, whatever the script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (prompt) => {
        const { low, high } = estimateTextTokens(prompt);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
    expect(estimateTextTokens('夜明けの野原').high).toBe(18 + 64);
  });
});

describe('computeCost', () => {
  test('by the tokens that were billed', () => {
    expect(computeCost('gpt-image-2', { textInput: 1_000_000, imageInput: 1_000_000, cachedInput: 0, output: 1_000_000 })).toBeCloseTo(43, 10);
  });

  test('cached tokens are taken off the text first', () => {
    expect(computeCost('gpt-image-2', { textInput: 100_000, imageInput: 100_000, cachedInput: 150_000, output: 0 })).toBeCloseTo(
      (100 * 1.25 + 50 * 8 + 50 * 2) / 1000,
      10,
    );
  });

  test('a batch costs half, an unknown model what nobody knows', () => {
    const usage = { textInput: 0, imageInput: 0, cachedInput: 0, output: 1_000_000 };
    expect(computeCost('gpt-image-2', usage, { batch: true })).toBeCloseTo(15, 10);
    expect(computeCost('flux-2', usage)).toBeUndefined();
  });
});

describe('the portable profile, which can not say a quality', () => {
  test('holds back what the dearest quality costs, whatever the config asks for', () => {
    for (const quality of ['low', 'medium', 'high']) {
      const request = createRequest({ quality });
      const portable = estimatePortableCost(request, { count: 2 });
      expect(portable.high).toBe(estimateCost(createRequest({ quality: 'high' }), { count: 2 }).high);
      expect(portable.low).toBe(estimateCost(createRequest({ quality: 'low' }), { count: 2 }).low);
    }
  });

  test('an unknown model has no price', () => {
    expect(estimatePortableCost(createRequest({ model: 'sdxl' }))).toEqual({ low: 0, high: 0, known: false });
  });
});
