import fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { createBudget } from '../../src/engine/create-budget.ts';
import type { Reservation } from '../../src/engine/create-budget.ts';

const cents = fc.integer({ min: 0, max: 500_000 }).map((units) => units / 1_000_000);
const step = fc.oneof(
  fc.record({ kind: fc.constant('reserve'), amount: cents }),
  fc.record({ kind: fc.constant('settle'), which: fc.nat(20), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
);

test('in any order of reserving and settling the caps hold and the sums are exact', () => {
  fc.assert(
    fc.property(
      cents.map((each) => each * 6),
      cents.map((each) => each * 6),
      cents,
      fc.array(step, { maxLength: 80 }),
      (run, month, before, steps) => {
        const budget = createBudget({ run, month, spentThisMonth: before });
        const open: Reservation[] = [];
        let booked = 0;
        for (const each of steps) {
          if ('amount' in each) {
            const answer = budget.reserve(each.amount);
            const taken = booked + open.reduce((sum, { amount }) => sum + Math.round(amount * 1e6), 0);
            const fits =
              taken + Math.round(each.amount * 1e6) <= Math.round(run * 1e6) &&
              Math.round(before * 1e6) + taken + Math.round(each.amount * 1e6) <= Math.round(month * 1e6);
            expect('settle' in answer).toBe(fits);
            if ('settle' in answer) open.push(answer);
          } else if (open.length > 0) {
            const [reservation] = open.splice(each.which % open.length, 1);
            const units = Math.floor(Math.round(reservation!.amount * 1e6) * each.share);
            reservation!.settle(units / 1e6);
            reservation!.settle(5);
            booked += units;
          }
          expect(Math.round(budget.spent() * 1e6)).toBe(booked);
          expect(booked).toBeLessThanOrEqual(Math.round(run * 1e6));
        }
      },
    ),
    { seed: 7, numRuns: 500 },
  );
});

test('a cap is reached to the last millionth and not passed by rounding', () => {
  const budget = createBudget({ run: 0.3, month: undefined, spentThisMonth: 0 });
  expect([0.1, 0.1, 0.1, 0.000001].map((amount) => 'settle' in budget.reserve(amount))).toEqual([true, true, true, false]);
  const odd = createBudget({ run: 0.0000019, month: undefined, spentThisMonth: 0 });
  expect('settle' in odd.reserve(0.0000015)).toBe(false);
  expect('settle' in odd.reserve(0.000001)).toBe(true);
});

test('a shortage says which limit it is and what is taken', () => {
  expect(createBudget({ run: undefined, month: 5, spentThisMonth: 0 }).reserve(0.1)).toEqual({ limit: 'run', cap: 0, taken: 0, wanted: 0.1 });
  const budget = createBudget({ run: 10, month: 5, spentThisMonth: 4.5 });
  expect(budget.reserve(0.4)).toHaveProperty('settle');
  expect(budget.reserve(0.2)).toEqual({ limit: 'month', cap: 5, taken: 4.9, wanted: 0.2 });
});
