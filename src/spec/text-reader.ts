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

/** How well a language can be read here. */
export interface ReadingSupport {
  /** `unreliable`: no engine reads its script well enough to accuse a picture; `absent`: its data isn't installed. */
  readonly status: 'readable' | 'unreliable' | 'absent';
  /** Versions of the engine and digest of its data: part of the key of whatever is made from a reading. */
  readonly version: string;
  /** What installs the missing part; empty unless `absent`. */
  readonly command: string;
}

/** Finds and reads text in pictures, without a network. The same picture gives the same answer on every machine. It is an optional part: its libraries may be absent. */
export interface TextReader {
  /** Engine and digest of the model that finds lines: part of the key of whatever is made from {@link TextReader.detect}. */
  readonly detectorVersion: string;
  /**
   * Where text stands, from top to bottom. Words of a line that stand far apart may come as several lines.
   * @throws VisualsError `OCR_MISSING` (an error here), `OCR_MODEL_MISMATCH`
   */
  detect(raster: Raster): Promise<readonly TextLine[]>;
  /** Whether a language can be read, by its tag. */
  support(locale: string): Promise<ReadingSupport>;
  /** Which of these characters the engine of a language never gives, so that their absence says nothing. */
  findUnreadable(text: string, locale: string): Promise<readonly string[]>;
  /**
   * Reads a line that {@link TextReader.detect} found.
   * @throws VisualsError `OCR_MISSING`, `OCR_MODEL_MISMATCH`
   */
  read(raster: Raster, line: TextLine, locale: string): Promise<Reading>;
  /** Ends the thread and gives the memory back; a later call starts another. */
  close(): Promise<void>;
}
