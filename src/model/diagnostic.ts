import type { JsonObject } from './json.ts';

/** Where in the project's own files a diagnostic points. Lines and columns count from 1. */
export interface Place {
  /** Relative to the project's root, with forward slashes. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** What of the config a diagnostic is about: whoever knows how the config was written finds the line by it. */
export interface Subject {
  /** Keys and indexes inside the asset, or, where it has no such field, inside the config. */
  readonly field?: readonly string[];
  /** What is written somewhere in that field, as a value or as a key; the first of these that is there. */
  readonly written?: readonly string[];
}

/** From this character of a text on (UTF-16 units), characters stand side by side from this place. */
export interface TextJump {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong, in a form that every reporter can show: code, cause, place, fix. */
export interface Diagnostic {
  /** Stable name, such as `COPY_MISSING`; `visuals explain <code>` tells more. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** One line: what is wrong. */
  readonly message: string;
  /** One line: what to do about it. */
  readonly fix: string;
  /** The exit code that this diagnostic asks for; the command takes the gravest. */
  readonly exit: number;
  readonly place?: Place;
  /** Only until the place is known. */
  readonly subject?: Subject;
  /** The asset that is concerned. */
  readonly asset?: string;
  /** The cell that is concerned, as `asset/size.locale.variant`. */
  readonly cell?: string;
  /** The measured numbers behind the message, for `--json`. */
  readonly details?: JsonObject;
}

/** Carries diagnostics up to whoever reports them. A function that finds several problems throws them together. */
export class VisualsError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: Diagnostic | readonly Diagnostic[], options?: ErrorOptions) {
    const list = Array.isArray(diagnostics) ? diagnostics : [diagnostics as Diagnostic];
    super(list.map((each) => `${each.code}: ${each.message}`).join('\n'), options);
    this.name = 'VisualsError';
    this.diagnostics = list;
  }
}
