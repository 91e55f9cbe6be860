import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countCells, sliceMatrix } from '../../src/matrix/slice-matrix.ts';
import type { AssetMatrix } from '../../src/model/matrix.ts';

/** Assets of so many cells each; nothing but their ids is looked at. */
function matrixOf(counts: readonly number[]): AssetMatrix {
  const cellsOf = (at: number, count: number): object[] => Array.from({ length: count }, (_, cell) => ({ id: `${at}/${cell}` }));
  return counts.map((count, at) => ({ asset: { id: String(at) }, cells: cellsOf(at, count) })) as unknown as AssetMatrix;
}

const idsOf = (matrix: AssetMatrix): readonly number[] => matrix.map(({ asset }) => Number(asset.id));

describe('sliceMatrix', () => {
  test('gives every cell once, in order, no slice more than it may have but for what belongs first, and parts only what is larger than a slice', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 30 }), fc.integer({ min: 1, max: 20 }), fc.nat(8), (counts, mostCells, bought) => {
        const belongsFirst = ({ id }: { readonly id: string }): boolean => Number(id) < bought;
        const slices = sliceMatrix(matrixOf(counts), { mostCells, belongsFirst });
        expect(slices.flat().flatMap(({ cells }) => cells)).toEqual(matrixOf(counts).flatMap(({ cells }) => cells));
        for (const slice of slices) expect(countCells(slice) <= mostCells || idsOf(slice).at(-1)! < bought).toBe(true);
        const parted = idsOf(slices.flat()).filter((id, at, all) => all.indexOf(id) !== at);
        expect(parted.every((id) => counts[id]! > mostCells)).toBe(true);
        expect(idsOf(slices[0]!).filter((id) => id < bought)).toEqual(counts.map((_, at) => at).filter((at) => at < bought));
      }),
    );
  });

  test('leaves what is small enough as it is', () => {
    const matrix = matrixOf([2, 3]);
    expect(sliceMatrix(matrix, { mostCells: 5 })).toEqual([matrix]);
    expect(sliceMatrix([], { mostCells: 5 })).toEqual([[]]);
  });

  test('puts what belongs first before all others', () => {
    const slices = sliceMatrix(matrixOf([2, 2, 2, 2]), { mostCells: 4, belongsFirst: ({ id }) => id === '2' });
    expect(slices.map(idsOf)).toEqual([
      [2, 0],
      [1, 3],
    ]);
  });
});
