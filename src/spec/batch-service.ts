import type { Diagnostic } from '../model/diagnostic.ts';
import type { GenerateRequest } from '../model/purchase.ts';
import type { RawReply, RequestFiles, SendFailure } from './exchange.ts';

/** One request of a batch. */
export interface BatchLine {
  /** What its result is known by: results come in any order. */
  readonly attempt: string;
  readonly request: GenerateRequest;
  readonly files: RequestFiles;
  /** Pictures from this request. */
  readonly count: number;
}

/** Where a batch stands, as the provider tells it. */
export interface BatchState {
  /** The provider's name for it. */
  readonly id: string;
  /** `working`: more may come. `ended`: every result that there will be is in its files. `refused`: the provider took none of its requests. */
  readonly phase: 'working' | 'ended' | 'refused';
  /** The provider's own word, such as `in_progress` or `expired`. */
  readonly status: string;
  /** Requests: all, done with pictures, done without. Those that are in neither of the last two were never begun. */
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  /** Until when it is over in any case, as ISO 8601; undefined where the provider does not say. */
  readonly expires: string | undefined;
  /** Names of the files with results. */
  readonly files: readonly string[];
  /** Why it was refused, in the provider's words; empty unless it was. */
  readonly problem: string;
}

/** What came of one request: a reply that `Generator.parse` understands as it stands in the file, or a refusal. */
export type BatchResult =
  | { readonly attempt: string; readonly failure?: undefined }
  /** `unrun`: the batch was over before its turn came. */
  | { readonly attempt: string; readonly failure: SendFailure; readonly unrun: boolean };

/** Which batch is meant, where the provider's name for it never arrived. */
export interface BatchTraces {
  /** What we called it. */
  readonly name: string;
  /** The uploaded file that it was made from, if there was one. */
  readonly file: string | undefined;
}

/** Requests that a provider carries out within a day and at a lower price, handed in as one file and collected as others. */
export interface BatchService {
  /** What one batch takes. */
  readonly limits: { readonly lines: number; readonly bytes: number };
  /** Problems with a request that hold for batches only; see `Generator.check` for the others. */
  check(request: Pick<GenerateRequest, 'api' | 'model'>): readonly Diagnostic[];
  /** Requests of one group may share a batch. */
  groupOf(request: GenerateRequest): string;
  /**
   * A request as it stands in a batch's file, its line's end included.
   * @throws VisualsError what is known to be refused
   */
  formatLine(line: BatchLine): Uint8Array;
  /**
   * Uploads the lines of a batch; costs nothing. @returns the file's name
   * @throws SendError
   */
  upload(lines: readonly Uint8Array[], signal: AbortSignal): Promise<string>;
  /**
   * Begins a batch with one POST, which is what costs.
   * @throws SendError
   */
  begin(batch: { readonly name: string; readonly file: string; readonly group: string }, signal: AbortSignal): Promise<BatchState>;
  /**
   * Looks through all batches of the account for one that may have been begun.
   * @throws SendError
   */
  find(traces: BatchTraces, signal: AbortSignal): Promise<BatchState | undefined>;
  /** @throws SendError */
  inspect(id: string, signal: AbortSignal): Promise<BatchState>;
  /** Asks the provider to stop; what is done by then is billed and can be collected. @throws SendError */
  cancel(id: string, signal: AbortSignal): Promise<BatchState>;
  /** A file of results, as it comes. @throws SendError */
  fetch(file: string, signal: AbortSignal): Promise<RawReply>;
  /** Understands a line of a results file; undefined for one that is none. */
  readResult(line: Uint8Array): BatchResult | undefined;
}
