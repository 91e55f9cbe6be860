import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { platform } from 'node:process';
import { VisualsError } from '../model/diagnostic.ts';
import { diskFull, pathTooLong, storageIo } from '../diagnostics/storage.ts';
import { readErrorCode } from '../model/error-code.ts';
import { encodeText } from './encode-text.ts';
import { createTemporaryName, isLeftOver } from './temporary-name.ts';
import { writeWhole } from './write-whole.ts';

/** How a file is written. */
export interface WriteOptions {
  /** Flush to the disk before the rename: for what can't be made again. Default false. */
  readonly durable?: boolean;
  /** Permission bits; default 0o644. */
  readonly mode?: number;
}

/**
 * Writes a file so that a reader sees the old one or the new one, never a part: a temporary file beside the target, then a rename.
 * @param bytes a text also piece by piece, so that a large one is never in memory as a whole
 * @throws VisualsError `DISK_FULL`, `STORAGE_IO`, `PATH_TOO_LONG`
 */
export function writeFileAtomic(target: string, bytes: Uint8Array | Iterable<string>, options: WriteOptions = {}): void {
  const temporary = join(dirname(target), createTemporaryName());
  try {
    writeTemporary(temporary, bytes, options);
    renameWithRetry(temporary, target);
    if (options.durable) flushFolder(dirname(target));
  } catch (error) {
    removeQuietly(temporary);
    throw toStorageError(error, target);
  }
}

/** What went wrong first is what is told. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The sweep of a later build takes it.
  }
}

/** Removes temporary files that processes which no longer run left in a folder; never one of a process that may still write it. */
export function sweepTemporaryFiles(folder: string): void {
  for (const name of listNames(folder)) if (isLeftOver(name)) rmSync(join(folder, name), { force: true });
}

/** Turns a failure of the file system into a diagnostic of the catalogue. */
export function toStorageError(error: unknown, path: string): VisualsError {
  if (error instanceof VisualsError) return error;
  const code = readErrorCode(error) ?? String(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new VisualsError(diskFull({ path }), { cause: error });
  if (code === 'ENAMETOOLONG') return new VisualsError(pathTooLong({ path: basename(path) }), { cause: error });
  return new VisualsError(storageIo({ path, cause: code }), { cause: error });
}

function writeTemporary(temporary: string, bytes: Uint8Array | Iterable<string>, options: WriteOptions): void {
  const file = openForWriting(temporary, options.mode ?? 0o644);
  try {
    for (const buffer of bytes instanceof Uint8Array ? [bytes] : encodePieces(bytes)) writeWhole(file, buffer);
    if (options.durable) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Characters that are gathered before they are written. */
const bufferLength = 65_536;

function* encodePieces(text: Iterable<string>): Iterable<Uint8Array> {
  let gathered = '';
  for (const piece of typeof text === 'string' ? [text] : text) {
    gathered += piece;
    if (gathered.length < bufferLength) continue;
    yield encodeText(gathered);
    gathered = '';
  }
  yield encodeText(gathered);
}

/** Flushes a folder: a rename survives a power cut only then. Windows has no such call for folders. */
export function flushFolder(folder: string): void {
  if (platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** `wx`: a link or file planted under the temporary name is refused. The folder is made when it is missing. */
function openForWriting(path: string, mode: number): number {
  try {
    return openSync(path, 'wx', mode);
  } catch (error) {
    if (readErrorCode(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, 'wx', mode);
  }
}

/** Network file systems and virus scanners refuse a rename for a moment: try for up to a second. */
function renameWithRetry(from: string, to: string): void {
  const pauses = [10, 30, 60, 100, 200, 300, 300];
  for (;;) {
    try {
      return renameSync(from, to);
    } catch (error) {
      const code = readErrorCode(error) ?? '';
      const pause = pauses.shift();
      if (pause === undefined || !['EPERM', 'EBUSY', 'EACCES'].includes(code)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
