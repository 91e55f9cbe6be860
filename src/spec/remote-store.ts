/**
 * A place in a remote store: `cas/<sha256>` for bytes by their digest, `ac/<namespace>/<signer>/<name>` for signed entries. Parts are made of lower-case
 * letters, digits, `-`, `_` and `.` and begin with a letter or digit: a place is the same as a path, as a URL and as the key of an object.
 */
export type RemotePath = `cas/${string}` | `ac/${string}`;

/** How a request is made. */
export interface RemoteRequest {
  /** Ends the request before its own limits do. */
  readonly signal?: AbortSignal;
  /** Milliseconds that it may take in all, where that is less than its limit. */
  readonly within?: number;
}

/** How something is put. */
export interface PutRequest extends RemoteRequest {
  /** Whether what is there already is replaced. Default false: the first write wins, and a later one does nothing. */
  readonly replace?: boolean;
}

/**
 * Bytes that a team keeps together, behind three verbs. Whoever runs it is never trusted: a reader checks digests and signatures itself. Each request ends within
 * {@link remoteLimits}; all failures are {@link RemoteError}s.
 */
export interface RemoteStore {
  /** Its address, without anything secret: what messages call it. */
  readonly name: string;
  /** All bytes of a place, or undefined when there is nothing. An answer that broke off is a failure, never fewer bytes. */
  get(path: RemotePath, request?: RemoteRequest): Promise<Uint8Array | undefined>;
  /** Keeps bytes at a place. A reader sees all of them or none, also when this process dies in between. */
  put(path: RemotePath, bytes: Uint8Array, request?: PutRequest): Promise<void>;
  has(path: RemotePath, request?: RemoteRequest): Promise<boolean>;
  /** Lets go of connections. */
  close(): void;
}

/** How long a request may take, in milliseconds: until the first byte of its answer and from there to each next one, and in all. */
export const remoteLimits = { firstByte: 5000, total: 60_000 } as const;

/** The limits of {@link remoteLimits}, each in milliseconds. */
export type RemoteLimits = { readonly [limit in keyof typeof remoteLimits]: number };

/** Why a request failed. `refused`: the store does not let us (401, 403). `slow`: a limit passed. `large`: the store takes others, but not so many bytes. `off`: it was not sent, since too many failed before it. */
export type RemoteFailure = 'unreachable' | 'slow' | 'refused' | 'full' | 'large' | 'failed' | 'off';

/** Failures of which the same request would come to another time. */
const lasting: ReadonlySet<RemoteFailure> = new Set(['refused', 'full', 'large', 'off']);

/** A request that a store did not answer well. */
export class RemoteError extends Error {
  readonly failure: RemoteFailure;

  constructor(failure: RemoteFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RemoteError';
    this.failure = failure;
  }

  /** Whether the same request may go well a moment later. */
  get isPassing(): boolean {
    return !lasting.has(this.failure);
  }
}
