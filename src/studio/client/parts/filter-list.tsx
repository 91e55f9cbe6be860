import type { JSX } from 'preact';
import type { LiveCellState } from '../../../model/live.ts';
import { facets, toggleFilter } from '../data/filter-cells.ts';
import type { Facet, FacetCount } from '../data/filter-cells.ts';
import { nameLocale } from '../data/format-words.ts';
import { useStudio } from '../store/use-studio.ts';
import { StateMark } from './state-mark.tsx';

/** Values that pictures are told apart by, with counts. On a narrow screen it lies over the matrix when it is asked for. */
export function FilterList({ isOpen }: { readonly isOpen: boolean }): JSX.Element {
  const { facetCounts, isFiltering } = useStudio();
  const counts = facetCounts.value;
  return (
    <nav class={isOpen ? 'filters is-open' : 'filters'} aria-label="Filters" id="filters">
      {facets.map((facet) => (counts[facet].length === 0 ? null : <FacetList key={facet} facet={facet} counts={counts[facet]} />))}
      <button type="button" class="filters-close" onClick={() => (isFiltering.value = false)}>
        Done
      </button>
    </nav>
  );
}

const titles: { readonly [facet in Facet]: string } = { state: 'State', cause: 'Cause', asset: 'Asset', variant: 'Variant', size: 'Size', locale: 'Language' };

function FacetList({ facet, counts }: { readonly facet: Facet; readonly counts: readonly FacetCount[] }): JSX.Element {
  const { filters } = useStudio();
  return (
    <section class="facet" aria-labelledby={`facet-${facet}`}>
      <h2 id={`facet-${facet}`}>{titles[facet]}</h2>
      <ul>
        {counts.map(({ value, count }) => (
          <li key={value}>
            <button
              type="button"
              class="chip"
              aria-pressed={filters.value[facet].has(value)}
              onClick={() => (filters.value = toggleFilter(filters.value, facet, value))}
            >
              {facet === 'state' ? <StateMark state={value as LiveCellState} isBare /> : null}
              <span class="chip-label">{labelOf(facet, value)}</span> <span class="chip-count">{count.toLocaleString('en')}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A value as people say it. */
export function labelOf(facet: Facet, value: string): string {
  return facet === 'locale' ? nameLocale(value) : value;
}
