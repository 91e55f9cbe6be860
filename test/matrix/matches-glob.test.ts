import { expect, test } from 'vitest';
import { matchesGlob } from '../../src/matrix/select-cells.ts';

test.each([
  ['product-*', ['product-1', 'product-12', 'product-']],
  ['product-?', ['product-1']],
  ['product-[1-9]', ['product-1']],
  ['product-[1-9][0-9]', ['product-12']],
  ['[!p]*', ['spring', 'autumn']],
  ['[^p]*', ['spring', 'autumn']],
  ['{spring,product-*}', ['product-1', 'product-12', 'product-', 'spring']],
  ['spring', ['spring']],
  ['sprin[g-]', ['spring']],
  // Nothing of these is taken for anything else.
  ['[9-1]', []],
  ['[', []],
  ['{spring', []],
  ['spring.', []],
  ['(spring)', []],
  ['spr|ing', []],
  ['', []],
])('%s', (pattern, expected) => {
  expect(['product-1', 'product-12', 'product-', 'spring', 'autumn'].filter((id) => matchesGlob(pattern, id))).toEqual(expected);
});
