import type { JSX } from 'preact';
import { facets, isNarrowed, toggleFilter } from '../data/filter-cells.ts';
import type { Facet } from '../data/filter-cells.ts';
import { formatCount } from '../data/format-words.ts';
import type { Grouping, ThumbSize } from '../data/lay-out-matrix.ts';
import { useStudio } from '../store/use-studio.ts';
import { labelOf } from './filter-list.tsx';
import { Icon } from './icon.tsx';
import { Segments } from './segments.tsx';

const groupings: readonly { readonly value: Grouping; readonly label: string }[] = [
  { value: 'size', label: 'Sizes' },
  { value: 'locale', label: 'Languages' },
];

const thumbSizes: readonly { readonly value: ThumbSize; readonly label: string }[] = [
  { value: 'small', label: 'S' },
  { value: 'medium', label: 'M' },
  { value: 'large', label: 'L' },
];

/** What is shown of all, and how. */
export function GalleryTools(): JSX.Element {
  const { isFiltering, grouping, thumbs } = useStudio();
  return (
    <div class="gallery-tools">
      <button
        type="button"
        class="filters-open"
        aria-expanded={isFiltering.value}
        aria-controls="filters"
        onClick={() => (isFiltering.value = !isFiltering.value)}
      >
        <Icon name="filter" /> Filters
      </button>
      <ShownText />
      <div class="tools-end">
        <ApproveShownButton />
        <Segments label="Columns by" segments={groupings} value={grouping.value} onChoose={(value) => (grouping.value = value)} />
        <Segments label="Thumbnails" segments={thumbSizes} value={thumbs.value} onChoose={(value) => (thumbs.value = value)} />
      </div>
    </div>
  );
}

function ShownText(): JSX.Element {
  const { shown, state, filters, search, clearFilters } = useStudio();
  const all = state.value.cells.length;
  const chosen = facets.flatMap((facet) => [...filters.value[facet]].map((value) => ({ facet, value })));
  const isFiltered = isNarrowed(filters.value, search.value);
  return (
    <div class="shown">
      <p aria-live="polite">{isFiltered ? `${shown.value.length.toLocaleString('en')} of ${formatCount(all, 'picture')}` : formatCount(all, 'picture')}</p>
      {chosen.map(({ facet, value }) => (
        <ChosenChip key={`${facet} ${value}`} facet={facet} value={value} />
      ))}
      {isFiltered ? (
        <button type="button" class="link" onClick={clearFilters}>
          Show all
        </button>
      ) : null}
    </div>
  );
}

function ChosenChip({ facet, value }: { readonly facet: Facet; readonly value: string }): JSX.Element {
  const { filters } = useStudio();
  const label = labelOf(facet, value);
  return (
    <button type="button" class="chosen" aria-label={`Without the filter ${label}`} onClick={() => (filters.value = toggleFilter(filters.value, facet, value))}>
      {label} <Icon name="close" />
    </button>
  );
}

/** All pictures of one cause are filtered, looked at, and approved at once. */
function ApproveShownButton(): JSX.Element | null {
  const { shown, filters, search, dialog, selected } = useStudio();
  const isFiltered = isNarrowed(filters.value, search.value);
  const open = shown.value.filter(({ state }) => state === 'unreviewed' || state === 'changed');
  if (!isFiltered || open.length === 0 || selected.value.size > 0) return null;
  return (
    <button type="button" onClick={() => (dialog.value = { kind: 'review', verdict: 'approved', cells: open.map(({ id }) => id) })}>
      Approve {open.length === 1 ? 'this one' : `these ${open.length.toLocaleString('en')}`} …
    </button>
  );
}
