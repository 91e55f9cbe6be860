import { describe, expect, test } from 'vitest';
import { findCapabilities, findSnapshot, listKnownModels, tableVersion } from '../../../../src/adapters/generate/openai/capabilities.ts';
import { checkRequest, type CheckOptions } from '../../../../src/adapters/generate/openai/check-request.ts';
import type { GenerateRequest } from '../../../../src/model/purchase.ts';
import { servedModels } from '../../../support/openai-server/served-models.ts';
import { createRequest } from '../../../support/create-request.ts';
import { codesOf, createReferences } from './support.ts';

const options: CheckOptions = { today: '2026-11-22', profile: 'openai', sizeRules: true, previewAccess: false };
const check = (rest: Partial<GenerateRequest>, more: Partial<CheckOptions> = {}, extras = {}): readonly string[] =>
  checkRequest(createRequest(rest), { ...options, ...more }, extras).map(({ code, message, fix }) => `${code}: ${message}. ${fix}`);

describe('models', () => {
  test('a snapshot is taken without a word, an alias with a warning', () => {
    expect(check({})).toEqual([]);
    expect(check({ model: 'gpt-image-2' })).toEqual(['MODEL_ALIAS: "gpt-image-2" may change under its name. Name the snapshot "gpt-image-2-2026-04-21".']);
    expect(findSnapshot('gpt-image-2')).toBe('gpt-image-2-2026-04-21');
    expect(findSnapshot('flux-2')).toBe('flux-2');
  });

  test('the end of a model: gone, announced, come', () => {
    expect(check({ model: 'dall-e-3' })).toEqual([
      'MODEL_ENDED: the model "dall-e-3" ended on 2026-05-12. Use "gpt-image-2.5-sunburst": see `visuals migrate --to gpt-image-2.5-sunburst`.',
    ]);
    expect(check({ model: 'gpt-image-1.5' })).toEqual([
      'MODEL_ENDING: the model "gpt-image-1.5" ends on 2026-12-01. Choose "gpt-image-2.6-sunburst" for new work.',
    ]);
    expect(check({ model: 'gpt-image-1.5' }, { today: '2026-11-30' })[0]).toContain('MODEL_ENDING');
    expect(check({ model: 'gpt-image-1.5' }, { today: '2026-12-01' })[0]).toContain('MODEL_ENDED');
  });

  test('an unknown model is allowed with a warning, and only what all servers share is checked', () => {
    expect(check({ model: 'gpt-image-3', width: 333, quality: 'superb' })).toEqual([
      `MODEL_UNKNOWN: the model "gpt-image-3" is not in the table of ${tableVersion} (did you mean "gpt-image-2"?). Check the name; if it is right, set a cap with \`--spend\`.`,
    ]);
  });

  test('every model of the table has a price or a reason to have none', () => {
    for (const model of listKnownModels()) {
      const { state, prices, qualities, tokenBases } = findCapabilities(model)!;
      expect(prices === undefined, model).toBe(state.kind !== 'current');
      if (prices !== undefined) expect(Object.keys(tokenBases)).toEqual(Object.keys(qualities));
    }
  });

  test('knows every model that the local server serves', () => {
    for (const { id } of servedModels) expect(findCapabilities(id), id).toBeDefined();
  });
});

