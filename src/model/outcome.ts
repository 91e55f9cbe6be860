import type { Diagnostic } from './diagnostic.ts';
import type { Digest } from './digest.ts';
import type { Box, Insets, Size } from './geometry.ts';
import type { JsonObject } from './json.ts';
import type { TextSlot } from './template.ts';

/** What a task's key was made of, field by field. Values are short strings so that `why` can show old → new. */
export type KeyRecord = { readonly [field: string]: string };

/** What is remembered of a task that succeeded: enough that a hit tells all that a miss would. */
export interface ActionResult {
  /** Digest of the bytes made: a file's bytes, or a raster's pixels. */
  readonly digest: Digest;
  /** Whether the bytes lie in the content store; a raster does not, it is drawn again when needed. */
  readonly stored: boolean;
  readonly bytes: number;
  /** Facts found while making it, such as measured text boxes. */
  readonly facts: JsonObject;
}

/**
 * Where a text stands in a finished raster, and what it took to fit: round its lines, an em high each. Pixels of the card, rounded to hundredths.
 * It is kept with the raster, so that a cached picture tells what a new one would.
 */
export interface TextBox extends Box {
  readonly slot: string;
  readonly role: TextSlot['role'];
  /** As drawn, without the line breaks that were put in. */
  readonly text: string;
  /** The text before it was cut; absent when it was not. */
  readonly whole?: string;
  /** Chosen font size. */
  readonly fontSize: number;
  /** The sizes that it could have had. */
  readonly smallest: number;
  readonly largest: number;
  readonly lines: number;
  readonly mostLines: number;
  /** The element that holds it, padding and border and all. */
  readonly element: Box;
  /** Width that its lines may take; absent where it can't be told. */
  readonly contentWidth?: number;
  readonly isShrunk: boolean;
  readonly isClipped: boolean;
}

/** What is kept of a composed raster besides its pixels. */
export interface CardFacts extends Size {
  readonly safeArea: Insets;
  readonly boxes: readonly TextBox[];
}

/** How a task ended. `cached`: an earlier result was taken. `made`: work was done. `blocked`: an input failed. */
export type TaskOutcome =
  | { readonly status: 'cached' | 'made'; readonly key: Digest; readonly record: KeyRecord; readonly result: ActionResult }
  | { readonly status: 'failed'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly status: 'blocked'; readonly by: string };
