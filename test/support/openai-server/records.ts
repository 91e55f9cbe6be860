import type { PictureFormat } from './draw-picture.ts';
import type { FaultKind } from './faults.ts';
import type { RouteName } from './route-names.ts';

/** One POST, as it came and what became of it. */
export interface PostRecord {
  /** Number of the POST from 0, over all routes. */
  readonly index: number;
  readonly route: RouteName;
  readonly path: string;
  /** Milliseconds since the epoch at arrival. */
  readonly time: number;
  /** `x-request-id` of the answer. */
  readonly requestId: string;
  /** The last four characters of the key; nothing else of it is kept. */
  readonly authorization: string;
  readonly idempotencyKey?: string;
  readonly contentType: string;
  readonly bodyBytes: number;
  readonly model?: string;
  readonly prompt?: string;
  readonly size?: string;
  readonly n?: number;
  /** Every scalar parameter as it was sent, without the prompt. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly references: number;
  readonly mask: boolean;
  readonly fault?: FaultKind;
  /** Status of the answer; none when there was none. */
  readonly status?: number;
  /** Pictures that the provider made, and bills, for this POST. */
  readonly made: number;
  /** Whether the answer went out to its last byte. */
  readonly delivered: boolean;
}

/** One picture made, in order. */
export interface PictureRecord {
  readonly counter: number;
  readonly requestId: string;
  readonly custom?: string;
  /** SHA-256 in hex of the picture's bytes, before a fault spoilt them on their way. */
  readonly digest: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly format: PictureFormat;
  readonly prompt: string;
  /** The fault that spoilt this picture. */
  readonly spoilt?: FaultKind;
  /** How often it went out completely; a stored response or file can be fetched again. */
  readonly deliveries: number;
}

/** Totals since the start. */
export interface Counters {
  readonly connections: number;
  readonly connectionsRefused: number;
  readonly requests: number;
  readonly posts: number;
  /** POSTs to routes that cost money. */
  readonly paidPosts: number;
  /** Pictures made and billed. */
  readonly picturesMade: number;
  /** Different pictures that went out completely at least once. */
  readonly picturesDelivered: number;
  /** US dollars billed for all pictures made. */
  readonly spentUsd: number;
  /** 429 answers of the rate limiter, not of faults. */
  readonly rateLimited: number;
  /** Those of them that came although an earlier answer had said to wait longer. */
  readonly avoidableRateLimited: number;
  readonly peakConcurrency: number;
}

/** The same record for the server itself, which alone writes it. */
export type Writable<Record> = { -readonly [Field in keyof Record]: Record[Field] };