describe('rules of one field', () => {
  test.each<[string, Partial<GenerateRequest>, RegExp]>([
    [
      'size off the grid',
      { width: 1200, height: 630 },
      /size 1200×630 is refused: both edges must be multiples of 16\. Ask for 1200×640 and crop 1200×640 to 1200×630\.$/,
    ],
    ['edge', { width: 3856, height: 2000 }, /no edge may be longer than 3840/],
    ['ratio', { width: 3200, height: 1040 }, /ratio must lie between 1:3 and 3:1/],
    ['too small', { width: 512, height: 512 }, /at least 655360.*Ask for 816×816 and scale 816×816 down to 512×512/],
    ['too large', { width: 3840, height: 2176 }, /at most 8294400/],
    ['fixed sizes', { model: 'gpt-image-1.5', width: 1088, height: 1088 }, /makes 1024×1024, 1536×1024, 1024×1536 only/],
    ['quality of another model', { quality: 'xhigh' }, /quality "xhigh" is refused: gpt-image-2-2026-04-21 takes low, medium, high\b/],
    ['quality mistyped', { quality: 'hgh' }, /did you mean "high"/],
    ['auto quality', { quality: 'auto' }, /quality "auto" is refused/],
    ['transparent where it is refused', { background: 'transparent' }, /in its preview only\. Ask for an opaque plate and let the template shape it/],
    [
      'transparent jpeg',
      { model: 'gpt-image-2.5-flare-2026-09-08', background: 'transparent', format: 'jpeg' },
      /format "jpeg" is refused: it has no transparency/,
    ],
    ['compression of png', { compression: 90 }, /compression 90 is refused: png is lossless/],
    ['compression out of range', { format: 'webp', compression: 101 }, /compression 101 is refused: it is a whole number from 0 to 100/],
    ['moderation of an edit', { operation: 'edit', references: createReferences(1), moderation: 'low' }, /moderation "low" is refused/],
    ['complexity of an old model', { model: 'gpt-image-1.5', complexity: 'low' }, /complexity "low" is refused/],
    ['an empty prompt', { prompt: ' \n' }, /the prompt "" is refused: it is empty/],
    ['a long prompt', { prompt: 'x'.repeat(32_001) }, /a prompt of 32001 characters is refused: at most 32000/],
    ['17 references', { operation: 'edit', references: createReferences(17) }, /references 17 is refused: at most 16/],
    ['an edit of nothing', { operation: 'edit' }, /needs a picture to start from/],
    ['references of nothing', { references: createReferences(1) }, /takes neither references nor a mask/],
  ])('%s', (_, rest, expected) => {
    const found = check(rest).filter((line) => line.startsWith('API_REQUEST_INVALID'));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  test.each<[string, Partial<GenerateRequest>]>([
    ['an experimental size', { width: 3840, height: 2160 }],
    ['complexity on gpt-image-2', { complexity: 'low' }],
    ['transparency of 2.6', { model: 'gpt-image-2.6-flare', background: 'transparent' }],
    ['the highest quality of 2.6', { model: 'gpt-image-2.6-flare', quality: 'max' }],
  ])('%s is only a warning', (_, rest) => {
    expect(codesOf(checkRequest(createRequest(rest), options))).toEqual(['API_REQUEST_UNSURE']);
  });

  test('what is fine', () => {
    expect(check({ prompt: 'x'.repeat(32_000) })).toEqual([]);
    expect(check({ background: 'transparent' }, { previewAccess: true })).toEqual([]);
    expect(check({ operation: 'edit', references: createReferences(16), moderation: 'low', api: 'responses' })).toEqual([]);
    expect(check({ width: 1200, height: 630 }, { sizeRules: false })).toEqual([]);
    expect(
      check({ format: 'webp', compression: 0, background: 'transparent', model: 'gpt-image-2.5-sunburst-2026-09-08', quality: 'max', complexity: 'high' }),
    ).toEqual([]);
  });

  test('everything that is wrong is told at once', () => {
    expect(check({ width: 100, height: 100, quality: 'auto', prompt: '', compression: 3 })).toHaveLength(4);
  });
});

describe('numbers and profiles', () => {
  test('how many pictures and previews', () => {
    expect(check({}, {}, { count: 10, previews: 3 })).toEqual([]);
    expect(check({}, {}, { count: 11, previews: 4 })).toHaveLength(2);
    expect(check({}, {}, { count: 0.5 })).toHaveLength(1);
    expect(check({ api: 'responses' }, {}, { count: 2 })[0]).toContain('1 to 1');
  });

  test('a portable server is not asked for what it would leave out', () => {
    const portable = { profile: 'portable', sizeRules: false } as const;
    expect(check({ model: 'flux-2', width: 333, height: 222, quality: 'anything' }, portable)).toEqual([]);
    expect(check({ background: 'transparent', compression: 3, complexity: 'low', api: 'responses', format: 'webp' }, portable)).toHaveLength(4);
    expect(check({}, portable, { previews: 1 })).toHaveLength(1);
  });
});
