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

/** What is told of a cell's picture wherever it is shown. */
export interface CellFacts {
  readonly size: string;
  readonly width: number;
  readonly height: number;
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly variant: Variant;
  readonly alt: string;
}

/** An asset with the cells that its axes and filters leave. */
export interface AssetCells {
  readonly asset: ResolvedAsset;
  readonly cells: readonly Cell[];
}

/** All cells of a project, by asset, in the order of the config. */
export type AssetMatrix = readonly AssetCells[];
