import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import type { Digest } from '../model/digest.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { GenerateRequest } from '../model/purchase.ts';
import { toStorageError, writeFileAtomic } from '../store/write-file.ts';

/** A paid request that is about to be sent: on the disk before the first byte goes out. */
export interface Intent {
  readonly attempt: string;
  readonly key: Digest;
  /** `asset/slot`, for people. */
  readonly art: string;
  readonly request: GenerateRequest;
  /** Pictures that were asked for. */
  readonly count: number;
  readonly record: KeyRecord;
  /** Worst case in US dollars. */
  readonly reserved: number;
  /** Wall time as ISO 8601, for people. */
  readonly at: string;
  /** An id under which the provider keeps working, where it gives one. */
  readonly remote?: string;
}

/** What became of a paid request. */
export type AttemptOutcome =
  /** The pictures are in the vault. `recovered`: from a reply that an earlier process had received. */
  | 'bought'
  | 'recovered'
  /** Billed, but what came is no picture that was asked for; the reply is kept. */
  | 'rejected'
  /** Not billed: the provider said no, or was not reached. */
  | 'refused'
  | 'failed'
  /** Refused for what it asks: the same request would be refused again. */
  | 'blocked'
  /** Perhaps billed. `forgotten`: a person gave it up. */
  | 'unknown'
  | 'forgotten';

/** A line of the ledger. */
export interface LedgerEntry {
  readonly attempt: string;
  readonly key: Digest;
  readonly art: string;
  readonly model: string;
  readonly at: string;
  readonly outcome: AttemptOutcome;
  /** US dollars; for an unknown outcome what it costs at worst. */
  readonly cost: number;
  readonly requestId: string;
  readonly note: string;
}

/** An attempt that was begun and not settled: its process died, or its outcome is unknown. */
export interface PendingAttempt {
  readonly intent: Intent;
  /** What arrived of the reply; undefined when nothing did. */
  readonly reply: Uint8Array | undefined;
  /** Whether the reply is known to be whole. */
  readonly complete: boolean;
  /** Whether an earlier run has already found that nobody can tell what became of it. */
  readonly unknown: boolean;
}

/** Where the raw reply of an attempt goes, byte for byte. */
export interface Spool {
  write(bytes: Uint8Array): void;
  /** Flushes, and marks the reply as whole. */
  finish(): void;
  /** Flushes what came; the reply is not whole. */
  abandon(): void;
}

/** The memory of paid requests: intents, raw replies, the ledger. It lies in the vault, because losing it may cost money. */
export interface Journal {
  begin(intent: Intent): Spool;
  /** Notes the id under which the provider keeps working. */
  noteRemote(attempt: string, remote: string): void;
  /** Writes the ledger line. Intent and reply are then removed, unless the outcome is unknown; a rejected reply is kept aside. */
  settle(intent: Intent, end: Pick<LedgerEntry, 'outcome' | 'cost' | 'requestId' | 'note'>): void;
  pending(): readonly PendingAttempt[];
  /** Where a rejected or unfinished reply is kept. */
  replyPath(attempt: string): string;
  ledger(): readonly LedgerEntry[];
}

/** Opens the journal of a vault; nothing is written before the first intent. */
export function openJournal(folder: string): Journal {
  const path = (attempt: string, ending: string): string => join(folder, `${attempt}.${ending}`);
  const ledgerPath = join(folder, 'ledger.jsonl');
  return {
    begin: (intent) => {
      attempt(folder, () => prepare(folder));
      writeFileAtomic(path(intent.attempt, 'intent'), JSON.stringify(intent), { durable: true });
      flushFolder(folder);
      return openSpool(path(intent.attempt, 'part'), path(intent.attempt, 'done'), folder);
    },
    noteRemote: (attempt, remote) => {
      const intent = JSON.parse(readFileSync(path(attempt, 'intent'), 'utf8')) as Intent;
      writeFileAtomic(path(attempt, 'intent'), JSON.stringify({ ...intent, remote }), { durable: true });
    },
    settle: (intent, end) => {
      const { attempt, key, art, request, at } = intent;
      appendLine(ledgerPath, JSON.stringify({ attempt, key, art, model: request.model, at, ...end } satisfies LedgerEntry));
      if (end.outcome === 'unknown') return writeFileSync(path(attempt, 'unknown'), '');
      if (end.outcome === 'rejected') for (const ending of ['part', 'done']) keepAside(path(attempt, ending), path(attempt, 'rejected'));
      for (const ending of ['intent', 'unknown', 'done', 'part']) rmSync(path(attempt, ending), { force: true });
    },
    pending: () => listAttempts(folder).flatMap((attempt) => readPending(attempt, path) ?? []),
    replyPath: (attempt) => path(attempt, 'part'),
    ledger: () => readLedger(ledgerPath),
  };
}

/** Git keeps the pictures and not the papers: requests of one machine mean nothing on another. */
function prepare(folder: string): void {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, '.gitignore'))) writeFileSync(join(folder, '.gitignore'), '*\n');
}

function openSpool(part: string, done: string, folder: string): Spool {
  const file = attempt(part, () => openSync(part, 'wx', 0o600));
  const close = (): void => {
    fsyncSync(file);
    closeSync(file);
  };
  return {
    write: (bytes) => {
      attempt(part, () => {
        for (let offset = 0; offset < bytes.length;) offset += writeSync(file, bytes, offset);
      });
    },
    finish: () => {
      attempt(part, () => {
        close();
        renameSync(part, done);
        flushFolder(folder);
      });
    },
    abandon: () => attempt(part, close),
  };
}

/** What was paid for is never thrown away: a person may still make something of it. */
function keepAside(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}

function attempt<Value>(path: string, write: () => Value): Value {
  try {
    return write();
  } catch (error) {
    throw toStorageError(error, path);
  }
}

/** A rename survives a power cut only when its folder was flushed too. Windows has no such call for folders. */
function flushFolder(folder: string): void {
  if (platform === 'win32') return;
  const file = openSync(folder, 'r');
  fsyncSync(file);
  closeSync(file);
}

/** Appends a line durably; one that a power cut tore is ended first, so that it does not swallow this one. */
function appendLine(path: string, line: string): void {
  attempt(path, () => {
    const file = openSync(path, 'a+', 0o644);
    try {
      writeSync(file, `${endsInLine(file) ? '' : '\n'}${line}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

function endsInLine(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last.toString() === '\n');
}

function listAttempts(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.intent'));
  return names.map((name) => name.slice(0, -'.intent'.length)).toSorted();
}

function readPending(attemptName: string, path: (attempt: string, ending: string) => string): PendingAttempt | undefined {
  const intent = JSON.parse(readFileSync(path(attemptName, 'intent'), 'utf8')) as Intent;
  const whole = readBytes(path(attemptName, 'done'));
  return { intent, reply: whole ?? readBytes(path(attemptName, 'part')), complete: whole !== undefined, unknown: existsSync(path(attemptName, 'unknown')) };
}

function readBytes(path: string): Uint8Array | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** A line that a power cut tore is the last one, and of an attempt that is still pending. */
function readLedger(path: string): readonly LedgerEntry[] {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as LedgerEntry];
    } catch {
      return [];
    }
  });
}
