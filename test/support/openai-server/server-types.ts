import type { IncomingHttpHeaders } from 'node:http';
import type { Fault, FaultSchedule } from './faults.ts';
import type { RateLimiter, RateLimits } from './limit-rate.ts';
import type { Counters, PictureRecord, PostRecord, Writable } from './records.ts';
import type { StoredBatch, StoredFile, StoredResponse } from './stored-objects.ts';

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
  /** Says in every answer with pictures that they are fake, as the server for people does; off by default, so that tests see what a provider sends. */
  readonly saysFake?: boolean;
  /** Connections serve more than one request; off by default, so that each request is a connection that can be refused. */
  readonly keepAlive?: boolean;
}

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
  /** Written by a gateway in front of the provider, and so without a request id. */
  readonly gateway?: boolean;
  /** Pictures that count as delivered once the last byte is out. */
  readonly pictures?: readonly Writable<PictureRecord>[];
}
