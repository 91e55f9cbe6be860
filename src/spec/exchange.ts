/** A reply as it comes over the wire, before anybody trusts it. */
export interface RawReply {
  readonly requestId: string;
  /** The body, in pieces; reading it may fail at any point. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** How far a request came before it failed; decides whether it may be sent again. */
export interface SendFailure {
  /** `connect`: nothing was sent. `status`: the provider answered with an error. `wait`: sent, no answer. `body`: the answer broke off. */
  readonly phase: 'connect' | 'status' | 'wait' | 'body';
  readonly status?: number;
  readonly code?: string;
  readonly type?: string;
  /** Whether an error body in the provider's own form came with the status. */
  readonly explained: boolean;
  /** Milliseconds that the provider asked to wait. */
  readonly retryAfter?: number;
  readonly requestId?: string;
  /** One line, with every secret struck out. */
  readonly message: string;
}

/** Thrown by sending a request and by reading its reply. */
export class SendError extends Error {
  readonly failure: SendFailure;

  constructor(failure: SendFailure, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = 'SendError';
    this.failure = failure;
  }
}

/** Bytes of the pictures that a request refers to. */
export interface RequestFiles {
  /** By the references of the request, in their order. */
  readonly references: readonly Uint8Array[];
  readonly mask?: Uint8Array;
}
