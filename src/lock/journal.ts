import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ledgerDamaged, papersDamaged } from '../diagnostics/lock.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { readIfThere } from '../store/read-if-there.ts';
import { flushFolder, sweepTemporaryFiles, toStorageError } from '../store/write-file.ts';
import { isOver, isSettled } from './attempt.ts';
import type { AttemptEnd, AttemptOutcome, DamagedAttempt, Intent, LedgerEntry, PendingAttempt } from './attempt.ts';
import { readBatchNote, writeBatchNote } from './batch-note.ts';
import type { BatchNote, PendingBatch } from './batch-note.ts';
import { checkSpace, computeNeed } from './check-space.ts';
import { salvageEntry, writeIntent } from './intent-file.ts';
import { nameDamagedLedger, openLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { createPapers } from './papers.ts';
import type { Papers } from './papers.ts';
import { listRescueFolders, prepareRescueFolder } from './rescue-folder.ts';
import { openSpool, rescueReply } from './spool.ts';
import type { Spool } from './spool.ts';

export type { AttemptEnd, AttemptOutcome, DamagedAttempt, Intent, LedgerEntry, PendingAttempt } from './attempt.ts';
export type { BatchNote, PendingBatch } from './batch-note.ts';
export type { Spool } from './spool.ts';

/** The memory of paid requests: intents, raw replies, the ledger. It lies in the vault, because losing it may cost money. */
export interface Journal {
  /** @throws VisualsError `DISK_FULL` also where the answer may not fit, `STORAGE_IO`; then nothing may be sent */
  begin(intent: Intent): Spool;
  /**
   * Writes down a batch and all of its requests, before anything of it is sent.
   * @throws VisualsError `DISK_FULL`, `STORAGE_IO`; then nothing of it is left, and nothing may be sent
   */
  beginBatch(note: BatchNote, intents: readonly Intent[]): void;
  /** Writes down how far a batch is. @throws VisualsError `DISK_FULL`, `STORAGE_IO` */
  noteBatch(note: BatchNote): void;
  /** Opens the spool of a request of a batch, whose reply can be had more than once. @throws VisualsError `DISK_FULL`, `STORAGE_IO` */
  receive(intent: Intent): Spool;
  /** Removes the note of a batch of which nothing is awaited. */
  endBatch(batch: string): void;
  /** Batches of which something is awaited. */
  batches(): readonly PendingBatch[];
  /** Notes the id under which the provider keeps working. */
  noteRemote(attempt: string, remote: string): void;
  /**
   * Writes the ledger line. Intent and reply are then removed, unless the outcome is unknown.
   * @param keep whether the raw reply is kept aside; default for rejected ones
   * @returns the file that keeps the raw reply, if one does
   */
  settle(intent: Intent, end: AttemptEnd, keep?: boolean): string | undefined;
  /** Writes another ledger line of an attempt that has no papers any more, or whose note is damaged; what was set aside stays. */
  settleAgain(attempt: string, end: AttemptEnd): void;
  /** Writes the ledger line of a request that another machine sent, which has its papers. @throws VisualsError `DISK_FULL`, `STORAGE_IO` */
  noteElsewhere(entry: LedgerEntry): void;
  /** Keeps a whole reply outside of the project, for a disk that fails. @returns the file that keeps it, or undefined where none does */
  rescue(intent: Intent, body: Uint8Array): string | undefined;
  /**
   * Sets aside what is no longer what was written, and removes what dead processes left; under the project's lock only.
   * @throws VisualsError `DISK_FULL`, `STORAGE_IO`
   */
  mend(): readonly Diagnostic[];
  /** Attempts that are not settled; requests of a batch only once their whole reply is here. */
  pending(): readonly PendingAttempt[];
  damaged(): readonly DamagedAttempt[];
  /** Where the reply of an attempt is, or would be; absolute. */
  replyPath(attempt: string): string;
  ledger(): readonly LedgerEntry[];
}

/** Where a journal's papers go besides its folder. */
export interface JournalOptions {
  /** Folders for replies that the journal can't take; default those of {@link listRescueFolders}. */
  readonly rescue?: readonly string[];
}

const ledgerName = 'ledger.jsonl';

/** Opens the journal of a vault; nothing is written before the first intent. */
export function openJournal(folder: string, options: JournalOptions = {}): Journal {
  const rescue = options.rescue ?? listRescueFolders(folder);
  const ledger = openLedger(join(folder, ledgerName));
  const papers = createPapers(folder, rescue);
  const open = new Map<string, Intent>();
  const unsettled = (): readonly PendingAttempt[] => {
    const words = new Map(ledger.entries().map((entry) => [entry.attempt, entry.outcome]));
    return papers.list().flatMap((name) => (isOver(words.get(name)) || papers.isKeptAside(name) ? [] : (papers.read(name) ?? [])));
  };

  const journal: Journal = {
    begin: (intent) =>
      attempt(folder, () => {
        const needed = [...open.values(), intent].reduce((sum, each) => sum + computeNeed(each), 0);
        checkSpace(folder, needed);
        prepare(folder);
        const spool = beginSpool(intent, folder, rescue);
        open.set(intent.attempt, intent);
        return spool;
      }),
    beginBatch: (note, intents) => attempt(folder, () => beginBatch(note, intents, { folder, papers })),
    noteBatch: (note) => attempt(folder, () => writeBatchNote(papers.batchPath(note.batch), note)),
    receive: (intent) =>
      attempt(folder, () => {
        checkSpace(folder, computeNeed(intent));
        papers.removeReply(intent.attempt);
        return openSpool(intent, folder, rescue);
      }),
    endBatch: (batch) => attempt(folder, () => rmSync(papers.batchPath(batch), { force: true })),
    noteRemote: (name, remote) => {
      const intent = open.get(name) ?? papers.read(name)?.intent;
      if (intent !== undefined) noteRemote({ ...intent, remote }, [folder, ...rescue]);
    },
    settle: (intent, end, keep = end.outcome === 'rejected') => {
      const { attempt: name, key, art, request, at } = intent;
      ledger.append({ attempt: name, key, art, model: request.model, at, ...end });
      open.delete(name);
      return attempt(folder, () => (end.outcome === 'unknown' ? markUnknown(name, folder, papers) : putAway(name, papers, keep)));
    },
    settleAgain: (name, end) => {
      const file = join(folder, `${name}.intent.bad`);
      ledger.append({ ...(ledger.lastWord(name) ?? salvageFile(file, name)), ...end });
    },
    noteElsewhere: (entry) =>
      attempt(folder, () => {
        prepare(folder);
        ledger.append(entry);
      }),
    rescue: (intent, body) => rescueReply(intent, body, rescue) ?? papers.findWhole(intent.attempt),
    mend: () => attempt(folder, () => mendJournal(folder, { ledger, papers, journal })),
    pending: () => unsettled().filter(({ intent, complete }) => intent.batch === undefined || complete),
    batches: () => groupBatches(unsettled(), papers),
    damaged: () => papers.listSetAside().flatMap((name) => findDamaged(name, { folder, ledger })),
    replyPath: (name) => papers.findReply(name) ?? join(folder, `${name}.part`),
    ledger: () => ledger.entries(),
  };

  return journal;
}

/** The papers stay: the reply may still come. Gives the file of what has come of it. */
function markUnknown(name: string, folder: string, papers: Papers): string | undefined {
  writeFileSync(join(folder, `${name}.unknown`), '');
  return papers.findReply(name);
}

/** Gives the file in which the reply is kept. */
function putAway(name: string, papers: Papers, keep: boolean): string | undefined {
  const kept = keep ? papers.keepAside(name) : undefined;
  papers.remove(name);
  return kept;
}

/** Git keeps the pictures and not the papers: requests of one machine mean nothing on another. */
function prepare(folder: string): void {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, '.gitignore'))) writeFileSync(join(folder, '.gitignore'), '*\n');
}

