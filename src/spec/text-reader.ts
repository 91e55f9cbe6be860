import type { Diagnostic } from '../model/diagnostic.ts';
import type { Raster } from '../model/geometry.ts';

/** A line of text in a picture: a rectangle that may be turned. Pixels; the angle is in radians, clockwise from the horizontal. */
export interface TextLine {
  /** The centre. */
  readonly x: number;
  readonly y: number;
  /** Along the line, and across it. */
  readonly width: number;
  readonly height: number;
  readonly angle: number;
  /** How sure the detector is that this is text, 0–1. */
  readonly score: number;
}

/** What was read in a line. */
export interface Reading {
  /** In logical order; empty when nothing was made out. */
  readonly text: string;
  /** Mean over the characters, 0–1. Readings of different engines aren't comparable. */
  readonly confidence: number;
}

/** How well a text can be read here. */
export interface ReadingSupport {
  /** `unreliable`: no engine reads its script well enough to accuse a picture; `absent`: what it takes isn't installed. */
  readonly status: 'readable' | 'unreliable' | 'absent';
  /** The engine that reads it, as {@link TextReader.read} takes it; empty unless `readable`. */
  readonly engine: string;
  /** Versions of the engine and digest of its data: part of the key of whatever is made from a reading. */
  readonly version: string;
  /** Confidence from which a reading that differs speaks against the picture, and not against the engine. */
  readonly decisive: number;
  /** Letters of the text that the engine never gives, so that their absence says nothing. */
  readonly unreadable: readonly string[];
  /** What installs the missing part; empty unless `absent`. */
  readonly command: string;
}

/**
 * Finds and reads text in pictures, without a network. The same picture gives the same answer with every number of threads. It is an optional part: its
 * libraries may be absent. Methods that need an absent one throw VisualsError `OCR_MISSING`, and `OCR_MODEL_MISMATCH` where a model has other bytes than those
 * whose rates are known.
 */
export interface TextReader {
  /** Engine and digest of the model that finds lines: part of the key of whatever is made from {@link TextReader.detect}. */
  readonly detectorVersion: string;
  /** A warning `OCR_MISSING` for each part that is not installed and that these languages need; the detector is always needed. Nothing is loaded for it. */
  findMissing(locales: readonly string[]): Promise<readonly Diagnostic[]>;
  /** Where text stands, from top to bottom. Words of a line that stand far apart may come as several lines. */
  detect(raster: Raster): Promise<readonly TextLine[]>;
  /** Whether a text in a language can be read, and by which engine. */
  support(locale: string, text: string): Promise<ReadingSupport>;
  /** Reads a line that {@link TextReader.detect} found, with the engine that {@link TextReader.support} named. */
  read(raster: Raster, line: TextLine, engine: string): Promise<Reading>;
  /** Ends the thread and gives the memory back; a later call starts another. */
  close(): Promise<void>;
}
