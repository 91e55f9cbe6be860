import type { LiveCell, LiveEvent, LivePhase, LiveProblem, LivePurchase, LiveState } from '../model/live.ts';

/** An event before it has its number. */
type Unnumbered = LiveEvent extends infer Event ? (Event extends { readonly version: number } ? Omit<Event, 'version'> : never) : never;

/** The state that clients see. Every change is one event, so a client that missed none has the same state. */
export interface LiveBoard {
  state(): LiveState;
  phase(): LivePhase;
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
  const board: Board = { listeners: new Set(), cells: new Map(), rest: { ...nothing, reviewer } };
  return {
    state: () => stateOf(board),
    phase: () => board.rest.phase,
    cells: () => board.cells,
    subscribe: (listener) => {
      board.listeners.add(listener);
      return () => board.listeners.delete(listener);
    },
    setPhase: (phase, milliseconds = board.rest.milliseconds) => change({ phase, milliseconds }, { type: 'phase', phase, milliseconds }, board),
    setFacts: (facts) => setFacts(facts, board),
    updateCells: (cells) => updateCells(cells, [], board),
    replaceCells: (cells) => replaceCells(cells, board),
    setProblems: (problems) => change({ problems }, { type: 'problems', problems }, board),
    setPurchases: (purchases, spending) => change({ purchases, spending }, { type: 'purchases', purchases, spending }, board),
    tellProgress: (art, step) => tell({ type: 'progress', art, step }, board),
  };
}

interface Board {
  readonly listeners: Set<(event: LiveEvent) => void>;
  /** By id, in the order of the gallery. */
  cells: Map<string, LiveCell>;
  rest: Omit<LiveState, 'cells'>;
}

const nothing: Omit<LiveState, 'cells' | 'reviewer'> = {
  version: 0,
  project: '',
  phase: 'starting',
  milliseconds: 0,
  locales: [],
  problems: [],
  purchases: [],
  spending: { month: 0 },
};

function stateOf({ rest, cells }: Board): LiveState {
  return { ...rest, cells: [...cells.values()] };
}

/** Tells of what differs from what was told. */
function change(next: Partial<Board['rest']>, event: Unnumbered, board: Board): void {
  const { rest } = board;
  if (Object.entries(next).every(([field, value]) => isSame(rest[field as keyof Board['rest']], value))) return;
  board.rest = { ...rest, ...next };
  tell(event, board);
}

function tell(event: Unnumbered, board: Board): void {
  raiseVersion(board);
  const numbered = { ...event, version: board.rest.version } as LiveEvent;
  for (const listener of board.listeners) listener(numbered);
}

/** For what changes once or twice in a session, and has no event of its own. */
function tellState(board: Board): void {
  raiseVersion(board);
  for (const listener of board.listeners) listener({ type: 'state', state: stateOf(board) });
}

function raiseVersion(board: Board): void {
  board.rest = { ...board.rest, version: board.rest.version + 1 };
}

function setFacts(facts: Pick<LiveState, 'project' | 'locales'>, board: Board): void {
  if (isSame([board.rest.project, board.rest.locales], [facts.project, facts.locales])) return;
  board.rest = { ...board.rest, ...facts };
  tellState(board);
}

function updateCells(next: readonly LiveCell[], removed: readonly string[], board: Board): void {
  const { cells } = board;
  const changed = next.filter((cell) => !isSame(cells.get(cell.id), cell));
  for (const id of removed) cells.delete(id);
  for (const cell of changed) cells.set(cell.id, cell);
  if (changed.length + removed.length > 0) tell({ type: 'cells', changed, removed }, board);
}

function replaceCells(next: readonly LiveCell[], board: Board): void {
  const ids = new Set(next.map(({ id }) => id));
  const removed = [...board.cells.keys()].filter((id) => !ids.has(id));
  updateCells(next, removed, board);
  const isOrdered = isSameOrder(board.cells.keys(), next);
  board.cells = new Map(next.map((cell) => [cell.id, board.cells.get(cell.id) ?? cell]));
  // The order of the matrix is the order of the gallery, and whoever follows events has new cells at the end.
  if (!isOrdered) tellState(board);
}

function isSameOrder(ids: Iterable<string>, cells: readonly LiveCell[]): boolean {
  let at = 0;
  for (const id of ids) if (cells[at++]?.id !== id) return false;
  return true;
}

/** Plain data, made by the same code in the same order. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