/** An intent without a spool would be taken for a request that was sent. */
function beginSpool(intent: Intent, folder: string, rescue: readonly string[]): Spool {
  const path = join(folder, `${intent.attempt}.intent`);
  writeIntent(path, { intent });
  flushFolder(folder);
  try {
    return openSpool(intent, folder, rescue);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** The note comes first: a request that tells of a batch without one would be taken for one that may have been sent. */
function beginBatch(note: BatchNote, intents: readonly Intent[], { folder, papers }: { readonly folder: string; readonly papers: Papers }): void {
  prepare(folder);
  try {
    writeBatchNote(papers.batchPath(note.batch), note);
    for (const intent of intents) writeIntent(join(folder, `${intent.attempt}.intent`), { intent });
  } catch (error) {
    for (const { attempt: name } of intents) papers.remove(name);
    rmSync(papers.batchPath(note.batch), { force: true });
    throw error;
  }
}

function groupBatches(unsettled: readonly PendingAttempt[], papers: Papers): readonly PendingBatch[] {
  const lines = unsettled.filter(({ intent, complete }) => intent.batch !== undefined && !complete);
  const names = new Set([...papers.listBatches(), ...lines.map(({ intent }) => intent.batch!)]);
  return [...names].map((batch) => {
    const own = lines.filter(({ intent }) => intent.batch === batch);
    const { request, at } = own[0]?.intent ?? { request: { generator: '' }, at: '' };
    return { note: readBatchNote(papers.batchPath(batch), { batch, generator: request.generator, at }), lines: own };
  });
}

/** Whatever no longer is what was written goes aside, and what a dead process left between two steps is brought to its end. */
function mendJournal(
  folder: string,
  { ledger, papers, journal }: { readonly ledger: Ledger; readonly papers: Papers; readonly journal: Journal },
): readonly Diagnostic[] {
  if (!existsSync(folder)) return [];
  sweepTemporaryFiles(folder);
  for (const { attempt: name, outcome } of ledger.entries()) if (isOver(outcome) && papers.isBegun(name)) closeOld(name, outcome, papers);
  const lines = ledger.mend(papers.list());
  for (const name of papers.listDamaged()) setNoteAside(name, folder, ledger);
  const spoiled = journal.pending().flatMap(({ intent }) => papers.setSpoiledAside(intent.attempt).map((file) => ({ intent, file })));
  for (const { intent } of spoiled) journal.settle(intent, { outcome: 'unknown', cost: intent.reserved, requestId: '', note: 'its reply was damaged' });
  return [
    ...(lines === 0 ? [] : [ledgerDamaged({ lines, file: nameDamagedLedger(join(folder, ledgerName)) })]),
    ...spoiled.map(({ intent, file }) => papersDamaged({ attempt: intent.attempt, art: intent.art, file })),
  ];
}

/** A process died between the ledger line and the removal of the papers. */
function closeOld(name: string, outcome: AttemptOutcome, papers: Papers): void {
  if (outcome === 'rejected') papers.keepAside(name);
  papers.remove(name);
}

function setNoteAside(name: string, folder: string, ledger: Ledger): void {
  const file = join(folder, `${name}.intent`);
  // What can't be read now is not known to be damaged: the reading throws, and the note stays.
  const legible = salvageFile(file, name);
  if (ledger.lastWord(name) === undefined) ledger.append(legible);
  renameSync(file, `${file}.bad`);
  flushFolder(folder);
}

/** Until a person has said what became of it. */
function findDamaged(name: string, { folder, ledger }: { readonly folder: string; readonly ledger: Ledger }): readonly DamagedAttempt[] {
  const file = join(folder, `${name}.intent.bad`);
  const word = ledger.lastWord(name);
  if (isSettled(word?.outcome)) return [];
  const { art, model, at, cost } = word ?? salvageFile(file, name);
  return [{ attempt: name, art, model, at, cost, file }];
}

/** The request goes on, whether or not this can be written: the answer may still come. */
function noteRemote(intent: Intent, folders: readonly string[]): void {
  for (const [at, folder] of folders.entries()) {
    try {
      if (at === 0 || prepareRescueFolder(folder)) return writeIntent(join(folder, `${intent.attempt}.intent`), { intent });
    } catch {
      // The next folder may take it.
    }
  }
}

/** What is legible of a note that can't be read, as a ledger line. */
function salvageFile(file: string, name: string): LedgerEntry {
  const text = readIfThere(file)?.toString() ?? '';
  return salvageEntry(text, { attempt: name, outcome: 'unknown', note: 'its note was damaged' });
}

function attempt<Value>(path: string, write: () => Value): Value {
  try {
    return write();
  } catch (error) {
    throw toStorageError(error, path);
  }
}
