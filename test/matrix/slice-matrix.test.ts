import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sliceMatrix } from '../../src/matrix/slice-matrix.ts';
import type { AssetMatrix } from '../../src/model/matrix.ts';

/** Assets of so many cells each; nothing but their ids and counts is looked at. */
function matrixOf(counts: readonly number[]): AssetMatrix {
  return counts.map((count, at) => ({ asset: { id: String(at) }, cells: Array.from({ length: count }) })) as unknown as AssetMatrix;
}

const idsOf = (matrix: AssetMatrix): readonly number[] => matrix.map(({ asset }) => Number(asset.id));
const countOf = (matrix: AssetMatrix): number => matrix.reduce((sum, { cells }) => sum + cells.length, 0);

describe('sliceMatrix', () => {
  test('gives every asset once, in order, and no slice more cells than it may have, but for what can not be parted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 }), fc.integer({ min: 1, max: 20 }), fc.nat(8), (counts, mostCells, bought) => {
        const belongsFirst = ({ id }: { readonly id: string }): boolean => Number(id) < bought;
        const slices = sliceMatrix(matrixOf(counts), { mostCells, belongsFirst });
        expect(slices.flatMap(idsOf)).toEqual(counts.map((_, at) => at));
        for (const slice of slices) expect(countOf(slice) <= mostCells || slice.length === 1 || idsOf(slice).at(-1)! < bought).toBe(true);
        expect(idsOf(slices[0]!).filter((id) => id < bought)).toEqual(counts.map((_, at) => at).filter((at) => at < bought));
      }),
    );
  });

  test('leaves what is small enough as it is', () => {
    const matrix = matrixOf([2, 3]);
    expect(sliceMatrix(matrix, { mostCells: 5, belongsFirst: () => false })).toEqual([matrix]);
    expect(sliceMatrix([], { mostCells: 5, belongsFirst: () => false })).toEqual([[]]);
  });

  test('puts what belongs first before all others', () => {
    const slices = sliceMatrix(matrixOf([2, 2, 2, 2]), { mostCells: 4, belongsFirst: ({ id }) => id === '2' });
    expect(slices.map(idsOf)).toEqual([
      [2, 0],
      [1, 3],
    ]);
  });
});
