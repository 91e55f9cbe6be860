import type { AssetCells, AssetMatrix } from '../model/matrix.ts';

/**
 * The part of a matrix that some cells are. Only the assets that they name are looked at, however many there are.
 * @param assets id → asset with all of its cells
 * @param ids of cells; unknown ones are left out
 */
export function narrowMatrix(assets: ReadonlyMap<string, AssetCells>, ids: readonly string[]): AssetMatrix {
  const wanted = new Set(ids);
  const owners = new Set(ids.map((id) => id.slice(0, id.indexOf('/'))));
  return [...owners].flatMap((owner) => assets.get(owner) ?? []).map(({ asset, cells }) => ({ asset, cells: cells.filter(({ id }) => wanted.has(id)) }));
}
