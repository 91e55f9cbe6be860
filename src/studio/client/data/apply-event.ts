import type { LiveCell, LiveEvent, LiveState } from '../../../model/live.ts';

/** The state after an event. Pure: the same events in the same order give the same state. `progress` tells of no lasting state. */
export function applyEvent(state: LiveState, event: LiveEvent): LiveState {
  switch (event.type) {
    case 'state':
      return event.state;
    case 'phase':
      return { ...state, version: event.version, phase: event.phase, milliseconds: event.milliseconds };
    case 'cells':
      return { ...state, version: event.version, cells: replaceCells(state.cells, event.changed, event.removed) };
    case 'problems':
      return { ...state, version: event.version, problems: event.problems };
    case 'purchases':
      return { ...state, version: event.version, purchases: event.purchases, spending: event.spending };
    case 'progress':
      return { ...state, version: event.version };
  }
}

/** Known cells keep their place; new ones follow at the end. */
function replaceCells(cells: readonly LiveCell[], changed: readonly LiveCell[], removed: readonly string[]): readonly LiveCell[] {
  const next = new Map(cells.map((cell) => [cell.id, cell]));
  for (const id of removed) next.delete(id);
  for (const cell of changed) next.set(cell.id, cell);
  return [...next.values()];
}

/** Nothing yet, as a page shows it before the first event. */
export const emptyState: LiveState = {
  version: 0,
  project: '',
  phase: 'starting',
  milliseconds: 0,
  locales: [],
  cells: [],
  problems: [],
  purchases: [],
  spending: { month: 0 },
  reviewer: '',
};
