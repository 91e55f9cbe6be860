import { lockConflict, lockInvalid } from '../diagnostics/lock.ts';
import { schemaNewer } from '../diagnostics/storage.ts';
import { compareCodeUnits, formatCanonical } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { isDigest } from '../model/digest.ts';
import type { Approval } from '../model/approval.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';
import type { PictureEntry } from '../model/purchase.ts';
import { readIfThere } from '../store/read-if-there.ts';
import { writeFileAtomic } from '../store/write-file.ts';

/** A picture that was bought. */
export interface PictureLine extends PictureEntry {
  readonly type: 'picture';
}

/** Which of a key's pictures is used. */
export interface ChoiceLine {
  readonly type: 'choice';
  readonly key: Digest;
  readonly digest: Digest;
}

/** How often a piece of art was asked for again on purpose. */
export interface TakeLine {
  readonly type: 'take';
  /** `asset/slot`. */
  readonly art: string;
  readonly take: number;
}

/** What a person said of a composed picture. */
export interface ApprovalLine extends Approval {
  readonly type: 'approval';
}

/** A piece of art that was bought from another model too, to be looked at beside what is used. Changes nothing. */
export interface ShadowLine {
  readonly type: 'shadow';
  /** `asset/slot`. */
  readonly art: string;
  /** The model that the config names. */
  readonly from: string;
  readonly to: string;
}

/** A shadow that was accepted: as long as the config names `from` for the art, it is asked of `to`. */
export interface SwapLine extends Omit<ShadowLine, 'type'> {
  readonly type: 'swap';
}

/** One line of the lock. */
export type LockLine = PictureLine | ChoiceLine | TakeLine | ShadowLine | SwapLine | ApprovalLine;

/** Name of the lock in the project's folder. */
export const lockName = 'visuals.lock.json';

/** Raised when older tools would misread the lock. */
const lockVersion = 1;

/**
 * Reads the committed lock: a JSON document with one entry a line, each ending in a comma, so that git merges two branches' entries as a union.
 * Order and repetition mean nothing.
 * @returns no lines when there is no lock
 * @throws VisualsError `LOCK_CONFLICT`, `LOCK_INVALID`, `SCHEMA_NEWER`
 */
export function readLock(path: string): readonly LockLine[] {
  const text = readIfThere(path)?.toString();
  return text === undefined ? [] : parseLock(text);
}

/** The lines of a lock's text; see {@link readLock}. */
export function parseLock(text: string): readonly LockLine[] {
  if (hasConflict(text)) throw new VisualsError(lockConflict({ file: lockName }));
  return uniteLines(parseEntries(text).map(checkLine));
}

/** Whether a merge left its markers. */
export function hasConflict(text: string): boolean {
  return /^(<{7}|={7}|>{7})/m.test(text);
}

/** The lock's text: sorted, each entry once. */
export function formatLock(lines: readonly LockLine[]): string {
  const sorted = uniteLines(lines).map((line) => `${formatCanonical(line as unknown as Json)},\n`);
  return `{"version":${lockVersion},"entries":[\n${sorted.join('')}null]}\n`;
}

/** Writes the lock durably; it names what was paid for. */
export function writeLock(path: string, lines: readonly LockLine[]): void {
  const text = formatLock(lines);
  if (readIfThere(path)?.toString() !== text) writeFileAtomic(path, text, { durable: true });
}

/**
 * Takes the lines of both sides of every conflict that a merge left in a lock's text.
 * @throws VisualsError `LOCK_INVALID`, `SCHEMA_NEWER` when one side was written by a newer tool
 */
export function resolveConflicts(text: string): readonly LockLine[] {
  for (const [, version] of text.matchAll(/^\{"version":(\d+)/gm)) refuseNewer(Number(version));
  // What both sides started from, which git shows on request, is the word of neither.
  const sides = text.replaceAll(/^\|{7}[^]*?^(?=={7})/gm, '');
  const lines = sides.split('\n').filter((line) => line.startsWith('{"') && !line.startsWith('{"version"'));
  return uniteLines(lines.map((line) => checkLine(parseJson(line.replace(/,\s*$/, '')))));
}

/** The version is looked at first: what a newer lock looks like besides is not known. */
function parseEntries(text: string): readonly unknown[] {
  const document = parseJson(text) as { readonly version?: unknown; readonly entries?: unknown } | null;
  if (typeof document?.version === 'number') refuseNewer(document.version);
  if (typeof document?.version !== 'number' || !Array.isArray(document.entries))
    throw new VisualsError(lockInvalid({ file: lockName, problem: 'it is no lock of visuals' }));
  return document.entries.filter((entry) => entry !== null);
}

function refuseNewer(version: number): void {
  if (version > lockVersion) throw new VisualsError({ ...schemaNewer({ path: lockName, needs: String(version) }), severity: 'error', exit: 2 });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new VisualsError(lockInvalid({ file: lockName, problem: (error as Error).message }));
  }
}

/** Enough of a look that no later code meets a digest that is none; everything else in a line is only shown. */
function checkLine(value: unknown): LockLine {
  const line = value as Partial<Record<string, unknown>>;
  const isKeyed = isDigestText(line['key']) && isDigestText(line['digest']);
  if (line['type'] === 'take' && typeof line['art'] === 'string' && Number.isInteger(line['take'])) return value as TakeLine;
  if ((line['type'] === 'picture' || line['type'] === 'choice') && isKeyed) return value as PictureLine | ChoiceLine;
  const isMove = [line['art'], line['from'], line['to']].every((each) => typeof each === 'string');
  if ((line['type'] === 'shadow' || line['type'] === 'swap') && isMove) return value as ShadowLine | SwapLine;
  if (line['type'] === 'approval' && isApproval(line)) return value as ApprovalLine;
  throw new VisualsError(lockInvalid({ file: lockName, problem: `an entry is not understood: ${JSON.stringify(value).slice(0, 80)}` }));
}

function isApproval(line: Partial<Record<string, unknown>>): boolean {
  const isNamed = typeof line['cell'] === 'string' && typeof line['by'] === 'string' && isDigestText(line['raster']);
  return isNamed && (line['verdict'] === 'approved' || line['verdict'] === 'rejected');
}

function isDigestText(value: unknown): boolean {
  return typeof value === 'string' && isDigest(value);
}

/** Each line once, sorted; of two that say the same of the same thing, the last. */
export function uniteLines(lines: readonly LockLine[]): readonly LockLine[] {
  const unique = new Map(lines.map((line) => [identify(line), line]));
  return [...unique].toSorted(([a], [b]) => compareCodeUnits(a, b)).map(([, line]) => line);
}

/** Two lines that say the same of the same thing are one; two choices of one key are two, for a person to decide. */
function identify(line: LockLine): string {
  // One word a person: of two, the last holds; in a merge that is the rejection, which sorts behind the approval.
  if (line.type === 'approval') return `approval ${line.cell} ${line.raster} ${line.by}`;
  // Two swaps of one art to different models are two as well.
  if (line.type === 'shadow' || line.type === 'swap') return `${line.type} ${line.art} ${line.from} ${line.to}`;
  return line.type === 'take' ? `take ${line.art} ${line.take}` : `${line.type} ${line.key} ${line.digest}`;
}
