import { describe, expect, test } from 'vitest';
import { expandMatrix } from '../../src/matrix/expand-matrix.ts';
import { selectCells } from '../../src/matrix/select-cells.ts';
import { createAsset } from '../support/create-asset.ts';

const cellsOf = (matrix: ReturnType<typeof expandMatrix>): readonly string[] => matrix.flatMap((each) => each.cells.map((cell) => cell.id));

describe('expandMatrix', () => {
  test('multiplies sizes, variants and locales, languages innermost', () => {
    expect(cellsOf(expandMatrix([createAsset({ id: 'a', sizes: ['og', 'story'], locales: ['en', 'de'], variants: { theme: ['light', 'dark'] } })]))).toEqual([
      'a/og.en.light',
      'a/og.de.light',
      'a/og.en.dark',
      'a/og.de.dark',
      'a/story.en.light',
      'a/story.de.light',
      'a/story.en.dark',
      'a/story.de.dark',
    ]);
  });

  test('only keeps, except drops', () => {
    const asset = createAsset({
      id: 'a',
      sizes: ['og', 'story'],
      locales: ['en', 'de'],
      only: [{ size: ['og'] }, { locale: ['de'] }],
      except: [{ size: ['story'], locale: ['de'] }],
    });
    expect(cellsOf(expandMatrix([asset]))).toEqual(['a/og.en', 'a/og.de']);
  });

  test('survives JSON', () => {
    const matrix = expandMatrix([createAsset({ id: 'a' })]);
    expect(JSON.parse(JSON.stringify(matrix))).toEqual(matrix);
  });
});

describe('selectCells', () => {
  const matrix = expandMatrix([createAsset({ id: 'spring-launch', sizes: ['og', 'story'], locales: ['en', 'de'] }), createAsset({ id: 'quote' })]);

  test('takes globs of assets, locales and sizes', () => {
    expect(cellsOf(selectCells(matrix, { only: ['spring-*'], locales: ['de'], sizes: ['og'] }))).toEqual(['spring-launch/og.de']);
    expect(cellsOf(selectCells(matrix, {}))).toEqual(cellsOf(matrix));
  });

  test('says everything that matches nothing, with what was meant', () => {
    expect(() => selectCells(matrix, { only: ['sprint-launch'], locales: ['fr'], sizes: ['og'] })).toThrow(
      expect.objectContaining({
        diagnostics: [
          expect.objectContaining({ code: 'SELECTION_EMPTY', exit: 2, message: expect.stringContaining('did you mean "spring-launch"') }),
          expect.objectContaining({ code: 'SELECTION_EMPTY', message: expect.stringContaining('--locale fr') }),
        ],
      }),
    );
  });

  test('a dot in a pattern is a dot', () => {
    expect(() => selectCells(matrix, { only: ['quot.'] })).toThrow('SELECTION_EMPTY');
  });
});
