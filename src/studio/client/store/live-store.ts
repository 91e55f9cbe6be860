import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { LiveEvent, LiveState } from '../../../model/live.ts';
import { applyEvent, emptyState } from '../data/apply-event.ts';

/** A picture that a cell showed earlier while this page was open. */
export interface EarlierPicture {
  readonly picture: string;
  readonly raster: string;
}

/** What the server tells. */
export interface LiveStore {
  readonly state: ReadonlySignal<LiveState>;
  readonly isConnected: ReadonlySignal<boolean>;
  /** Whether the first state has come. */
  readonly isLoaded: ReadonlySignal<boolean>;
  /** By cell: what it showed before its last change. */
  readonly earlier: ReadonlySignal<ReadonlyMap<string, EarlierPicture>>;
  /** How far paid requests are, by art. */
  readonly progress: ReadonlySignal<ReadonlyMap<string, string>>;
  readonly take: (event: LiveEvent) => void;
  readonly setConnected: (isConnected: boolean) => void;
}

/** A store that knows nothing yet. */
export function createLiveStore(): LiveStore {
  const state = signal(emptyState);
  const isConnected = signal(true);
  const isLoaded = signal(false);
  const earlier = signal<ReadonlyMap<string, EarlierPicture>>(new Map());
  const progress = signal<ReadonlyMap<string, string>>(new Map());

  const take = (event: LiveEvent): void => {
    const next = applyEvent(state.value, event);
    const replaced = listReplaced(state.value, next);
    if (replaced.length > 0) earlier.value = new Map([...earlier.value, ...replaced]);
    if (event.type === 'progress') progress.value = new Map([...progress.value, [event.art, event.step]]);
    if (event.type === 'phase' && event.phase === 'idle') progress.value = new Map();
    state.value = next;
    if (event.type === 'state') isLoaded.value = true;
  };

  return {
    state,
    isConnected,
    isLoaded,
    earlier,
    progress,
    take,
    setConnected: (value) => {
      isConnected.value = value;
    },
  };
}

/** Pictures that gave way to others: a person compares what they did with what was there before. */
function listReplaced(before: LiveState, after: LiveState): readonly (readonly [string, EarlierPicture])[] {
  if (before.cells === after.cells) return [];
  const now = new Map(after.cells.map((cell) => [cell.id, cell]));
  return before.cells.flatMap(({ id, raster, picture }) => {
    const next = now.get(id);
    return picture === '' || next === undefined || next.raster === raster ? [] : [[id, { picture, raster }] as const];
  });
}
