import { expect, test } from 'vitest';
import { describeFields, nameCauses } from '../../src/report/describe-causes.ts';
import { nameOf } from '../../src/report/describe-cells.ts';
import { describeProblems } from '../../src/report/describe-problems.ts';

const causes = [
  { field: 'text.headline', before: 'Old', after: 'New' },
  { field: 'token.color.accent', before: '#111111', after: '#222222' },
  { field: 'data.price', before: '"canary-1"', after: '"canary-2"' },
  { field: 'art.background.source.prompt', before: 'canary-3', after: 'canary-4' },
  { field: 'art.background.seed', before: '1', after: '2' },
  { field: 'fonts', before: 'canary-5', after: 'canary-6' },
  { field: 'some.day', before: 'canary-7' },
];

test('names causes in words, one for all fields of a piece of art', () =>
  expect(nameCauses(causes)).toEqual(['Art: background', 'Copy: headline', 'Data: price', 'Fonts', 'Other', 'Token: color.accent']));

test('quotes copy, tokens and sizes, and of everything else the name', () => {
  const fields = describeFields(causes, false);
  expect(JSON.stringify(fields)).not.toContain('canary');
  expect(fields[0]).toEqual({ name: 'text.headline', before: 'Old', after: 'New' });
  expect(fields[2]).toEqual({ name: 'data.price' });
  expect(describeFields([{ field: 'size', before: '2x1', after: '3x1' }], false)).toEqual([{ name: 'size', before: '2x1', after: '3x1' }]);
});

test('quotes a prompt only when prompts were asked for', () =>
  expect(describeFields(causes, true).filter(({ before }) => before?.startsWith('canary'))).toEqual([
    { name: 'art.background.source.prompt', before: 'canary-3', after: 'canary-4' },
  ]));

test('cuts long values between characters', () => {
  const [field] = describeFields([{ field: 'text.body', before: '😀'.repeat(500), after: 'short' }], false);
  expect([...(field?.before ?? '')]).toHaveLength(400);
  expect(field?.before?.endsWith('😀…')).toBe(true);
});

test.each([
  ['Ada Lovelace <ada@example.com>', 'Ada Lovelace'],
  ['ada@example.com', 'ada'],
  ['Ada <ada@example.com', 'Ada'],
  ['<ada@example.com>', ''],
])('of %j a report says %j', (by, name) => expect(nameOf(by)).toBe(name));

test('problems speak in the words of the catalogue, once each, and lose places outside of the project', () => {
  const diagnostic = {
    code: 'COPY_MISSING',
    severity: 'error',
    message: 'canary',
    fix: 'canary',
    exit: 1,
    asset: 'hello',
    details: { key: 'canary' },
  } as const;
  const found = describeProblems([
    { ...diagnostic, place: { file: '/home/canary/copy/en.json' } },
    diagnostic,
    { ...diagnostic, place: { file: 'copy/en.json', line: 3 } },
  ]);
  expect(found).toHaveLength(2);
  expect(found[0]).toEqual({ code: 'COPY_MISSING', severity: 'error', meaning: expect.stringMatching(/^[A-Z].{10,}\.$/) as string, cells: ['hello'] });
  expect(found[1]).toMatchObject({ file: 'copy/en.json', line: 3 });
  expect(JSON.stringify(found)).not.toContain('canary');
});
