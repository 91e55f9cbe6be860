import { closeSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs';
import { computeDigest } from '../keys/canonical.ts';
import { readIfThere } from '../store/read-if-there.ts';
import { toStorageError, writeFileAtomic } from '../store/write-file.ts';
import { writeWhole } from '../store/write-whole.ts';
import { isOutcome } from './attempt.ts';
import type { AttemptOutcome, LedgerEntry } from './attempt.ts';
import { salvage, salvageEntry } from './intent-file.ts';

/** What became of every paid request of this machine, a line each. */
export interface Ledger {
  /** Durable when the call returns. @throws VisualsError `DISK_FULL`, `STORAGE_IO` */
  append(entry: LedgerEntry): void;
  entries(): readonly LedgerEntry[];
  /** What was said last of an attempt. */
  lastWord(attempt: string): LedgerEntry | undefined;
  /**
   * Sets lines aside that can not be read and writes what is legible of them in their place. A line that a power cut tore is left where it is: its attempt is told
   * of by others.
   * @param pending attempts that are not settled
   * @returns how many lines were damaged
   */
  mend(pending: readonly string[]): number;
}

/** Where damaged lines of a ledger are kept. */
export function nameDamagedLedger(path: string): string {
  return `${path}.bad`;
}

/** Opens a ledger; nothing is written before the first line. */
export function openLedger(path: string): Ledger {
  const entries = (): readonly LedgerEntry[] => readLines(path).flatMap((line) => parseEntry(line) ?? []);
  return {
    append: (entry) => appendLine(path, JSON.stringify(entry)),
    entries,
    lastWord: (attempt) => entries().findLast((entry) => entry.attempt === attempt),
    mend: (pending) => mendLines(path, pending),
  };
}

function mendLines(path: string, pending: readonly string[]): number {
  const bytes = splitLines(path);
  const lines = bytes.map(String);
  const parsed = lines.map(parseEntry);
  const damaged = lines.flatMap((_, at) => (parsed[at] === undefined && !isTorn(lines[at]!, [...laterAttempts(parsed, at), ...pending]) ? [at] : []));
  if (damaged.length === 0) return 0;
  // A damaged line need not be text: what is set aside, and what is left, are the bytes that lay there.
  for (const at of damaged) appendLine(nameDamagedLedger(path), bytes[at]!);
  const mended = bytes.map((line, at) => (damaged.includes(at) ? Buffer.from(JSON.stringify(mendEntry(lines[at]!, parsed.slice(0, at)))) : line));
  writeFileAtomic(path, Buffer.concat(mended.flatMap((line) => [line, lineEnd])), { durable: true });
  return damaged.length;
}

/** A torn line has no end. The papers of an attempt go only when its line is on the disk: of a torn one there is a later line, or it is pending. */
function isTorn(line: string, told: readonly string[]): boolean {
  const prefix = salvage(line).attempt ?? '';
  return line.startsWith('{"attempt":"'.slice(0, line.length)) && !line.endsWith('}') && told.some((attempt) => attempt.startsWith(prefix));
}

function laterAttempts(parsed: readonly (LedgerEntry | undefined)[], at: number): readonly string[] {
  return parsed.slice(at + 1).flatMap((entry) => entry?.attempt ?? []);
}

/** What is not legible is as it was said of the attempt before; else the day of the line before stands for it, so that the month's sum holds. */
function mendEntry(line: string, before: readonly (LedgerEntry | undefined)[]): LedgerEntry {
  const { attempt = '', outcome } = salvage(line);
  const name = attempt === '' ? `damaged-${computeDigest(line).slice(0, 8)}` : attempt;
  const known: AttemptOutcome = isOutcome(outcome) ? outcome : 'unknown';
  const told = before.findLast((each) => each?.attempt === name);
  const at = before.findLast((each) => each !== undefined)?.at ?? '';
  return salvageEntry(line, { attempt: name, outcome: known, note: 'the line was damaged' }, told ?? { at });
}

function readLines(path: string): readonly string[] {
  return splitLines(path).map(String);
}

const lineEnd = Buffer.from('\n');

/** In UTF-8 the byte of a line end is never a part of another character. */
function splitLines(path: string): readonly Buffer[] {
  const bytes = readIfThere(path) ?? Buffer.alloc(0);
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(lineEnd, start);
    const stop = end < 0 ? bytes.length : end;
    if (stop > start) lines.push(bytes.subarray(start, stop));
    start = stop + 1;
  }
  return lines;
}

function parseEntry(line: string): LedgerEntry | undefined {
  try {
    const entry = JSON.parse(line) as LedgerEntry | null;
    const texts = [entry?.attempt, entry?.key, entry?.art, entry?.model, entry?.at];
    const isWhole = texts.every((text) => typeof text === 'string') && isOutcome(entry?.outcome) && Number.isFinite(entry?.cost);
    return isWhole && entry !== null ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Appends a line durably; one that a power cut tore is ended first, so that it does not swallow this one. */
function appendLine(path: string, line: string | Uint8Array): void {
  try {
    const file = openSync(path, 'a+', 0o644);
    try {
      writeWhole(file, Buffer.concat([endsInLine(file) ? Buffer.alloc(0) : lineEnd, Buffer.from(line), lineEnd]));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw toStorageError(error, path);
  }
}

function endsInLine(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last.toString() === '\n');
}
