import type { JSX } from 'preact';
import { useStudio } from '../store/use-studio.ts';
import { formatCount } from '../data/format-words.ts';
import { isNarrowed } from '../data/filter-cells.ts';
import { FilterList } from './filter-list.tsx';
import { GalleryTools } from './gallery-tools.tsx';
import { MatrixView } from './matrix-view.tsx';
import { SelectionBar } from './selection-bar.tsx';

/** All pictures: filters beside the matrix, what is selected below it. */
export function Gallery(): JSX.Element {
  const { isFiltering } = useStudio();
  return (
    <div class="gallery">
      <FilterList isOpen={isFiltering.value} />
      <main class="gallery-main" aria-label="Pictures">
        <GalleryTools />
        <GalleryBody />
        <SelectionBar />
      </main>
    </div>
  );
}

function GalleryBody(): JSX.Element {
  const { shown, isLoaded, state } = useStudio();
  if (shown.value.length > 0) return <MatrixView />;
  if (!isLoaded.value || state.value.phase === 'starting') return <p class="empty">The first build is under way.</p>;
  return <EmptyText />;
}

function EmptyText(): JSX.Element {
  const { state, filters, search, clearFilters } = useStudio();
  const isFiltered = isNarrowed(filters.value, search.value);
  if (!isFiltered && state.value.phase === 'broken') return <p class="empty">There are no pictures yet.</p>;
  if (!isFiltered) return <p class="empty">There are no pictures yet. Declare an asset in visuals.config.ts, and it appears here.</p>;
  return (
    <div class="empty">
      <p>None of the {formatCount(state.value.cells.length, 'picture')} matches.</p>
      <button type="button" onClick={clearFilters}>
        Show all
      </button>
    </div>
  );
}
