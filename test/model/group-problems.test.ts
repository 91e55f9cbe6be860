import { expect, test } from 'vitest';
import { groupProblems } from '../../src/model/group-problems.ts';
import type { ProblemFacts } from '../../src/model/group-problems.ts';

const problem = (cell: string, changes: Partial<ProblemFacts> = {}): ProblemFacts => ({
  code: 'TEXT_OVERFLOW',
  severity: 'error',
  message: `too long in ${cell}`,
  fix: 'Shorten it.',
  file: 'copy/en.json',
  line: 3,
  column: 5,
  cell,
  ...changes,
});
const group = (...problems: readonly ProblemFacts[]) => groupProblems(problems, (each) => each);

test('one text that is too long in several cells is one problem, told by the cell with the least room', () => {
  const [first, ...others] = group(problem('a/wide.en', { fits: 40 }), problem('a/tall.en', { fits: 20 }), problem('a/card.en', { fits: 30 }));
  expect(others).toEqual([]);
  expect(first).toMatchObject({ problem: { message: 'too long in a/tall.en' }, cells: ['a/tall.en', 'a/card.en', 'a/wide.en'] });
});

test('two texts are two problems, and so are the same words for another reason', () => {
  expect(group(problem('a/wide.en', { fits: 40 }), problem('a/wide.de', { fits: 40, file: 'copy/de.json' }))).toHaveLength(2);
  expect(group(problem('a/wide.en', { fits: 40 }), problem('a/wide.en', { fits: 40, code: 'TEXT_CLIPPED', severity: 'warning' }))).toHaveLength(2);
});

test('what is not measured, or has no place of its own, is told apart by its words', () => {
  expect(group(problem('a/wide.en'), problem('a/tall.en'))).toHaveLength(2);
  expect(group(problem('a/wide.en', { message: 'gone' }), problem('a/tall.en', { message: 'gone' }))).toMatchObject([{ cells: ['a/wide.en', 'a/tall.en'] }]);
  const { file: _file, line: _line, column: _column, ...placeless } = problem('a/wide.en', { fits: 40 });
  expect(group(placeless, { ...placeless, message: 'another text' })).toHaveLength(2);
});

test('an asset stands for a problem that no cell has', () => {
  const { cell: _cell, ...whole } = problem('', { asset: 'a' });
  expect(group(whole)[0]?.cells).toEqual(['a']);
});
