import type { IncomingHttpHeaders } from 'node:http';
import type { PictureFormat } from './draw-picture.ts';
import type { Fault, FaultKind, FaultSchedule } from './faults.ts';
import type { RateLimiter, RateLimits } from './limit-rate.ts';
import type { StoredBatch } from './batches-route.ts';
import type { StoredFile } from './files-route.ts';
import type { StoredResponse } from './responses-route.ts';

/** What a request is for. `batch-line` is one line of a batch, which no request of its own brings. */
export type RouteName =
  | 'generate'
  | 'edit'
  | 'respond'
  | 'get-response'
  | 'cancel-response'
  | 'delete-response'
  | 'upload-file'
  | 'list-files'
  | 'get-file'
  | 'get-file-content'
  | 'delete-file'
  | 'create-batch'
  | 'list-batches'
  | 'get-batch'
  | 'cancel-batch'
  | 'batch-line'
  | 'list-models'
  | 'get-model'
  | 'unknown';

/** How the server is started. */
export interface OpenAiServerOptions {
  /** A free one unless given. */
  readonly port?: number;
  /** The only key accepted; any key is when there is none. */
  readonly apiKey?: string;
  /** `portable` behaves like a self-hosted server: any model, any size, no echoes and no usage in its answers. `openai` is the default. */
  readonly profile?: 'openai' | 'portable';
  /** How long a picture takes, in milliseconds, or a function from the number of the picture; 0. */
  readonly latency?: number | ((counter: number) => number);
  readonly limits?: RateLimits;
  /** How often a background response or a batch has to be asked for before it is done; 2. */
  readonly pollsUntilDone?: number;
  /** The day that decides which models are shut down, `YYYY-MM-DD`; 2026-11-22. */
  readonly today?: string;
  /** Allows what models have in preview only: a transparent background on gpt-image-2. */
  readonly previews?: boolean;
  /** Connections serve more than one request; off by default, so that each request is a connection that can be refused. */
  readonly keepAlive?: boolean;
}

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

/** Everything the routes share. */
export interface ServerState {
  readonly options: Required<Omit<OpenAiServerOptions, 'port' | 'apiKey' | 'limits'>> & Pick<OpenAiServerOptions, 'apiKey'>;
  readonly posts: Writable<PostRecord>[];
  readonly pictures: Writable<PictureRecord>[];
  readonly counters: Writable<Counters>;
  readonly faults: FaultSchedule;
  readonly limiter: RateLimiter;
  readonly files: Map<string, StoredFile>;
  readonly responses: Map<string, StoredResponse>;
  readonly batches: Map<string, StoredBatch>;
  /** A fresh id such as `file_000007`. */
  createId(prefix: string): string;
}

/** A request whose body has been read. */
export interface RouteContext {
  readonly state: ServerState;
  readonly requestId: string;
  /** What the path's pattern caught. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly fault: Fault | undefined;
  /** The record of this POST; none for other methods. */
  readonly post: Writable<PostRecord> | undefined;
  /** Work for when the connection is done with, however it ends. */
  readonly whenClosed: (() => void)[];
}

/** What a route answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as one body, or one after the other when `streamed`. */
  readonly chunks: readonly Buffer[];
  readonly streamed?: boolean;
  /** Pictures that count as delivered once the last byte is out. */
  readonly pictures?: readonly Writable<PictureRecord>[];
}
