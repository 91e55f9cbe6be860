import type { Diagnostic, Place, TextJump } from '../model/diagnostic.ts';

/** One message of a copy file, with all that the file says about it. */
export interface CopyUnit {
  /** Names joined by dots. */
  readonly key: string;
  readonly text: string;
  /** Where its text starts, behind an opening quote. */
  readonly place: Required<Place>;
  /** Where escapes and line ends part its characters in the file; for places within it. */
  readonly jumps?: readonly TextJump[];
  /** What the author tells the translator. */
  readonly note?: string;
  /** What tells equal texts apart, such as `msgctxt` in PO. */
  readonly context?: string;
  /** Most characters, where the file sets a limit. */
  readonly limit?: number;
  /** The text in the source language, in files that hold two languages. */
  readonly source?: string;
}

/** What a copy file holds, and what is wrong with it. */
export interface ParsedCopy {
  readonly units: readonly CopyUnit[];
  readonly problems: readonly Diagnostic[];
}

/** A copy file as text, and the language that is wanted from it. */
export interface CopyText {
  /** Relative to the root, for places. */
  readonly path: string;
  readonly text: string;
  readonly locale: string;
  /** Whether the file serves several locales, so that it must say itself which text is whose. */
  readonly shared?: boolean;
}

/** A document for people who translate: every unit with source, target and what they should know. */
export interface CopyDocument {
  readonly sourceLocale: string;
  readonly targetLocale: string;
  readonly units: readonly TranslationUnit[];
}

/** A message on its way to a translator or back. */
export interface TranslationUnit {
  readonly key: string;
  readonly source: string;
  /** Absent while it is not translated. */
  readonly target?: string;
  readonly note?: string;
  readonly context?: string;
  /** Most characters of the target. */
  readonly limit?: number;
}

/** Reads and writes one kind of copy file. */
export interface CopyFormat {
  readonly name: 'json' | 'arb' | 'yaml' | 'po' | 'xliff-1' | 'xliff-2' | 'csv';
  /** Every message with its place; duplicate keys and bad syntax are problems at their line, never a throw. In formats of two languages, what is not translated is left out. */
  readonly read: (file: CopyText) => ParsedCopy;
  /**
   * The same file with some texts replaced or added (key → text), everything else byte for byte as it was: order, indentation, comments, line ends.
   * An empty file becomes a new one, except in XLIFF.
   * @throws VisualsError when the file can't be read (as `read` reports it), or a text can't be written in it (`COPY_UNWRITABLE`)
   */
  readonly update: (file: CopyText, texts: ReadonlyMap<string, string>) => string;
  /** A whole new file; absent for formats that hold one language only. Throws `COPY_UNWRITABLE` as `update` does. */
  readonly write?: (document: CopyDocument) => string;
}
