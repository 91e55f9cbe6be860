import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Sections of the failure catalogue that have to do with storage, sharing, money, secrets, watching and the studio, and how many rows each has. */
const sections = { E: 17, F: 8, G: 19, H: 5, I: 10, J: 11 } as const;

/** Where each row is tested, as pairs of a file and the title (or the line of a table) in it; or why nothing can run into it yet. */
type Coverage = { readonly [row: string]: readonly (readonly [file: string, title: string])[] | string };

const coverage = JSON.parse(readFileSync(join(import.meta.dirname, 'failures-coverage.json'), 'utf8')) as Coverage;
const rows = Object.entries(sections).flatMap(([section, last]) => Array.from({ length: last }, (_, index) => `${section}${index + 1}`));

test('the table has every row, and no other', () => expect(Object.keys(coverage)).toEqual(rows));

describe.each(rows)('%s', (row) => {
  const tests = coverage[row] ?? [];
  test('is tested, or there is a reason why not', () => expect(tests.length).toBeGreaterThan(0));
  if (typeof tests === 'string') return;
  test.each(tests)('%s: %s', (file, title) => {
    const text = readFileSync(join(import.meta.dirname, file), 'utf8');
    expect(text.includes(title), `${file} has no "${title}"`).toBe(true);
    // A test that is switched off covers nothing.
    expect(text).not.toMatch(/\b(?:test|describe|it)\.(?:only|todo|skip)\(/);
  });
});
