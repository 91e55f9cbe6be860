import { batch, computed, effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { LiveAnswer, LiveCell, LiveDetail, LiveProblem, LivePurchase } from '../../../model/live.ts';
import type { Verdict } from '../../../model/approval.ts';
import { studioPaths } from '../../api.ts';
import { formatCount } from '../data/format-words.ts';
import type { StudioServer } from './call-server.ts';
import { followDifference } from './follow-difference.ts';
import type { FoundDifference, WantedDifference } from './follow-difference.ts';
import { createFocusReporter } from './report-focus.ts';
import { createLiveStore } from './live-store.ts';
import type { LiveStore } from './live-store.ts';
import { createViewStore } from './view-store.ts';
import type { ViewStore } from './view-store.ts';

/** A sentence that the page says for a while. */
export interface Notice {
  readonly text: string;
  readonly fix: string;
  readonly isError: boolean;
}

/** A picture of the same cell from before. */
export interface Reference {
  readonly kind: 'approved' | 'earlier';
  readonly picture: string;
  readonly raster: string;
  readonly label: string;
}

/** Everything that the parts of the page read and do. */
export interface Studio extends LiveStore, ViewStore {
  /** Of the opened cell; undefined until it has come. */
  readonly detail: ReadonlySignal<LiveDetail | undefined>;
  readonly notice: ReadonlySignal<Notice | undefined>;
  readonly problemsOfOpened: ReadonlySignal<readonly LiveProblem[]>;
  /** What the opened picture can be compared with, the chosen one first. */
  readonly references: ReadonlySignal<readonly Reference[]>;
  /** How the opened picture differs from the chosen reference, while that is looked at. */
  readonly difference: ReadonlySignal<FoundDifference>;
  readonly say: (notice: Notice | undefined) => void;
  readonly reloadDetail: () => void;
  readonly open: (cell: string) => void;
  /** Back to the gallery, with the keyboard on the cell that was open. */
  readonly leave: () => void;
  /** Tells the server what is looked at in the gallery. */
  readonly look: (cells: readonly string[]) => void;
  readonly review: (cells: readonly string[], verdict: Verdict, comment: string) => Promise<boolean>;
  readonly editCopy: (message: { readonly locale: string; readonly key: string; readonly before: string }, text: string) => Promise<LiveAnswer>;
  readonly pick: (art: string, digest: string) => Promise<void>;
  readonly buy: (purchases: readonly LivePurchase[], cap: number) => Promise<void>;
}

/** Cells in one request; a body may have 256 kB. */
const mostReviewed = 1000;

/** Whether a person may say something about it: there is a picture, and it is the real one. */
export function isReviewable({ state, raster }: LiveCell): boolean {
  return raster !== '' && state !== 'draft' && state !== 'failed';
}

/** The page's stores and what it can do. */
export function createStudio(server: StudioServer): Studio {
  const live = createLiveStore();
  const view = createViewStore(live.state);
  const notice = signal<Notice | undefined>(undefined);
  const detail = followDetail(server, live, view);
  const references = computed(() => listReferences(detail.value.value, live, view));
  const say = (next: Notice | undefined): void => {
    notice.value = next;
  };
  return {
    ...live,
    ...view,
    detail: detail.value,
    notice,
    problemsOfOpened: computed(() => live.state.value.problems.filter(({ cell }) => cell === view.opened.value)),
    references,
    difference: followDifference(computed(() => findWantedDifference(references.value[0], detail.value.value, view))),
    say,
    reloadDetail: detail.reload,
    look: createFocusReporter(server, view.opened).look,
    ...createPaths(view),
    ...createRequests({ server, live, say, reload: detail.reload }),
  };
}

/** Into a picture, and back. */
function createPaths(view: ViewStore): Pick<Studio, 'open' | 'leave'> {
  return {
    open: (cell) => {
      batch(() => {
        view.hidden.value = new Set();
        view.current.value = cell;
        view.opened.value = cell;
      });
    },
    leave: () => {
      batch(() => {
        view.opened.value = '';
        view.mode.value = 'picture';
      });
    },
  };
}

interface RequestParts {
  readonly server: StudioServer;
  readonly live: LiveStore;
  readonly say: Studio['say'];
  readonly reload: () => void;
}

/** What the page asks of the server; it says what came of it. */
function createRequests({ server, live, say, reload }: RequestParts): Pick<Studio, 'review' | 'editCopy' | 'pick' | 'buy'> {
  const tell = (answer: LiveAnswer): boolean => {
    say({ text: answer.message.charAt(0).toUpperCase() + answer.message.slice(1), fix: answer.ok ? '' : answer.fix, isError: !answer.ok });
    return answer.ok;
  };
  return {
    review: async (cells, verdict, comment) => {
      if (live.state.value.phase === 'building') say({ text: 'Your word is written as soon as this build has ended …', fix: '', isError: false });
      const answer = await reviewCells(server, live, { cells, verdict, comment });
      reload();
      return tell(answer);
    },
    editCopy: async (message, text) => {
      const answer = await server.act(studioPaths.copy, { ...message, text });
      if (answer.ok) tell(answer);
      return answer;
    },
    pick: async (art, digest) => {
      const answer = await server.act(studioPaths.pick, { asset: art.slice(0, art.indexOf('/')), digest });
      tell(answer);
      reload();
    },
    buy: async (purchases, cap) => {
      say({ text: `Buying ${formatCount(purchases.length, 'piece')} of art …`, fix: '', isError: false });
      tell(await server.act(studioPaths.generate, { arts: purchases.map(({ art }) => art), cap }));
      reload();
    },
  };
}

/** Milliseconds before a detail is read again: what draws a picture comes first. */
const rereadTime = 120;

interface FollowedDetail {
  readonly value: ReadonlySignal<LiveDetail | undefined>;
  readonly reload: () => void;
}

/** The detail of the opened cell, read again whenever something about it may have changed. An answer that comes late, for another cell, is dropped. */
function followDetail(server: StudioServer, live: LiveStore, view: ViewStore): FollowedDetail {
  const value = signal<LiveDetail | undefined>(undefined);
  const wanted = signal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = (id: string): void => {
    void server.readDetail(id).then((detail) => {
      if (detail !== undefined && view.opened.peek() === id) value.value = detail;
    });
  };

  effect(() => {
    const id = view.opened.value;
    const cell = view.openedCell.value;
    const isBuilding = live.state.value.phase === 'building';
    // Reading it makes this run again when somebody asks for it.
    void wanted.value;
    clearTimeout(timer);
    const isOther = value.peek()?.cell.id !== id;
    if (isOther) value.value = undefined;
    if (cell === undefined) return;
    if (isOther) read(id);
    else if (!isBuilding) timer = setTimeout(() => read(id), rereadTime);
  });

  return {
    value,
    reload: () => {
      wanted.value += 1;
    },
  };
}

function listReferences(detail: LiveDetail | undefined, live: LiveStore, view: ViewStore): readonly Reference[] {
  const cell = view.openedCell.value;
  if (cell === undefined) return [];
  const before = detail?.cell.id === cell.id ? detail.before : undefined;
  const earlier = live.earlier.value.get(cell.id);
  const approved: readonly Reference[] =
    before === undefined
      ? []
      : [{ kind: 'approved', picture: before.picture, raster: before.raster, label: `approved ${before.date} by ${before.by.replace(/ <.*/, '')}` }];
  const replaced: readonly Reference[] = earlier === undefined ? [] : [{ kind: 'earlier', ...earlier, label: 'before the last change' }];
  const all = [...approved, ...replaced].filter(({ raster }) => raster !== cell.raster);
  return all.toSorted((a, b) => Number(b.kind === view.comparedWith.value) - Number(a.kind === view.comparedWith.value));
}

function findWantedDifference(reference: Reference | undefined, detail: LiveDetail | undefined, view: ViewStore): WantedDifference | undefined {
  const cell = view.openedCell.value;
  if (view.mode.value !== 'difference' || cell === undefined || reference === undefined) return undefined;
  return { before: reference.picture, after: cell.picture, boxes: detail?.cell.id === cell.id ? detail.boxes : [] };
}

interface ReviewWanted {
  readonly cells: readonly string[];
  readonly verdict: Verdict;
  readonly comment: string;
}

/** Word is given on the pictures that this page shows: the server refuses it for others. */
async function reviewCells(server: StudioServer, live: LiveStore, { cells, verdict, comment }: ReviewWanted): Promise<LiveAnswer> {
  const wanted = new Set(cells);
  const seen = live.state.value.cells.filter((cell) => wanted.has(cell.id) && isReviewable(cell));
  if (seen.length === 0)
    return { ok: false, reason: 'refused', message: 'There is no finished picture among these', fix: 'Stand-ins and failed pictures can’t be reviewed.' };
  for (let at = 0; at < seen.length; at += mostReviewed) {
    const part = Object.fromEntries(seen.slice(at, at + mostReviewed).map(({ id, raster }) => [id, raster]));
    const answer = await server.act(studioPaths.review, { cells: part, verdict, comment });
    if (!answer.ok) return answer;
  }
  const names = seen.length === 1 ? seen[0]!.id : formatCount(seen.length, 'picture');
  return { ok: true, message: `${verdict === 'approved' ? 'Approved' : 'Rejected'} ${names}. Commit visuals.lock.json to share it.` };
}
