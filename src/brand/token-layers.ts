import type { BrandAxis } from './create-brand.ts';
import { emptyGroup, mergeTokenGroups, type TokenGroup } from './read-token-group.ts';

/** Tokens that always apply, or those of one axis by context. */
export type TokenLayer =
  | { readonly kind: 'set'; readonly group: TokenGroup }
  | { readonly kind: 'modifier'; readonly axis: BrandAxis; readonly contexts: ReadonlyMap<string, TokenGroup> };

/** One choice on each axis, with the tokens that it leads to. */
export interface TokenCombination {
  readonly contexts: readonly string[];
  readonly group: TokenGroup;
}

/** The axes of layers, in their order. */
export function listAxes(layers: readonly TokenLayer[]): readonly BrandAxis[] {
  return layers.flatMap((layer) => (layer.kind === 'modifier' ? [layer.axis] : []));
}

/** How many combinations there are, without making them. */
export function countCombinations(layers: readonly TokenLayer[]): number {
  return listAxes(layers).reduce((count, axis) => count * listChoices(axis).length, 1);
}

/** All combinations, that of the fallbacks first. Later layers win. */
export function combineLayers(layers: readonly TokenLayer[]): readonly TokenCombination[] {
  let combinations: readonly TokenCombination[] = [{ contexts: [], group: emptyGroup }];
  for (const layer of layers) combinations = combinations.flatMap((combination) => applyLayer(combination, layer));
  return combinations;
}

function applyLayer({ contexts, group }: TokenCombination, layer: TokenLayer): readonly TokenCombination[] {
  if (layer.kind === 'set') return [{ contexts, group: mergeTokenGroups(group, layer.group) }];
  return listChoices(layer.axis).map((choice) => ({
    contexts: [...contexts, choice],
    group: mergeTokenGroups(group, layer.contexts.get(choice) ?? emptyGroup),
  }));
}

function listChoices({ fallback, contexts }: BrandAxis): readonly string[] {
  return [fallback, ...contexts.filter((context) => context !== fallback)];
}
