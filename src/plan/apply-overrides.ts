import { matchesFilter } from '../matrix/expand-matrix.ts';
import type { Art, CheckSettings, OutputFormat, ResolvedAsset } from '../model/config.ts';
import type { JsonObject } from '../model/json.ts';
import type { Cell } from '../model/matrix.ts';
import type { SlotLimits } from '../model/template.ts';

/** An asset as one cell sees it. */
export interface CellDefinition {
  readonly template: string;
  readonly copy: string;
  readonly alt: string;
  readonly art: { readonly [slot: string]: Art };
  readonly data: JsonObject;
  readonly slots: { readonly [slot: string]: SlotLimits };
  readonly formats: readonly OutputFormat[];
  readonly checks: CheckSettings;
}

/** Applies the overrides that match a cell, in the author's order: later ones win, art and data are merged by name. */
export function applyOverrides(asset: ResolvedAsset, cell: Cell): CellDefinition {
  const matching = asset.overrides.filter((override) => matchesFilter(override.when, cell));
  const { template, alt, formats, slots, checks } = asset;
  return {
    template,
    alt,
    formats,
    slots,
    checks,
    copy: matching.findLast((override) => override.copy !== undefined)?.copy ?? asset.copy,
    art: Object.assign({}, asset.art, ...matching.map((override) => override.art)) as CellDefinition['art'],
    data: Object.assign({}, asset.data, ...matching.map((override) => override.data)) as JsonObject,
  };
}

/** The copy key of a name in an asset: behind the asset's prefix, where it has one. */
export function formatCopyKey(asset: CellDefinition, name: string): string {
  return asset.copy === '' ? name : `${asset.copy}.${name}`;
}
