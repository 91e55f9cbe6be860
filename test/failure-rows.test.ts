import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Rows of the failure catalogue, section → number of its last row. */
const sections = { A: 12, B: 12, C: 7, D: 5, E: 17 } as const;

/** Rows that nothing of today can run into, each for its reason. */
const later: { readonly [row: string]: string } = {
  B11: 'authors give no regular expressions; our own are linted',
};

/** Rows that a test or a fixture is named after. */
function findTestedRows(): ReadonlySet<string> {
  const files = (readdirSync(import.meta.dirname, { recursive: true }) as string[]).filter(
    (path) => path.endsWith('.test.ts') && !path.endsWith('failure-rows.test.ts'),
  );
  const named = files.flatMap((path) => [...readFileSync(join(import.meta.dirname, path), 'utf8').matchAll(/['"`]([A-E]\d{1,2})[ :]/g)].map(([, row]) => row!));
  const folders = readdirSync(join(import.meta.dirname, '..', 'fixtures')).flatMap((name) => /^([a-e]\d{1,2})-/.exec(name)?.[1]?.toUpperCase() ?? []);
  return new Set([...named, ...folders]);
}

test('every row of the failure catalogue has a test, or a reason why not', () => {
  const rows = Object.entries(sections).flatMap(([section, last]) => Array.from({ length: last }, (_, index) => `${section}${index + 1}`));
  const tested = findTestedRows();
  expect(rows.filter((row) => !tested.has(row) && later[row] === undefined)).toEqual([]);
  expect(Object.keys(later).filter((row) => tested.has(row))).toEqual([]);
});
