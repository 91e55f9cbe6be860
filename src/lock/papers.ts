import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { computeDigest } from '../keys/canonical.ts';
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
  const folders = (): readonly string[] => [folder, ...rescue.filter((each) => existsSync(each) && isOwn(each))];
  const path = (name: string, ending: string, within = folder): string => join(within, `${name}.${ending}`);
  const listNames = (ending: string, within: string): readonly string[] =>
    existsSync(within) ? readdirSync(within).flatMap((name) => (name.endsWith(ending) ? [name.slice(0, -ending.length)] : [])) : [];
  const list = (): readonly string[] => [...new Set(folders().flatMap((each) => listNames('.intent', each)))].toSorted();
  const copiesOf = (name: string): readonly Copy[] => folders().map((each) => readCopy(name, each));

  const readCopy = (name: string, within: string): Copy => {
    const note = readIntent(path(name, 'intent', within));
    const done = readBytes(path(name, 'done', within));
    const expected = typeof note === 'object' ? note.reply : undefined;
    const spoiled = done !== undefined && expected !== undefined && computeDigest(done) !== expected;
    return { note, done, part: readBytes(path(name, 'part', within)), spoiled };
  };

  const read = (name: string): PendingAttempt | undefined => {
    const copies = copiesOf(name);
    const intents = copies.flatMap(({ note }) => (typeof note === 'object' ? [note.intent] : []));
    const intent = intents.find(({ remote }) => remote !== undefined) ?? intents[0];
    if (intent === undefined) return undefined;
    const complete = copies.some((copy) => findWhole(copy) !== undefined);
    return {
      intent,
      complete,
      unknown: existsSync(path(name, 'unknown')),
      // Read when it is asked for: after a batch there are hundreds.
      get reply() {
        const now = copiesOf(name);
        return now.map(findWhole).find((bytes) => bytes !== undefined) ?? findLongest(now);
      },
    };
  };

  const findReply = (name: string): string | undefined => {
    const files = folders().flatMap((each) => ['rejected', 'done', 'part'].map((ending) => path(name, ending, each)));
    const there = files.filter((file) => existsSync(file)).map((file) => ({ file, size: readBytes(file)?.byteLength ?? 0 }));
    const whole = there.find(({ file }) => !file.endsWith('.part'));
    return (whole ?? there.toSorted((a, b) => b.size - a.size)[0])?.file;
  };

  const keepAside = (name: string): string | undefined => {
    const [reply, kept] = [findReply(name), path(name, 'rejected')];
    if (reply === undefined || reply === kept) return reply;
    try {
      if (dirname(reply) === folder) renameSync(reply, kept);
      else writeFileAtomic(kept, readFileSync(reply), { durable: true, mode: 0o600 });
      flushFolder(folder);
      return kept;
    } catch {
      // Where the journal takes nothing, it stays where it was rescued to, under a name that nothing removes.
      const beside = path(name, 'rejected', dirname(reply));
      renameSync(reply, beside);
      return beside;
    }
  };

  return {
    list,
    listBatches: () => listNames('.batch', folder).toSorted(),
    batchPath: (batch) => path(batch, 'batch'),
    listDamaged: () => listNames('.intent', folder).filter((name) => readIntent(path(name, 'intent')) === 'damaged' && read(name) === undefined),
    listSetAside: () => listNames('.intent.bad', folder).toSorted(),
    isBegun: (name) => folders().some((each) => existsSync(path(name, 'intent', each))),
    isKeptAside: (name) => existsSync(path(name, 'rejected')),
    read,
    findReply,
    findWhole: (name) => folders().flatMap((each) => (readCopy(name, each).done === undefined ? [] : [path(name, 'done', each)]))[0],
    keepAside,
    setSpoiledAside: (name) => {
      if (copiesOf(name).some((copy) => findWhole(copy) !== undefined)) return [];
      const spoiled = folders().filter((each) => readCopy(name, each).spoiled);
      for (const each of spoiled) renameSync(path(name, 'done', each), path(name, 'done.bad', each));
      return spoiled.map((each) => path(name, 'done.bad', each));
    },
    removeReply: (name) => {
      for (const ending of ['done', 'part']) rmSync(path(name, ending), { force: true });
    },
    remove: (name) => {
      for (const each of folders()) for (const ending of ['intent', 'unknown', 'done', 'part']) rmSync(path(name, ending, each), { force: true });
    },
  };
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

function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
