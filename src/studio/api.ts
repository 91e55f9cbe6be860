import type { CopyRequest, LiveAnswer, LiveDetail, LiveState, PickRequest, PurchaseRequest, ReviewRequest } from '../model/live.ts';

/** Paths of the studio's server; the page knows no others. */
export const studioPaths = {
  /** What the page shows. */
  state: '/api/state',
  /** Server-sent events, each a `LiveEvent`; the first one is the whole state. */
  events: '/api/events',
  /** `?id=`: all that is known of one cell. */
  cell: '/api/cell',
  /** `?cell=&without=a,b`: the card without these layers, as a PNG. */
  layers: '/api/layers',
  /** Behind it the name of a picture. */
  pictures: '/pictures/',
  focus: '/api/focus',
  review: '/api/review',
  pick: '/api/pick',
  copy: '/api/copy',
  generate: '/api/generate',
} as const;

/** Name of the header that carries the page's token with every request that does something. */
export const tokenHeader = 'x-visuals-token';

/** Name of the page's element that holds the token: `<meta name="visuals-token" content="…">`. */
export const tokenElement = 'visuals-token';

/** Which cells a person looks at: they are drawn first. */
export interface FocusRequest {
  readonly cells: readonly string[];
}

/** What is read, by path. */
export interface StudioReads {
  readonly [studioPaths.state]: LiveState;
  readonly [studioPaths.cell]: LiveDetail;
}

/** What is asked for, by path; each is answered with a {@link LiveAnswer}, 409 for a conflict. */
export interface StudioRequests {
  readonly [studioPaths.focus]: FocusRequest;
  readonly [studioPaths.review]: ReviewRequest;
  readonly [studioPaths.pick]: PickRequest;
  readonly [studioPaths.copy]: CopyRequest;
  readonly [studioPaths.generate]: PurchaseRequest;
}

/** A path that takes requests. */
export type StudioAction = keyof StudioRequests;

/** What every request that does something is answered with. */
export type StudioAnswer = LiveAnswer;
