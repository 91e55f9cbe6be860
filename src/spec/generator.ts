import type { Diagnostic } from '../model/diagnostic.ts';
import type { Size } from '../model/geometry.ts';
import type { Estimate, GenerateRequest, Usage } from '../model/purchase.ts';

/** A size that a model can make, and how it becomes the size that is wanted. */
export interface LegalSize extends Size {
  /** What happens afterwards, in words for the plan: `crop 1200×640 to 1200×630`; empty when nothing does. */
  readonly note: string;
}

/** A reply as it comes over the wire, before anybody trusts it. */
export interface RawReply {
  readonly requestId: string;
  /** The body, in pieces; reading it may fail at any point. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** A reply that was understood: encoded pictures, not yet decoded or checked against the request. */
export interface ParsedReply {
  readonly pictures: readonly Uint8Array[];
  readonly usage: Usage | null;
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

/** Thrown by {@link Generator.send} and by reading a reply's body. */
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
  /** By {@link GenerateRequest.references}, in their order. */
  readonly references: readonly Uint8Array[];
  readonly mask?: Uint8Array;
}

/** A provider of pictures. It knows its own wire format, limits and prices, and nothing of locks, budgets and retries. */
export interface Generator {
  readonly name: string;
  /** Version of the capability and price table, a date. */
  readonly tableVersion: string;
  /** Problems with a request that can be known before a cent is spent; warnings for models near their end. */
  check(request: GenerateRequest): readonly Diagnostic[];
  /** The size to ask for so that the wanted one can be cut or scaled from it. */
  findLegalSize(model: string, wanted: Size): LegalSize;
  /** The cost of one picture, low and high. */
  estimate(request: GenerateRequest): Estimate;
  /** The cost of what was billed; undefined when the model has no price. */
  computeCost(model: string, usage: Usage): number | undefined;
  /**
   * Sends one POST, without any retry, and hands the body on as it comes.
   * @throws SendError
   */
  send(request: GenerateRequest, files: RequestFiles, signal: AbortSignal): Promise<RawReply>;
  /**
   * Understands a complete body, also one that was kept from an earlier process. Pure.
   * @throws VisualsError `API_BAD_PAYLOAD`
   */
  parse(body: Uint8Array): ParsedReply;
}
