import type { Diagnostic } from './diagnostic.ts';
import type { Digest } from './digest.ts';
import type { Box } from './geometry.ts';
import type { JsonObject } from './json.ts';

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

/** Where a text stands in a finished raster, and what it took to fit. */
export interface TextBox extends Box {
  readonly slot: string;
  readonly text: string;
  /** Chosen font size in pixels. */
  readonly fontSize: number;
  readonly lines: number;
}

/** How a task ended. `cached`: an earlier result was taken. `made`: work was done. `blocked`: an input failed. */
export type TaskOutcome =
  | { readonly status: 'cached' | 'made'; readonly key: Digest; readonly record: KeyRecord; readonly result: ActionResult }
  | { readonly status: 'failed'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly status: 'blocked'; readonly by: string };
