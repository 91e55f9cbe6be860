import { computeDigest, computeJoinedDigest } from '../keys/canonical.ts';
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../model/digest.ts';
import { flushFolder } from '../store/write-file.ts';
import { writeWhole } from '../store/write-whole.ts';
import type { Intent } from './attempt.ts';
import { readIntent, writeIntent } from './intent-file.ts';
import { prepareRescueFolder } from './rescue-folder.ts';

/** Where the raw reply of an attempt goes, byte for byte. A disk that fails does not stop it: what the journal can't take goes to a rescue folder, from the first byte on. */
export interface Spool {
  write(bytes: Uint8Array): void;
  /** Flushes, and marks the reply as whole. */
  finish(): void;
  /** Flushes what came; the reply is not whole. */
  abandon(): void;
}

/** One folder that a reply is written to. */
interface Place {
  write(bytes: Uint8Array): void;
  finish(digest: Digest): void;
  close(): void;
}

/**
 * Opens the spool of an attempt whose intent is in the journal.
 * @param rescue folders to go to in turn
 * @throws what the file system says when the journal can't take the first byte; nothing was sent then
 */
export function openSpool(intent: Intent, journal: string, rescue: readonly string[]): Spool {
  const kept: Uint8Array[] = [];
  const left = [...rescue];
  let place: Place | undefined = openPlace(intent, journal);
  const carryOut = (step: (place: Place) => void): void => {
    while (place !== undefined) {
      try {
        return step(place);
      } catch {
        closeQuietly(place);
        place = openNext(intent, left, kept);
      }
    }
  };
  return {
    write: (bytes) => {
      carryOut((each) => each.write(bytes));
      kept.push(bytes);
    },
    finish: () => {
      const digest = computeJoinedDigest(kept);
      carryOut((each) => each.finish(digest));
    },
    abandon: () => closeQuietly(place),
  };
}

/**
 * Keeps a whole reply in the first rescue folder that takes it.
 * @returns its file, or undefined where none does
 */
export function rescueReply(intent: Intent, body: Uint8Array, rescue: readonly string[]): string | undefined {
  const left = [...rescue];
  const digest = computeDigest(body);
  for (let place = openNext(intent, left, [body]); place !== undefined; place = openNext(intent, left, [body])) {
    try {
      place.finish(digest);
      return join(rescue[rescue.length - left.length - 1]!, `${intent.attempt}.done`);
    } catch {
      closeQuietly(place);
    }
  }
  return undefined;
}

/** The next folder that takes the intent and all that came so far. */
function openNext(intent: Intent, left: string[], kept: readonly Uint8Array[]): Place | undefined {
  for (let folder = left.shift(); folder !== undefined; folder = left.shift()) {
    let place: Place | undefined;
    try {
      if (!prepareRescueFolder(folder)) continue;
      writeIntent(join(folder, `${intent.attempt}.intent`), { intent });
      rmSync(join(folder, `${intent.attempt}.part`), { force: true });
      place = openPlace(intent, folder);
      for (const bytes of kept) place.write(bytes);
      return place;
    } catch {
      // This one is full as well.
      closeQuietly(place);
    }
  }
  return undefined;
}

function openPlace(intent: Intent, folder: string): Place {
  const path = (ending: string): string => join(folder, `${intent.attempt}.${ending}`);
  let file: number | undefined = openSync(path('part'), 'wx', 0o600);
  const close = (): void => {
    if (file === undefined) return;
    const open = file;
    file = undefined;
    try {
      fsyncSync(open);
    } finally {
      closeSync(open);
    }
  };
  return {
    write: (bytes) => writeWhole(file!, bytes),
    finish: (digest) => {
      close();
      // What the reply was when it came is noted first: a name alone would not tell of a bit that flips.
      const note = readIntent(path('intent'));
      writeIntent(path('intent'), { intent: typeof note === 'object' ? note.intent : intent, reply: digest });
      renameSync(path('part'), path('done'));
      flushFolder(folder);
    },
    close,
  };
}

/** What went wrong before is what is told. */
function closeQuietly(place: Place | undefined): void {
  try {
    place?.close();
  } catch {
    // A disk that does not flush has its bytes written elsewhere.
  }
}
