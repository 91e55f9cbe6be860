import { describe, expect, test } from 'vitest';
import { isOutcome, isOver, isSettled } from '../../src/lock/attempt.ts';
import type { AttemptOutcome } from '../../src/lock/attempt.ts';

/** Whether it ends the attempt so that no reply is waited for, and whether nobody asks about it any more. */
const meanings: Readonly<Record<AttemptOutcome, readonly [isOver: boolean, isSettled: boolean]>> = {
  bought: [false, true],
  recovered: [false, true],
  rejected: [true, true],
  refused: [true, true],
  failed: [true, true],
  blocked: [true, true],
  forgotten: [true, true],
  unbilled: [true, true],
  unknown: [false, false],
};

describe('what becomes of a paid request', () => {
  test.each(Object.entries(meanings) as [AttemptOutcome, readonly boolean[]][])('%s', (outcome, meaning) => {
    expect([isOutcome(outcome), isOver(outcome), isSettled(outcome)]).toEqual([true, ...meaning]);
  });

  test('of which nothing was said yet, it is neither over nor settled', () => {
    expect([isOver(undefined), isSettled(undefined)]).toEqual([false, false]);
  });

  test.each(['', 'Bought', 'constructor', 'toString', '__proto__', 1, null, undefined, ['bought']])('%j is no name of an outcome', (word) => {
    expect(isOutcome(word)).toBe(false);
  });
});
