import type { PaidSettings } from './config.ts';
import type { Digest } from './digest.ts';
import type { Size } from './geometry.ts';
import type { KeyRecord } from './outcome.ts';

/** A picture that goes into a request: its bytes are named by digest and handed over when the request is sent. */
export interface ReferencePicture {
  /** `Image 1`, `Image 2`, … in the prompt. */
  readonly name: string;
  readonly digest: Digest;
}

/** All that a provider is told, as plain data; every field is in the action key. */
export interface GenerateRequest extends Size, PaidSettings {
  /** A dated snapshot where the provider has them. */
  readonly model: string;
  readonly operation: 'generate' | 'edit';
  /** The assembled prompt. */
  readonly prompt: string;
  /** Never `auto`: what that resolves to changes. */
  readonly quality: string;
  /** In the order of the prompt's numbering; the first is the one that is edited. */
  readonly references: readonly ReferencePicture[];
  readonly mask?: ReferencePicture;
  /** Counts pictures that were asked for again on purpose: 0 for the first. There is no seed, so this is what tells them apart. */
  readonly take: number;
}

/** Tokens that a provider billed, where it says so. */
export interface Usage {
  readonly textInput: number;
  readonly imageInput: number;
  readonly cachedInput: number;
  readonly output: number;
}

/** A price in US dollars. `known` is false when the model is in no price table: then nothing is bought without a cap. */
export interface Estimate {
  readonly low: number;
  readonly high: number;
  readonly known: boolean;
}

/** What is written into the lock of one bought picture. */
export interface PictureEntry {
  readonly key: Digest;
  readonly digest: Digest;
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
  readonly generator: string;
  readonly model: string;
  /** The provider's id of the request, for its support. */
  readonly request: string;
  readonly usage: Usage | null;
  /** US dollars, by the usage where it is known, else the estimate's high end. */
  readonly cost: number;
  /** Version of the price table that the cost was computed with. */
  readonly prices: string;
  /** Day of the purchase, `2026-11-22`. */
  readonly date: string;
  readonly record: KeyRecord;
  /** The picture that this one is an edit of, on a person's word; `record` then holds the edit, not what the config asks for. */
  readonly from?: Digest;
  /** Whether it comes from the local server for trying the tool out, and shows nothing real. */
  readonly fake?: true;
}
