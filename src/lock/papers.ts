import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { computeDigest } from '../keys/canonical.ts';
import { readIfThere } from '../store/read-if-there.ts';
import { flushFolder, writeFileAtomic } from '../store/write-file.ts';
import type { PendingAttempt } from './attempt.ts';
import { readIntent } from './intent-file.ts';
import type { IntentNote } from './intent-file.ts';
import { isOwn } from './rescue-folder.ts';

/** The files of attempts, in the journal's folder and where replies were rescued to. */
export interface Papers {
  /** Attempts with an intent. */
  list(): readonly string[];
  /** Batches with a note. */
  listBatches(): readonly string[];
  /** The note of a batch. */
  batchPath(batch: string): string;
  /** Attempts whose note in the journal can't be read, and is nowhere else. */
  listDamaged(): readonly string[];
  /** Attempts whose note was set aside. */
  listSetAside(): readonly string[];
  isBegun(attempt: string): boolean;
  isKeptAside(attempt: string): boolean;
  read(attempt: string): PendingAttempt | undefined;
  /** The file of the reply: a whole one, else the longest. */
  findReply(attempt: string): string | undefined;
  /** The file of a reply that is whole. */
  findWhole(attempt: string): string | undefined;
  /** What was paid for is never thrown away: a person may still make something of it. @returns where the reply is now */
  keepAside(attempt: string): string | undefined;
  /** Renames replies that are no longer what came. @returns their files, if there is no sound copy */
  setSpoiledAside(attempt: string): readonly string[];
  remove(attempt: string): void;
  /** Removes what came of a reply that is fetched once more. */
  removeReply(attempt: string): void;
}

/** What one folder holds of an attempt. */
interface Copy {
  readonly note: IntentNote | 'damaged' | undefined;
  readonly done: Uint8Array | undefined;
  readonly part: Uint8Array | undefined;
  /** Whether `done` is not what the note says. */
  readonly spoiled: boolean;
}

/**
 * Opens the papers.
 * @param folder absolute folder of the journal
 * @param rescue absolute folders that replies may have gone to instead
 */
export function createPapers(folder: string, rescue: readonly string[]): Papers {
  const places: Places = { folder, all: () => [folder, ...rescue.filter((each) => existsSync(each) && isOwn(each))] };
  return {
    list: () => [...new Set(places.all().flatMap((each) => listNames('.intent', each)))].toSorted(),
    listBatches: () => listNames('.batch', folder).toSorted(),
    batchPath: (batch) => locate(folder, batch, 'batch'),
    listDamaged: () => listNames('.intent', folder).filter((name) => isDamaged(places, name)),
    listSetAside: () => listNames('.intent.bad', folder).toSorted(),
    isBegun: (name) => places.all().some((each) => existsSync(locate(each, name, 'intent'))),
    isKeptAside: (name) => existsSync(locate(folder, name, 'rejected')),
    read: (name) => readAttempt(places, name),
    findReply: (name) => findReply(places, name),
    findWhole: (name) => findWholeFile(places, name),
    keepAside: (name) => keepAside(places, name),
    setSpoiledAside: (name) => setSpoiledAside(places, name),
    removeReply: (name) => removeFiles([folder], name, ['done', 'part']),
    remove: (name) => removeFiles(places.all(), name, ['intent', 'unknown', 'done', 'part']),
  };
}

/** Where papers lie. */
interface Places {
  /** The journal's folder. */
  readonly folder: string;
  /** That folder and those of rescued replies that are there now. */
  all(): readonly string[];
}

function listNames(ending: string, folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).flatMap((name) => (name.endsWith(ending) ? [name.slice(0, -ending.length)] : [])) : [];
}

function locate(folder: string, name: string, ending: string): string {
  return join(folder, `${name}.${ending}`);
}

function isDamaged(places: Places, name: string): boolean {
  return readIntent(locate(places.folder, name, 'intent')) === 'damaged' && readAttempt(places, name) === undefined;
}

