import type { ResolvedAsset } from '../model/config.ts';
import type { AssetCells, AssetMatrix } from '../model/matrix.ts';

/** How a matrix is sliced. */
export interface SliceOptions {
  /** Cells of a slice. An asset is parted only where it has more by itself. */
  readonly mostCells: number;
  /** Assets that are all in the first slice, however many they are; default none. */
  readonly belongsFirst?: (asset: ResolvedAsset) => boolean;
}

/** Parts a matrix into slices that are planned and executed one after the other. @returns at least one slice, which may be empty */
export function sliceMatrix(matrix: AssetMatrix, { mostCells, belongsFirst = () => false }: SliceOptions): readonly AssetMatrix[] {
  if (countCells(matrix) <= mostCells) return [matrix];
  const slices: AssetCells[][] = [matrix.filter(({ asset }) => belongsFirst(asset))];
  let room = mostCells - countCells(slices[0]!);
  for (const each of matrix.filter(({ asset }) => !belongsFirst(asset))) {
    for (const part of partAsset(each, mostCells)) {
      if (part.cells.length > room && slices.at(-1)!.length > 0) {
        slices.push([]);
        room = mostCells;
      }
      slices.at(-1)!.push(part);
      room -= part.cells.length;
    }
  }
  return slices;
}

function partAsset(each: AssetCells, mostCells: number): readonly AssetCells[] {
  const { asset, cells } = each;
  if (cells.length <= mostCells) return [each];
  return Array.from({ length: Math.ceil(cells.length / mostCells) }, (_, part) => ({ asset, cells: cells.slice(part * mostCells, (part + 1) * mostCells) }));
}

/** Cells of all assets together. */
export function countCells(matrix: AssetMatrix): number {
  return matrix.reduce((sum, { cells }) => sum + cells.length, 0);
}
