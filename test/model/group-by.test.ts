import { expect, test } from 'vitest';
import { addTo, groupBy } from '../../src/model/group-by.ts';

test('groups stand in the order in which they were met, and so do their items', () => {
  const groups = groupBy(['pear', 'apple', 'plum', 'avocado'], (word) => word[0]);
  expect([...groups]).toEqual([
    ['p', ['pear', 'plum']],
    ['a', ['apple', 'avocado']],
  ]);
  expect(groupBy([], String).size).toBe(0);
});

test('a group begins with its first item', () => {
  const groups = new Map<string, number[]>();
  for (const [name, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
  ] as const)
    addTo(groups, name, value);
  expect([...groups]).toEqual([
    ['a', [1, 3]],
    ['b', [2]],
  ]);
});
