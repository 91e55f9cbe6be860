import type { Fault } from './faults.ts';
import type { PictureRecord, Writable } from './records.ts';

/** An uploaded file, or one that a batch wrote. */
export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly purpose: string;
  readonly bytes: Buffer;
  readonly created: number;
  readonly mediaType: string;
  /** Pictures inside of it, for a batch's output. */
  readonly pictures: readonly Writable<PictureRecord>[];
}

/** A response that can be asked for again. */
export interface StoredResponse {
  readonly id: string;
  /** False when it was sent with `store: false`: forgotten on command. */
  readonly stored: boolean;
  readonly background: boolean;
  polls: number;
  cancelled: boolean;
  /** The answer before it is done. */
  readonly pending: Readonly<Record<string, unknown>>;
  /** The answer once it is done; the picture is being made from the start, whoever asks for it. */
  readonly done: Promise<FinishedResponse>;
}

/** A response with its picture, or with the reason why there is none. */
export interface FinishedResponse {
  readonly body: Readonly<Record<string, unknown>>;
  readonly pictures: readonly Writable<PictureRecord>[];
  /** Base64 of each partial picture. */
  readonly partials: readonly string[];
}

/** A line of a batch's input. */
export interface BatchLine {
  readonly customId: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly fault: Fault | undefined;
}

/** A batch, its input read and checked. */
export interface StoredBatch {
  readonly id: string;
  readonly lines: readonly BatchLine[];
  polls: number;
  body: Readonly<Record<string, unknown>> & { readonly status: string };
  running?: Promise<void>;
}
