import fc from '../support/properties.ts';
import { describe, expect, test } from 'vitest';
import type { LiveCell } from '../../src/model/live.ts';
import { applyEvent, emptyState } from '../../src/studio/client/data/apply-event.ts';
import { countFacets, filterCells, noFilters, toggleFilter } from '../../src/studio/client/data/filter-cells.ts';
import { findWindow } from '../../src/studio/client/data/find-window.ts';
import { formatDollars, formatShare } from '../../src/studio/client/data/format-words.ts';
import { layOutMatrix } from '../../src/studio/client/data/lay-out-matrix.ts';
import { measureDifference } from '../../src/studio/client/data/measure-difference.ts';
import { listBetween, listInOrder, stepCell } from '../../src/studio/client/data/step-cell.ts';

function createCell(id: string, rest: Partial<LiveCell> = {}): LiveCell {
  const [asset = '', size = '', locale = ''] = id.split(/[/.]/);
  const names = { id, asset, size, locale, width: 120, height: 60, direction: 'ltr', variant: {} } as const;
  return { ...names, alt: '', state: 'unreviewed', raster: id, picture: '', thumb: '', cause: '', ...rest };
}

const cells = ['a/wide.en', 'a/wide.de', 'a/tall.en', 'b/wide.en', 'b/tall.de'].map((id) => createCell(id));

describe('events', () => {
  test('change, add and remove cells, and keep the others’ places', () => {
    const before = { ...emptyState, cells };
    const changed = [createCell('b/wide.en', { state: 'approved' }), createCell('c/wide.en')];
    const after = applyEvent(before, { type: 'cells', version: 7, changed, removed: ['a/wide.de'] });
    expect(after.cells.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'a/wide.en unreviewed',
      'a/tall.en unreviewed',
      'b/wide.en approved',
      'b/tall.de unreviewed',
      'c/wide.en unreviewed',
    ]);
    expect(after.version).toBe(7);
    expect(applyEvent(after, { type: 'state', state: before })).toBe(before);
  });
});

describe('filters', () => {
  test('values of a facet are alternatives, facets narrow each other, and counts leave out their own facet', () => {
    const german = toggleFilter(noFilters, 'locale', 'de');
    expect(filterCells(cells, german, '').map(({ id }) => id)).toEqual(['a/wide.de', 'b/tall.de']);
    const counts = countFacets(cells, german, '');
    expect(counts.locale).toEqual([
      { value: 'en', count: 3 },
      { value: 'de', count: 2 },
    ]);
    expect(counts.size).toEqual([
      { value: 'wide', count: 1 },
      { value: 'tall', count: 1 },
    ]);
    expect(filterCells(cells, toggleFilter(german, 'locale', 'en'), 'b wide').map(({ id }) => id)).toEqual(['b/wide.en']);
    expect(toggleFilter(german, 'locale', 'de').locale.size).toBe(0);
  });
});

describe('the matrix', () => {
  const matrix = layOutMatrix(cells, { grouping: 'size', thumbs: 'medium' });

  test('has a place for each cell and holes where there is none', () => {
    expect(matrix.columns.map(({ key }) => key)).toEqual(['wide en', 'wide de', 'tall en', 'tall de']);
    expect(matrix.groups.map(({ value }) => value)).toEqual(['wide', 'tall']);
    expect(matrix.cellAt(1, 1)).toBeUndefined();
    expect(matrix.cellAt(1, 3)?.id).toBe('b/tall.de');
    expect(layOutMatrix(cells, { grouping: 'locale', thumbs: 'medium' }).columns.map(({ key }) => key)).toEqual(['wide en', 'tall en', 'wide de', 'tall de']);
  });

  test('is walked across holes, and never left', () => {
    expect(stepCell(matrix, '', 'down')).toBe('a/wide.en');
    expect(stepCell(matrix, 'a/wide.de', 'down')).toBe('b/tall.de');
    expect(stepCell(matrix, 'b/wide.en', 'after')).toBe('b/tall.de');
    expect(stepCell(matrix, 'b/wide.en', 'last')).toBe('b/tall.de');
    for (const direction of ['up', 'before'] as const) expect(stepCell(matrix, 'a/wide.en', direction)).toBe('a/wide.en');
    expect(listInOrder(matrix)).toEqual(['a/wide.en', 'a/wide.de', 'a/tall.en', 'b/wide.en', 'b/tall.de']);
    expect(listBetween(matrix, 'a/wide.de', 'b/wide.en')).toEqual(['a/wide.en', 'a/wide.de', 'b/wide.en']);
  });

  test('a window holds exactly what a stretch shows', () => {
    const stretch = fc.record({
      widths: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 60 }),
      from: fc.nat(9000),
      length: fc.nat(2000),
    });
    fc.assert(
      fc.property(stretch, ({ widths, from, length }) => {
        const starts = widths.map((_, index) => widths.slice(0, index).reduce((sum, each) => sum + each, 0));
        const { first, end } = findWindow({ count: widths.length, startOf: (index) => starts[index]! }, { from, to: from + length, spare: 0 });
        const seen = starts.flatMap((start, index) => (start + widths[index]! > from && start <= from + length ? [index] : []));
        for (const index of seen) expect(index >= first && index < end).toBe(true);
        expect(end - first).toBeLessThanOrEqual(Math.max(1, seen.length));
      }),
    );
  });
});

test('differences are counted in each text, outside of all, and in the whole', () => {
  const [width, height] = [10, 10];
  const before = { width, height, data: new Uint8ClampedArray(400).fill(255) };
  const after = { width, height, data: before.data.slice() };
  // Two black pixels inside of the text, one outside of it.
  for (const at of [0, 1, 99]) after.data.set([0, 0, 0, 255], at * 4);
  const box = { slot: 'headline', text: '', x: 0, y: 0, width: 5, height: 2, fontSize: 1, lines: 1 };
  const { share, regions, mask } = measureDifference(before, after, [box]);
  expect(share).toBe(0.03);
  expect(regions).toEqual([
    { name: 'headline', share: 0.2 },
    { name: 'outside of texts', share: 1 / 90 },
  ]);
  expect([...mask.data.slice(0, 4), ...mask.data.slice(8, 12)]).toEqual([255, 0, 160, 255, 0, 0, 0, 0]);
});

test('sums and shares say no less than they are', () => {
  expect([formatDollars(0.05), formatDollars(0.0112), formatDollars(2)]).toEqual(['$0.05', '$0.0112', '$2.00']);
  expect([formatShare(0), formatShare(0.00001), formatShare(0.018), formatShare(1)]).toEqual(['0 %', '< 0.01 %', '1.80 %', '100.0 %']);
});
