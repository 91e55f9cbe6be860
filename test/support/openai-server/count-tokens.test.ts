import { expect, test } from 'vitest';
import { countOutputTokens } from './count-tokens.ts';
import { servedModels } from './served-models.ts';

test.each([
  [1024, 1024, [196, 1756, 7024]],
  [1200, 640, [100, 864, 3389]],
  [3840, 2160, [371, 3336, 13_342]],
])('a picture of %i × %i costs what the published formula says', (width, height, tokens) => {
  const [model] = servedModels;
  if (model === undefined) throw new Error('There is no model.');
  expect((['low', 'medium', 'high'] as const).map((quality) => countOutputTokens({ model, quality, width, height }))).toEqual(tokens);
});
