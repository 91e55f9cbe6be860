import type { NamedSize, ResolvedAsset } from './config.ts';

/** The chosen value on each variant axis, such as `{ theme: 'dark' }`. */
export type Variant = { readonly [axis: string]: string };

/** One picture to make: asset × size × locale × variant. */
export interface Cell {
  /** `asset/size.locale` and `.value` per variant axis, in the axes' order; unique in the project. */
  readonly id: string;
  readonly asset: string;
  readonly size: NamedSize;
  readonly locale: string;
  readonly variant: Variant;
}

/** An asset with the cells that its axes and filters leave. */
export interface AssetCells {
  readonly asset: ResolvedAsset;
  readonly cells: readonly Cell[];
}

export type AssetMatrix = readonly AssetCells[];
