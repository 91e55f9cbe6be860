import type { Approval, ReviewState, Verdict } from './approval.ts';
import type { Box, Insets } from './geometry.ts';
import type { ManifestPicture } from './manifest.ts';
import type { CellFacts } from './matrix.ts';
import type { CandidateView } from './candidate-view.ts';
import type { Cause } from './report.ts';

/**
 * What a running `visuals watch` tells and is told: the one language of watch, studio server and studio page. Plain data, no path of the machine, no secret.
 * Pictures are named by content (`<digest>.<extension>`) and fetched by that name alone.
 */

/** Where a picture stands; `draft` and `failed` come before any review. */
export type LiveCellState = ReviewState | 'draft' | 'failed';

/** One cell of the matrix as the gallery shows it. */
export interface LiveCell extends CellFacts {
  readonly id: string;
  readonly asset: string;
  readonly state: LiveCellState;
  /** Digest of the pixels; empty while there are none. A failed cell keeps those of its last good picture. */
  readonly raster: string;
  /** Name of the full picture; empty while there is none. */
  readonly picture: string;
  /** Name of a small one, at most 320 pixels wide and high; empty while there is none. */
  readonly thumb: string;
  /** In a few words why it is not as it was approved, the same for all cells that changed for the same reason: `copy spring.headline`. Empty when it is not known. */
  readonly cause: string;
}

/** Something that is wrong, as the banner and the list show it. */
export interface LiveProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
  readonly asset?: string;
  readonly cell?: string;
  /** Relative to the root. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Of a text that is too long: about how many characters fit in this cell. */
  readonly fits?: number;
}

/** One purchase that a build wants. US dollars. */
export interface LivePurchase {
  readonly task: string;
  /** `asset/slot`. */
  readonly art: string;
  readonly model: string;
  readonly pictures: number;
  readonly low: number;
  readonly high: number;
  readonly known: boolean;
  /** The prompt in its labelled parts. */
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
}

/** What the session does now. `broken`: the project as a whole can't be loaded; the last good pictures are served. */
export type LivePhase = 'starting' | 'idle' | 'building' | 'buying' | 'broken' | 'closed';

/** Everything the gallery needs. */
export interface LiveState {
  /** Raised with every event. */
  readonly version: number;
  /** Name of the project's folder or package. */
  readonly project: string;
  readonly phase: LivePhase;
  /** How long the last build took. */
  readonly milliseconds: number;
  readonly locales: readonly string[];
  /** In the order of the matrix. */
  readonly cells: readonly LiveCell[];
  readonly problems: readonly LiveProblem[];
  readonly purchases: readonly LivePurchase[];
  /** US dollars of this month, and the budget where there is one. */
  readonly spending: { readonly month: number; readonly perMonth?: number };
  /** Who approves here; empty when git knows nobody. */
  readonly reviewer: string;
}

/** What happened, in order; each raises the version by one. */
export type LiveEvent =
  | { readonly type: 'state'; readonly state: LiveState }
  | { readonly type: 'phase'; readonly version: number; readonly phase: LivePhase; readonly milliseconds: number }
  /** Cells that are new or differ, and ids of those that are gone. */
  | { readonly type: 'cells'; readonly version: number; readonly changed: readonly LiveCell[]; readonly removed: readonly string[] }
  | { readonly type: 'problems'; readonly version: number; readonly problems: readonly LiveProblem[] }
  | { readonly type: 'purchases'; readonly version: number; readonly purchases: readonly LivePurchase[]; readonly spending: LiveState['spending'] }
  /** How far a paid request is. */
  | { readonly type: 'progress'; readonly version: number; readonly art: string; readonly step: string };

/** A text of a card where it stands, in pixels of the card. */
export interface LiveBox extends Box {
  readonly slot: string;
  readonly text: string;
  readonly fontSize: number;
  readonly lines: number;
}

/** A message that a card shows, and where it is written. */
export interface LiveMessage {
  readonly slot: string;
  readonly key: string;
  readonly locale: string;
  readonly text: string;
  /** Relative to the root. */
  readonly file: string;
  readonly line: number;
}

/** Where a layer of a card comes from. */
export interface LiveLayer {
  /** Image slot. */
  readonly slot: string;
  readonly kind: string;
  /** File, procedure or model. */
  readonly source: string;
  /** Facts in words, such as request id, date, cost. */
  readonly facts: { readonly [name: string]: string };
}

/** All that is known of one cell. */
export interface LiveDetail {
  readonly cell: LiveCell;
  readonly boxes: readonly LiveBox[];
  readonly safeArea: Insets;
  readonly messages: readonly LiveMessage[];
  /** Image slots, which can be left out of the picture one by one; `text` stands for all texts. */
  readonly layers: readonly LiveLayer[];
  /** The last approved picture, when its pixels are still known here. */
  readonly before?: { readonly picture: string; readonly raster: string; readonly by: string; readonly date: string };
  readonly causes: readonly Cause[];
  /** The key record, field by field. */
  readonly record: { readonly [field: string]: string };
  readonly manifest?: ManifestPicture;
  readonly approvals: readonly Approval[];
  readonly candidates: readonly CandidateView[];
  /** US dollars that its bought art cost. */
  readonly cost: number;
}

/** A person's word on pictures that they saw: cell → raster. */
export interface ReviewRequest {
  readonly cells: { readonly [cell: string]: string };
  readonly verdict: Verdict;
  readonly comment: string;
}

/** Chooses one of the bought candidates of a piece of art. */
export interface PickRequest {
  readonly asset: string;
  readonly digest: string;
}

/** Writes one message into its copy file; refused when it is not `before` any more. */
export interface CopyRequest {
  readonly locale: string;
  readonly key: string;
  readonly before: string;
  readonly text: string;
}

/** Buys what these purchases want, for at most so many US dollars: the price that a person saw and agreed to. */
export interface PurchaseRequest {
  readonly arts: readonly string[];
  readonly cap: number;
}

/** How a request to the session ended. `conflict`: what the person saw is not what is there now. */
export type LiveAnswer =
  | { readonly ok: true; readonly message: string }
  | { readonly ok: false; readonly reason: 'conflict' | 'refused' | 'failed'; readonly message: string; readonly fix: string };

/** A picture, by the name that state and detail give. */
export interface LivePicture {
  readonly bytes: Uint8Array;
  /** Such as `image/png`. */
  readonly type: string;
}

/** A running watch; the studio is a client of it. Everything but reading is done one at a time. */
export interface LiveSession {
  state(): LiveState;
  /** @returns the function that ends it */
  subscribe(listener: (event: LiveEvent) => void): () => void;
  detail(cell: string): Promise<LiveDetail | undefined>;
  picture(name: string): Promise<LivePicture | undefined>;
  /** The card without some of its layers, drawn on request as a PNG. */
  drawWithout(cell: string, layers: readonly string[]): Promise<LivePicture | undefined>;
  /** Which cells a person looks at: they are drawn first. */
  focus(cells: readonly string[]): void;
  review(request: ReviewRequest): Promise<LiveAnswer>;
  pick(request: PickRequest): Promise<LiveAnswer>;
  editCopy(request: CopyRequest): Promise<LiveAnswer>;
  generate(request: PurchaseRequest): Promise<LiveAnswer>;
  /** Ends after what was paid for has arrived. */
  close(): Promise<void>;
}
