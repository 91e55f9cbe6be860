import type { ResolvedAsset } from '../model/config.ts';
import type { AssetCells, AssetMatrix } from '../model/matrix.ts';

/** How a matrix is sliced. */
export interface SliceOptions {
  /** Cells of a slice; an asset is never parted. */
  readonly mostCells: number;
  /** Assets that are all in the first slice, however many they are. */
  readonly belongsFirst: (asset: ResolvedAsset) => boolean;
}

/** Parts a matrix into slices that are planned and executed one after the other. @returns at least one slice, which may be empty */
export function sliceMatrix(matrix: AssetMatrix, { mostCells, belongsFirst }: SliceOptions): readonly AssetMatrix[] {
  if (countCells(matrix) <= mostCells) return [matrix];
  const first: AssetCells[] = matrix.filter(({ asset }) => belongsFirst(asset));
  const slices = [first];
  let room = mostCells - countCells(first);
  for (const each of matrix.filter(({ asset }) => !belongsFirst(asset))) {
    if (each.cells.length > room && slices.at(-1)!.length > 0) {
      slices.push([]);
      room = mostCells;
    }
    slices.at(-1)!.push(each);
    room -= each.cells.length;
  }
  return slices;
}

function countCells(matrix: AssetMatrix): number {
  return matrix.reduce((sum, { cells }) => sum + cells.length, 0);
}
