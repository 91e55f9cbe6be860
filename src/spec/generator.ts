import type { Diagnostic } from '../model/diagnostic.ts';
import type { Size } from '../model/geometry.ts';
import type { Estimate, GenerateRequest, Usage } from '../model/purchase.ts';
import type { BatchService } from './batch-service.ts';
import type { RawReply, RequestFiles } from './exchange.ts';

export { SendError } from './exchange.ts';
export type { RawReply, RequestFiles, SendFailure } from './exchange.ts';

/** A size that a model can make, and how it becomes the size that is wanted. */
export interface LegalSize extends Size {
  /** What happens afterwards, in words for the plan: `crop 1200×640 to 1200×630`; empty when nothing does. */
  readonly note: string;
}

/** A reply that was understood: encoded pictures, not yet decoded or checked against the request. */
export interface ParsedReply {
  readonly pictures: readonly Uint8Array[];
  readonly usage: Usage | null;
  /** Whether the server says of itself that its pictures are fake and cost nothing. */
  readonly fake?: true;
  /** The provider's id of the request, where the body itself tells it. */
  readonly requestId?: string;
}

/** What a request asks for that does not change its picture, so that no key holds it; it may change the price. */
export interface RequestExtras {
  /** Pictures from this one POST, 1–10; default 1. */
  readonly count?: number;
  /** Previews that are streamed while a picture is made, 0–3; default 0. */
  readonly previews?: number;
}

/** {@link RequestExtras}, and who wants to hear of what happens on the way. */
export interface SendOptions extends RequestExtras {
  /** Takes a preview, counted from 0; what it throws is lost. */
  readonly onPreview?: (picture: Uint8Array, index: number) => void;
  /**
   * Takes the id under which the provider goes on working, as soon as it is known and before anything else is asked; the request waits for it, so that it can be
   * written down for {@link Generator.resume}. Not called where the provider gives no such id.
   */
  readonly onAccepted?: (id: string) => void | Promise<void>;
}

/** {@link RequestExtras}, and how the request is to be sent, as far as it changes the price. */
export interface PriceOptions extends RequestExtras {
  /** Whether it goes out in a batch, at the provider's lower price; default false. */
  readonly batch?: boolean;
}

/** A model as the provider's own list has it. */
export interface ListedModel {
  readonly id: string;
  /** The day it is switched off, `2026-12-01`; null when none is announced. */
  readonly endsOn: string | null;
}

/** The day on which a model is or was switched off, `2026-12-01`, and what the provider recommends in its place. */
export interface ModelEnd {
  readonly date: string;
  readonly replacement: string;
}

/** A provider of pictures. It knows its own wire format, limits and prices, and nothing of locks, budgets and retries. */
export interface Generator {
  readonly name: string;
  /** Version of the capability and price table, a date. */
  readonly tableVersion: string;
  /** Problems with a request that can be known before a cent is spent; warnings for models near their end. */
  check(request: GenerateRequest, extras?: RequestExtras): readonly Diagnostic[];
  /** Problems with the pictures that go into a request: their number, format, weight and size. */
  checkFiles?(request: GenerateRequest, files: RequestFiles): readonly Diagnostic[];
  /** The dated version that a model's name stands for, or the name itself; it is what a request names and a key holds. */
  findSnapshot?(model: string): string;
  /** The announced end of a model, as the table has it; undefined when none is announced or the model is not in the table. */
  findEnd?(model: string): ModelEnd | undefined;
  /** The size to ask for so that the wanted one can be cut or scaled from it. */
  findLegalSize(model: string, wanted: Size): LegalSize;
  /** The cost of one POST, low and high. */
  estimate(request: GenerateRequest, options?: PriceOptions): Estimate;
  /** The cost of what was billed; undefined when the model has no price. */
  computeCost(model: string, usage: Usage, options?: Pick<PriceOptions, 'batch'>): number | undefined;
  /**
   * Sends one POST, without any retry, and hands the body on as it comes.
   * @throws SendError
   * @throws VisualsError what {@link check} and {@link checkFiles} find; then nothing was sent
   */
  send(request: GenerateRequest, files: RequestFiles, signal: AbortSignal, options?: SendOptions): Promise<RawReply>;
  /**
   * Waits for a reply that an earlier process was promised under an id; sends nothing that costs.
   * @throws SendError
   */
  resume?(id: string, signal: AbortSignal): Promise<RawReply>;
  /**
   * Understands a complete body, also one that was kept from an earlier process, and a line of a batch's results. Pure.
   * @throws VisualsError `API_BAD_PAYLOAD`, `API_MODERATED`
   */
  parse(body: Uint8Array): ParsedReply;
  /**
   * The models that the account may use, as the provider lists them.
   * @throws SendError
   */
  listModels?(signal: AbortSignal): Promise<readonly ListedModel[]>;
  /** Requests that may take a day, at a lower price; absent where the provider has no such thing. */
  readonly batches?: BatchService;
}
