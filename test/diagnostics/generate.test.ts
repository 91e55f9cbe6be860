import { expect, test } from 'vitest';
import { artUnpaid, spendConsent } from '../../src/diagnostics/generate.ts';

test('a price that no table knows is said to be unknown, and the sum is left to the reader', () => {
  const unpaid = artUnpaid({ art: 'hero', model: 'own-model', low: 0, high: 0 });
  expect([unpaid.message, unpaid.fix]).toEqual([
    'hero has not been bought (own-model, a price that is not known)',
    'Run `visuals build --spend <usd>`, or fetch the lock and the vault.',
  ]);
  expect(spendConsent({ pictures: 1, low: 0.042, high: 0.053, command: 'visuals build' })).toMatchObject({
    message: '1 picture would be bought for $0.0420 to $0.0530, and nobody agreed',
    fix: 'Run it with `--spend 0.06`: `visuals build --spend 0.06`.',
  });
});