function readAttempt(places: Places, name: string): PendingAttempt | undefined {
  const copies = readCopies(places, name);
  const intents = copies.flatMap(({ note }) => (typeof note === 'object' ? [note.intent] : []));
  const intent = intents.find(({ remote }) => remote !== undefined) ?? intents[0];
  if (intent === undefined) return undefined;
  return {
    intent,
    complete: copies.some((copy) => findWhole(copy) !== undefined),
    unknown: existsSync(locate(places.folder, name, 'unknown')),
    // Read when it is asked for: after a batch there are hundreds.
    get reply() {
      const now = readCopies(places, name);
      return now.map(findWhole).find((bytes) => bytes !== undefined) ?? findLongest(now);
    },
  };
}

function readCopies(places: Places, name: string): readonly Copy[] {
  return places.all().map((each) => readCopy(each, name));
}

function readCopy(folder: string, name: string): Copy {
  const note = readIntent(locate(folder, name, 'intent'));
  const done = readIfThere(locate(folder, name, 'done'));
  const expected = typeof note === 'object' ? note.reply : undefined;
  const spoiled = done !== undefined && expected !== undefined && computeDigest(done) !== expected;
  return { note, done, part: readIfThere(locate(folder, name, 'part')), spoiled };
}

function findReply(places: Places, name: string): string | undefined {
  const kept = places.all().map((each) => locate(each, name, 'rejected'));
  return kept.find((file) => existsSync(file)) ?? findWholeFile(places, name) ?? findLongestFile(places, name);
}

function findWholeFile(places: Places, name: string): string | undefined {
  const folder = places.all().find((each) => findWhole(readCopy(each, name)) !== undefined);
  if (folder === undefined) return undefined;
  return locate(folder, name, existsSync(locate(folder, name, 'done')) ? 'done' : 'part');
}

/** Of what is no whole reply; a bit that flipped leaves most of one. */
function findLongestFile(places: Places, name: string): string | undefined {
  const files = places.all().flatMap((each) => ['done', 'part'].map((ending) => locate(each, name, ending)));
  const there = files.flatMap((file) => (existsSync(file) ? [{ file, size: statSync(file).size }] : []));
  return there.toSorted((a, b) => b.size - a.size)[0]?.file;
}

function keepAside(places: Places, name: string): string | undefined {
  const { folder } = places;
  const [reply, kept] = [findReply(places, name), locate(folder, name, 'rejected')];
  if (reply === undefined || reply === kept) return reply;
  try {
    if (dirname(reply) === folder) renameSync(reply, kept);
    else writeFileAtomic(kept, readFileSync(reply), { durable: true, mode: 0o600 });
    flushFolder(folder);
    return kept;
  } catch {
    // Where the journal takes nothing, it stays where it was rescued to, under a name that nothing removes.
    const beside = locate(dirname(reply), name, 'rejected');
    renameSync(reply, beside);
    return beside;
  }
}

function setSpoiledAside(places: Places, name: string): readonly string[] {
  if (readCopies(places, name).some((copy) => findWhole(copy) !== undefined)) return [];
  const spoiled = places.all().filter((each) => readCopy(each, name).spoiled);
  for (const each of spoiled) renameSync(locate(each, name, 'done'), locate(each, name, 'done.bad'));
  return spoiled.map((each) => locate(each, name, 'done.bad'));
}

function removeFiles(folders: readonly string[], name: string, endings: readonly string[]): void {
  for (const folder of folders) for (const ending of endings) rmSync(locate(folder, name, ending), { force: true });
}

function findWhole({ note, done, part, spoiled }: Copy): Uint8Array | undefined {
  if (done !== undefined) return spoiled ? undefined : done;
  const expected = typeof note === 'object' ? note.reply : undefined;
  return part !== undefined && expected !== undefined && computeDigest(part) === expected ? part : undefined;
}

function findLongest(copies: readonly Copy[]): Uint8Array | undefined {
  const parts = copies.flatMap(({ part }) => (part === undefined ? [] : [part]));
  return parts.toSorted((a, b) => b.byteLength - a.byteLength)[0];
}
