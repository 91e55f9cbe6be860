import type { LiveCell, LiveCellState } from '../../../model/live.ts';

/** What cells are told apart by, in the order of the list. */
export const facets = ['state', 'cause', 'asset', 'variant', 'size', 'locale'] as const;

/** One of {@link facets}. */
export type Facet = (typeof facets)[number];

/** Chosen values by facet; none chosen means all. */
export type Filters = { readonly [facet in Facet]: ReadonlySet<string> };

/** How many cells have a value, under all filters but those of its own facet. */
export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

const nothing: ReadonlySet<string> = new Set();

/** All cells. */
export const noFilters: Filters = { state: nothing, cause: nothing, asset: nothing, variant: nothing, size: nothing, locale: nothing };

/** States in the order in which a person has to do with them. */
export const states: readonly LiveCellState[] = ['failed', 'changed', 'unreviewed', 'rejected', 'draft', 'approved'];

/** Cells that have a chosen value of every facet, and every word of the search somewhere in their names. */
export function filterCells(cells: readonly LiveCell[], filters: Filters, search: string): readonly LiveCell[] {
  const words = splitWords(search);
  return cells.filter((cell) => holdsWords(cell, words) && listMissed(cell, filters).length === 0);
}

/** Values of every facet with their counts, in the order of the matrix; states in their own. A value that is chosen is listed even when it counts nothing. */
export function countFacets(cells: readonly LiveCell[], filters: Filters, search: string): { readonly [facet in Facet]: readonly FacetCount[] } {
  const words = splitWords(search);
  const counts = createCounts(cells);
  for (const cell of cells) {
    if (!holdsWords(cell, words)) continue;
    const missed = listMissed(cell, filters);
    const counted = missed.length === 0 ? facets : missed.length === 1 ? missed : [];
    for (const facet of counted) raise(counts[facet], readFacet(cell, facet));
  }
  const list = (facet: Facet): readonly FacetCount[] =>
    [...counts[facet]].filter(([value, count]) => value !== '' && (count > 0 || filters[facet].has(value))).map(([value, count]) => ({ value, count }));
  const state = list('state').toSorted((a, b) => orderOf(a.value) - orderOf(b.value));
  return { state, cause: list('cause'), asset: list('asset'), variant: list('variant'), size: list('size'), locale: list('locale') };
}

/** The filters with a value chosen, or not chosen any more. */
export function toggleFilter(filters: Filters, facet: Facet, value: string): Filters {
  const values = new Set(filters[facet]);
  if (!values.delete(value)) values.add(value);
  return { ...filters, [facet]: values };
}

/** Whether less than everything is asked for. */
export function isNarrowed(filters: Filters, search: string): boolean {
  return search.trim() !== '' || facets.some((facet) => filters[facet].size > 0);
}

/** What a cell has of a facet; empty where it has nothing. */
export function readFacet(cell: LiveCell, facet: Facet): string {
  return facet === 'variant' ? formatVariant(cell) : cell[facet];
}

/** The variant in words: `dark · summer`; empty for a cell without one. */
export function formatVariant({ variant }: Pick<LiveCell, 'variant'>): string {
  return Object.values(variant).join(' · ');
}

function listMissed(cell: LiveCell, filters: Filters): readonly Facet[] {
  return facets.filter((facet) => filters[facet].size > 0 && !filters[facet].has(readFacet(cell, facet)));
}

function splitWords(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

function holdsWords({ id, alt, state, cause }: LiveCell, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${id} ${alt} ${state} ${cause}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Every value of every facet, so that values keep their order whatever is filtered. */
function createCounts(cells: readonly LiveCell[]): { readonly [facet in Facet]: Map<string, number> } {
  const counts = { state: new Map(), cause: new Map(), asset: new Map(), variant: new Map(), size: new Map(), locale: new Map() };
  for (const cell of cells) for (const facet of facets) counts[facet].set(readFacet(cell, facet), 0);
  return counts;
}

function raise(counts: Map<string, number>, value: string): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

function orderOf(state: string): number {
  return states.findIndex((each) => each === state);
}
