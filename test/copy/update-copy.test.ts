import fc from '../support/properties.ts';
import { describe, expect, it } from 'vitest';
import { placeWithin } from '../../src/copy/text-places.ts';
import type { CopyFormat, CopyText } from '../../src/copy/copy-format.ts';
import { randomCopies, randomKey, randomText, sentinel } from './random-copy.ts';

const runs = { numRuns: 100 };

describe.each(randomCopies)('%s, of any content and look', (_, randomCopy) => {
  it('is read with every text in its place', () => {
    fc.assert(
      fc.property(randomCopy, ({ format, file, texts }) => {
        const { units } = readWell(format, file);
        expect(new Map(units.map(({ key, text }) => [key, text]))).toEqual(texts);
        const lines = file.text.replace(/^\uFEFF/, '').split('\n');
        for (const unit of units) {
          // Letters that no format escapes stand where they are said to stand.
          for (const [index, letter] of [...unit.text].entries())
            if (index === 0 && /[aZ9{}]/.test(letter)) expect(at(lines, placeWithin(unit, 0))).toBe(letter);
          for (const { index, 0: letter } of unit.text.matchAll(/[aZ9{}]/g))
            expect(at(lines, placeWithin(unit, index)), `${JSON.stringify(unit)} at ${index}`).toBe(letter);
        }
      }),
      runs,
    );
  });

  it('stays as it is when nothing changes', () => {
    fc.assert(
      fc.property(randomCopy, ({ format, file, texts }) => {
        expect(format.update(file, new Map())).toBe(file.text);
        expect(format.update(file, texts)).toBe(file.text);
      }),
      runs,
    );
  });

  it('gives the new text, and nothing else moves', () => {
    fc.assert(
      fc.property(randomCopy, fc.nat(), randomText, ({ format, file, texts }, pick, text) => {
        const key = [...texts.keys()][pick % texts.size]!;
        const updated = format.update(file, new Map([[key, text]]));
        expect(textsOf(format, { ...file, text: updated })).toEqual(new Map([...texts, [key, text]]));
        expect(updated.match(sentinel)).toEqual(file.text.match(sentinel));
        expect(changedPart(file.text, updated).match(sentinel)).toBeNull();
        expect(textsOf(format, { ...file, text: format.update({ ...file, text: updated }, texts) })).toEqual(texts);
      }),
      runs,
    );
  });

  it('takes new keys, and what was there stays', () => {
    fc.assert(
      fc.property(randomCopy, fc.dictionary(randomKey, randomText, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), ({ format, file, texts }, more) => {
        const added = new Map(Object.entries(more).filter(([key]) => !texts.has(key)));
        const updated = format.update(file, added);
        expect(textsOf(format, { ...file, text: updated })).toEqual(new Map([...texts, ...added]));
        expect(isSubsequence(file.text, updated)).toBe(true);
      }),
      runs,
    );
  });

  it('begins with nothing', () => {
    fc.assert(
      fc.property(randomCopy, ({ format, file, texts }) => {
        if (format.name.startsWith('xliff')) return;
        for (const text of ['', '\uFEFF']) expect(textsOf(format, { ...file, text: format.update({ ...file, text }, texts) })).toEqual(texts);
      }),
      { numRuns: 40 },
    );
  });
});

function readWell(format: CopyFormat, file: CopyText) {
  const parsed = format.read(file);
  expect(parsed.problems, file.text).toEqual([]);
  return parsed;
}

const textsOf = (format: CopyFormat, file: CopyText): ReadonlyMap<string, string> => new Map(readWell(format, file).units.map(({ key, text }) => [key, text]));

const at = (lines: readonly string[], { line, column }: { readonly line: number; readonly column: number }): string | undefined =>
  lines[line - 1]?.[column - 1];

/** What stands in `before` between the first and the last difference. */
function changedPart(before: string, after: string): string {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return before.slice(start, before.length - end);
}

function isSubsequence(part: string, whole: string): boolean {
  let index = 0;
  for (const character of part) {
    index = whole.indexOf(character, index) + 1;
    if (index === 0) return false;
  }
  return true;
}
