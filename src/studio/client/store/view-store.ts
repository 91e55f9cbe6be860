import { computed, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { LiveCell, LiveState } from '../../../model/live.ts';
import { countFacets, filterCells, noFilters } from '../data/filter-cells.ts';
import type { Filters } from '../data/filter-cells.ts';
import { layOutMatrix } from '../data/lay-out-matrix.ts';
import type { Grouping, Matrix, ThumbSize } from '../data/lay-out-matrix.ts';
import { rememberChoice } from './preferences.ts';

/** Colours of the page. `auto` follows the system. */
export type Theme = 'auto' | 'light' | 'dark';

/** What lies behind an opened picture. `page`: light or dark, as the page is. */
export type Backdrop = 'page' | 'light' | 'dark' | 'checker';

/** How an opened picture is shown. */
export type ViewMode = 'picture' | 'before' | 'slider' | 'onion' | 'difference' | 'candidates';

/** A question that lies over the page. */
export type Dialog =
  | { readonly kind: 'help' }
  | { readonly kind: 'problems' }
  | { readonly kind: 'purchase' }
  | { readonly kind: 'review'; readonly verdict: 'approved' | 'rejected'; readonly cells: readonly string[] };

/** What a person looks at, chose and opened. Nothing of it leaves the browser but what is looked at. */
export interface ViewStore {
  readonly filters: Signal<Filters>;
  readonly search: Signal<string>;
  readonly grouping: Signal<Grouping>;
  readonly thumbs: Signal<ThumbSize>;
  readonly theme: Signal<Theme>;
  readonly backdrop: Signal<Backdrop>;
  readonly shownBackdrop: ReadonlySignal<Exclude<Backdrop, 'page'>>;
  /** Whether the page is dark now, by choice or by the system. */
  readonly isDark: Signal<boolean>;
  readonly isFiltering: Signal<boolean>;
  /** Whether pictures pass more quickly than anybody looks at them. */
  readonly isRushing: Signal<boolean>;
  readonly mode: Signal<ViewMode>;
  /** Pixels of the page for one of the picture; 0 fits it into the room that is there. */
  readonly zoom: Signal<number>;
  /** Layers that are left out of the opened picture. */
  readonly hidden: Signal<ReadonlySet<string>>;
  /** What the opened picture is compared with, where there is a choice. */
  readonly comparedWith: Signal<'approved' | 'earlier'>;
  readonly showsBoxes: Signal<boolean>;
  readonly showsSafeArea: Signal<boolean>;
  readonly dialog: Signal<Dialog | undefined>;
  /** Cell of the keyboard in the gallery; empty before the first. */
  readonly current: Signal<string>;
  /** Where a selection by rectangle begins. */
  readonly anchor: Signal<string>;
  readonly selected: Signal<ReadonlySet<string>>;
  /** Cell of the detail; empty when the gallery is shown. */
  readonly opened: Signal<string>;
  readonly shown: ReadonlySignal<readonly LiveCell[]>;
  readonly facetCounts: ReadonlySignal<ReturnType<typeof countFacets>>;
  readonly matrix: ReadonlySignal<Matrix>;
  readonly openedCell: ReadonlySignal<LiveCell | undefined>;
  readonly clearFilters: () => void;
  readonly toggleSelected: (cell: string) => void;
}

/** What is shown of a state, with the choices that this browser remembers. */
export function createViewStore(state: ReadonlySignal<LiveState>): ViewStore {
  const filters = signal(noFilters);
  const search = signal('');
  const grouping = rememberChoice<Grouping>('grouping', ['size', 'locale']);
  const thumbs = rememberChoice<ThumbSize>('thumbs', ['medium', 'small', 'large']);
  const isDark = signal(false);
  const backdrop = rememberChoice<Backdrop>('backdrop', ['page', 'light', 'dark', 'checker']);
  const opened = signal('');
  const anchor = signal('');
  const selected = signal<ReadonlySet<string>>(new Set());
  const cells = computed(() => state.value.cells);
  const shown = computed(() => filterCells(cells.value, filters.value, search.value));
  return {
    filters,
    search,
    grouping,
    thumbs,
    theme: rememberChoice<Theme>('theme', ['auto', 'light', 'dark']),
    isDark,
    backdrop,
    shownBackdrop: computed(() => (backdrop.value === 'page' ? (isDark.value ? 'dark' : 'light') : backdrop.value)),
    isFiltering: signal(false),
    isRushing: signal(false),
    mode: signal<ViewMode>('picture'),
    zoom: signal(0),
    hidden: signal<ReadonlySet<string>>(new Set()),
    comparedWith: signal<'approved' | 'earlier'>('approved'),
    showsBoxes: signal(false),
    showsSafeArea: signal(false),
    dialog: signal<Dialog | undefined>(undefined),
    current: signal(''),
    anchor,
    selected,
    opened,
    shown,
    facetCounts: computed(() => countFacets(cells.value, filters.value, search.value)),
    matrix: computed(() => layOutMatrix(shown.value, { grouping: grouping.value, thumbs: thumbs.value })),
    openedCell: computed(() => cells.value.find(({ id }) => id === opened.value)),
    clearFilters: () => {
      filters.value = noFilters;
      search.value = '';
    },
    toggleSelected: (cell) => {
      const next = new Set(selected.value);
      if (!next.delete(cell)) next.add(cell);
      anchor.value = cell;
      selected.value = next;
    },
  };
}
