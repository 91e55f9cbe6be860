import type { LiveCell, LiveEvent, LivePhase, LiveProblem, LivePurchase, LiveState } from '../model/live.ts';

/** An event before it has its number. */
type Unnumbered = LiveEvent extends infer Event ? (Event extends LiveEvent ? Omit<Event, 'version'> : never) : never;

/** The state that clients see. Every change is one event, so a client that missed none has the same state. */
export interface LiveBoard {
  state(): LiveState;
  cells(): ReadonlyMap<string, LiveCell>;
  subscribe(listener: (event: LiveEvent) => void): () => void;
  setPhase(phase: LivePhase, milliseconds?: number): void;
  setFacts(facts: Pick<LiveState, 'project' | 'locales'>): void;
  /** Takes these in place of the cells of the same ids. */
  updateCells(cells: readonly LiveCell[]): void;
  /** Takes these for all cells: others are gone. */
  replaceCells(cells: readonly LiveCell[]): void;
  setProblems(problems: readonly LiveProblem[]): void;
  setPurchases(purchases: readonly LivePurchase[], spending: LiveState['spending']): void;
  tellProgress(art: string, step: string): void;
}

/** A board with nothing on it yet but who reviews here. */
export function createLiveBoard(reviewer: string): LiveBoard {
  const listeners = new Set<(event: LiveEvent) => void>();
  let cells = new Map<string, LiveCell>();
  let rest: Omit<LiveState, 'cells'> = {
    version: 0,
    project: '',
    phase: 'starting',
    milliseconds: 0,
    locales: [],
    problems: [],
    purchases: [],
    spending: { month: 0 },
    reviewer,
  };

  const emit = (event: Unnumbered): void => {
    rest = { ...rest, version: rest.version + 1 };
    const numbered = { ...event, version: rest.version } as LiveEvent;
    for (const listener of listeners) listener(numbered);
  };

  const updateCells = (next: readonly LiveCell[], removed: readonly string[]): void => {
    const changed = next.filter((cell) => !isSame(cells.get(cell.id), cell));
    for (const id of removed) cells.delete(id);
    for (const cell of changed) cells.set(cell.id, cell);
    if (changed.length + removed.length > 0) emit({ type: 'cells', changed, removed });
  };

  return {
    state: () => ({ ...rest, cells: [...cells.values()] }),
    cells: () => cells,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setPhase: (phase, milliseconds = rest.milliseconds) => {
      if (phase === rest.phase && milliseconds === rest.milliseconds) return;
      rest = { ...rest, phase, milliseconds };
      emit({ type: 'phase', phase, milliseconds });
    },
    setFacts: (facts) => {
      if (isSame([rest.project, rest.locales], [facts.project, facts.locales])) return;
      rest = { ...rest, ...facts, version: rest.version + 1 };
      // They change once or twice in a session: no event of their own.
      for (const listener of listeners) listener({ type: 'state', state: { ...rest, cells: [...cells.values()] } });
    },
    updateCells: (next) => updateCells(next, []),
    replaceCells: (next) => {
      const ids = new Set(next.map(({ id }) => id));
      const removed = [...cells.keys()].filter((id) => !ids.has(id));
      updateCells(next, removed);
      // The order of the matrix is the order of the gallery.
      cells = new Map(next.map((cell) => [cell.id, cells.get(cell.id) ?? cell]));
    },
    setProblems: (problems) => {
      if (isSame(rest.problems, problems)) return;
      rest = { ...rest, problems };
      emit({ type: 'problems', problems });
    },
    setPurchases: (purchases, spending) => {
      if (isSame([rest.purchases, rest.spending], [purchases, spending])) return;
      rest = { ...rest, purchases, spending };
      emit({ type: 'purchases', purchases, spending });
    },
    tellProgress: (art, step) => emit({ type: 'progress', art, step }),
  };
}

/** Plain data, made by the same code in the same order. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
