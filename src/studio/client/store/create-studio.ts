import { batch, computed, effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { LiveAnswer, LiveCell, LiveDetail, LiveProblem, LivePurchase } from '../../../model/live.ts';
import type { Verdict } from '../../../model/approval.ts';
import { studioPaths } from '../../api.ts';
import { formatCount } from '../data/format-words.ts';
import type { StudioServer } from './call-server.ts';
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

/** Everything that the parts of the page read and do. */
export interface Studio extends LiveStore, ViewStore {
  /** Of the opened cell; undefined until it has come. */
  readonly detail: ReadonlySignal<LiveDetail | undefined>;
  readonly notice: ReadonlySignal<Notice | undefined>;
  readonly problemsOfOpened: ReadonlySignal<readonly LiveProblem[]>;
  say(notice: Notice | undefined): void;
  open(cell: string): void;
  /** Back to the gallery, with the keyboard on the cell that was open. */
  leave(): void;
  /** Tells the server what is looked at in the gallery. */
  look(cells: readonly string[]): void;
  review(cells: readonly string[], verdict: Verdict, comment: string): Promise<boolean>;
  editCopy(message: { readonly locale: string; readonly key: string; readonly before: string }, text: string): Promise<LiveAnswer>;
  pick(art: string, digest: string): Promise<void>;
  buy(purchases: readonly LivePurchase[], cap: number): Promise<void>;
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
  const focus = createFocusReporter(server, view.opened);
  const say = (next: Notice | undefined): void => {
    notice.value = next;
  };
  const tell = (answer: LiveAnswer): boolean => {
    say({ text: answer.message, fix: answer.ok ? '' : answer.fix, isError: !answer.ok });
    return answer.ok;
  };
  return {
    ...live,
    ...view,
    detail: detail.value,
    notice,
    problemsOfOpened: computed(() => live.state.value.problems.filter(({ cell }) => cell === view.opened.value)),
    say,
    open: (cell) => {
      batch(() => {
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
    look: focus.look,
    review: async (cells, verdict, comment) => {
      const answer = await reviewCells(server, live, { cells, verdict, comment });
      detail.reload();
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
      detail.reload();
    },
    buy: async (purchases, cap) => {
      say({ text: `Buying ${formatCount(purchases.length, 'piece')} of art …`, fix: '', isError: false });
      tell(await server.act(studioPaths.generate, { arts: purchases.map(({ art }) => art), cap }));
      detail.reload();
    },
  };
}

/** The detail of the opened cell, read again whenever something about it may have changed. An answer that comes late for another cell is dropped. */
function followDetail(server: StudioServer, live: LiveStore, view: ViewStore): { readonly value: ReadonlySignal<LiveDetail | undefined>; reload(): void } {
  const value = signal<LiveDetail | undefined>(undefined);
  const wanted = signal(0);
  let latest = 0;
  effect(() => {
    const id = view.opened.value;
    const isKnown = view.openedCell.value !== undefined;
    const { phase } = live.state.value;
    wanted.value;
    latest += 1;
    const asked = latest;
    if (value.peek()?.cell.id !== id) value.value = undefined;
    if (id === '' || !isKnown || phase === 'building') return;
    void server.readDetail(id).then((detail) => {
      if (asked === latest && detail !== undefined) value.value = detail;
    });
  });
  return {
    value,
    reload: () => {
      wanted.value += 1;
    },
  };
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
  if (seen.length === 0) return { ok: false, reason: 'refused', message: 'There is no finished picture among these', fix: 'Stand-ins and failed pictures can’t be reviewed.' };
  for (let at = 0; at < seen.length; at += mostReviewed) {
    const part = Object.fromEntries(seen.slice(at, at + mostReviewed).map(({ id, raster }) => [id, raster]));
    const answer = await server.act(studioPaths.review, { cells: part, verdict, comment });
    if (!answer.ok) return answer;
  }
  const names = seen.length === 1 ? seen[0]!.id : formatCount(seen.length, 'picture');
  return { ok: true, message: `${verdict === 'approved' ? 'Approved' : 'Rejected'} ${names}. Commit visuals.lock.json to share it.` };
}
