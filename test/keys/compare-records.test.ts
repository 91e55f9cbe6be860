import { expect, test } from 'vitest';
import { compareRecords } from '../../src/keys/compare-records.ts';

test('names what changed, what is new and what is gone', () => {
  expect(compareRecords({ locale: 'en', 'text.headline': 'Hi', seed: '1' }, { locale: 'en', 'text.headline': 'Hello', size: '1x1' })).toEqual([
    { field: 'seed', before: '1' },
    { field: 'size', after: '1x1' },
    { field: 'text.headline', before: 'Hi', after: 'Hello' },
  ]);
});

test('finds nothing in equal records', () => {
  expect(compareRecords({ a: '1' }, { a: '1' })).toEqual([]);
});
