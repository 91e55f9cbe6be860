import { describe, expect, test } from 'vitest';
import { countSpent, emptyAnswer, readAnswer, readJob } from '../../src/fleet/jobs.ts';

describe('what a job counts for', () => {
  test.each([
    ['a picture that came', { done: 1, spent: 0.04 }, 0.04],
    ['a request that was refused', { failed: 1, spent: 0, code: 'API_MODERATED' }, 0],
    ['a request that was sent, and nobody knows more', { failed: 1, spent: 0, code: 'PURCHASE_UNKNOWN' }, 0.2],
    ['a job whose answer never came', { failed: 1, spent: 0, code: 'FLEET_JOB_FAILED' }, 0.2],
    ['more than was reserved, and nobody knows more', { failed: 1, spent: 0.3, code: 'PURCHASE_UNKNOWN' }, 0.3],
  ])('%s', (_, answer, expected) => {
    expect(countSpent({ ...emptyAnswer, ...answer }, 0.2)).toBe(expected);
  });
});

test('a payload that is no job is none, and an answer that is none counts as nothing', () => {
  expect(readJob({ kind: 'draw', fingerprint: 'f', cells: ['a', 1] })).toBeUndefined();
  expect(readJob({ kind: 'buy', fingerprint: 'f', task: 't', number: 1, most: '1' })).toBeUndefined();
  expect(readJob({ kind: 'buy', fingerprint: 'f', task: 't', most: 1 })).toBeUndefined();
  expect(readJob({ kind: 'run', fingerprint: 'f' })).toBeUndefined();
  const buy = { kind: 'buy', fingerprint: 'f', task: 't', number: 1, most: 1 } as const;
  expect(readJob({ ...buy })).toEqual({ ...buy, buyAgain: false });
  expect(readAnswer({ done: -1, spent: 'much', key: 4 })).toEqual(emptyAnswer);
});
