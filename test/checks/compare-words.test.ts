import { expect, test } from 'vitest';
import { boundLine, compareWords, foldText, type ReadLine } from '../../src/checks/compare-words.ts';

function read(text: string, y: number, confidence = 0.99): ReadLine {
  return { line: { x: 200, y, width: 300, height: 40, angle: 0, score: 0.99 }, reading: { text, confidence } };
}

test('a text is found wherever its lines break, with or without hyphen', () => {
  const { words, extra } = compareWords(
    ['Design as code', 'Überraschung'],
    [read('Design', 40), read('as code', 90), read('Über-', 140), read('raschung', 190)],
  );
  expect(words.map(({ isFound }) => isFound)).toEqual([true, true]);
  expect(words[0]!.region).toEqual({ x: 50, y: 20, width: 300, height: 90 });
  expect(extra).toEqual([]);
});

test.each([
  ['a wrong letter', 'Desing as code', 2],
  ['a missing letter', 'Desgn as code', 1],
  ['a doubled letter', 'Design as codde', 1],
  ['another case', 'Design as Code', 1],
  ['more words', 'Design as code now', 3],
])('%s is not found, and told with what was read', (_, text, distance) => {
  const { words } = compareWords(['Design as code'], [read('Build', 40), read(text, 90, 0.8)]);
  expect(words).toEqual([
    { wanted: 'Design as code', isFound: false, read: text, confidence: 0.8, distance, region: { x: 50, y: 70, width: 300, height: 40 } },
  ]);
});

test('a text that is nowhere takes no other line', () => {
  const { words, extra } = compareWords(['Free delivery', 'Spring'], [read('Spring', 40)]);
  expect(words.map(({ isFound, read }) => [isFound, read])).toEqual([
    [false, ''],
    [true, 'Spring'],
  ]);
  expect(extra).toEqual([]);
});

test('a short text does not take the beginning of a long one', () => {
  const { words } = compareWords(['New', 'New arrivals'], [read('New', 40), read('arrivals', 90), read('New', 140)]);
  expect(words.every(({ isFound }) => isFound)).toBe(true);
});

test('of two equal texts one may be missing', () => {
  expect(compareWords(['Sale', 'Sale'], [read('Sale', 40)]).words.filter(({ isFound }) => isFound)).toHaveLength(1);
});

test('lines that no text accounts for are left over', () => {
  expect(compareWords(['Sale'], [read('Sale', 40), read('Bxrt', 90)]).extra.map(({ reading }) => reading.text)).toEqual(['Bxrt']);
});

test.each([
  ['“Don’t”', '"Don\'t"'],
  ['10–12 Uhr', '10-12Uhr'],
  ['ひ と つ', 'ひとつ'],
  ['一つ', 'ーつ'],
  ['ﬁne…', 'fine...'],
  ['extra\u00ADordinary', 'extraordinary'],
])('%s is the same as %s', (one, other) => {
  expect(foldText(one)).toBe(foldText(other));
});

test.each([
  ['Käse', 'Kase'],
  ['Straße', 'Strasse'],
  ['Sale', 'sale'],
  ['12.50', '1250'],
])('%s is not the same as %s', (one, other) => {
  expect(foldText(one)).not.toBe(foldText(other));
});

test('the box of a turned line is upright and holds it', () => {
  const { width, height } = boundLine({ x: 500, y: 500, width: 200, height: 20, angle: Math.PI / 6, score: 1 });
  expect([width, height]).toEqual([183, 117]);
});
