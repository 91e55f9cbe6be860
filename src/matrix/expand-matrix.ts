import type { CellFilter, NamedSize, ResolvedAsset } from '../model/config.ts';
import type { AssetMatrix, Cell, Variant } from '../model/matrix.ts';

/** Expands every asset's axes into cells: sizes, then variants, then locales, so that all languages of a picture stand together. */
export function expandMatrix(assets: readonly ResolvedAsset[]): AssetMatrix {
  return assets.map((asset) => ({ asset, cells: expandAsset(asset) }));
}

/** Whether a filter of the config matches a cell. */
export function matchesFilter(filter: CellFilter, cell: Pick<Cell, 'locale' | 'variant'> & { readonly size: { readonly name: string } }): boolean {
  if (filter.size && !filter.size.includes(cell.size.name)) return false;
  if (filter.locale && !filter.locale.includes(cell.locale)) return false;
  return Object.entries(filter.variant ?? {}).every(([axis, values]) => values.includes(cell.variant[axis] ?? ''));
}

function expandAsset(asset: ResolvedAsset): readonly Cell[] {
  const variants = expandVariants(asset.variants);
  return asset.sizes
    .flatMap((size) => variants.flatMap((variant) => asset.locales.map((locale) => createCell(asset.id, size, locale, variant))))
    .filter((cell) => isKept(asset, cell));
}

/** Every combination of an asset's variant axes; no axes give one, which is empty. */
export function expandVariants(axes: ResolvedAsset['variants']): readonly Variant[] {
  return Object.entries(axes).reduce<readonly Variant[]>(
    (variants, [axis, values]) => variants.flatMap((variant) => values.map((value) => ({ ...variant, [axis]: value }))),
    [{}],
  );
}

function createCell(asset: string, size: NamedSize, locale: string, variant: Variant): Cell {
  return { id: `${asset}/${[size.name, locale, ...Object.values(variant)].join('.')}`, asset, size, locale, variant };
}

function isKept(asset: ResolvedAsset, cell: Cell): boolean {
  const kept = asset.only.length === 0 || asset.only.some((filter) => matchesFilter(filter, cell));
  return kept && !asset.except.some((filter) => matchesFilter(filter, cell));
}
