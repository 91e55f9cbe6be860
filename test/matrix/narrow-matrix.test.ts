import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandMatrix } from '../../src/matrix/expand-matrix.ts';
import { narrowMatrix } from '../../src/matrix/narrow-matrix.ts';
import { createAsset } from '../support/create-asset.ts';

const matrix = expandMatrix(['one', 'one-more', 'other'].map((id) => createAsset({ id, sizes: ['wide', 'tall', 'square'], locales: ['en', 'de'] })));
const assets = new Map(matrix.map((each) => [each.asset.id, each]));

test('a narrowed matrix has the cells that were named and no others, each with its asset', () => {
  fc.assert(
    fc.property(fc.subarray(matrix.flatMap(({ cells }) => cells)), (cells) => {
      const narrowed = narrowMatrix(
        assets,
        cells.map(({ id }) => id),
      );
      expect(narrowed.flatMap((each) => each.cells)).toEqual(cells);
      for (const { asset, cells: own } of narrowed) expect(own.every((cell) => cell.asset === asset.id)).toBe(true);
    }),
  );
});

test('what no asset has is left out', () => {
  expect(narrowMatrix(assets, ['gone/wide.en', 'one/gone.en', 'one/wide.en']).flatMap(({ cells }) => cells.map(({ id }) => id))).toEqual(['one/wide.en']);
});
