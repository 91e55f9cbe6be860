import { choiceConflict } from '../diagnostics/lock.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { PictureEntry } from '../model/purchase.ts';
import type { LockLine, PictureLine } from './lock-file.ts';
import { readLock, uniteLines, writeLock } from './lock-file.ts';

/** The lock, open for a command. Every change is on the disk before the call returns. */
export interface LockBook {
  /** Bought pictures of a key, oldest first. */
  pictures(key: Digest): readonly PictureEntry[];
  /**
   * The picture of a key that is used: the chosen one, else the oldest.
   * @throws VisualsError `CHOICE_CONFLICT`
   */
  chosen(key: Digest): PictureEntry | undefined;
  add(entries: readonly PictureEntry[]): void;
  choose(key: Digest, digest: Digest): void;
  /** How often a piece of art was asked for again; 0 at first. */
  take(art: string): number;
  raiseTake(art: string): number;
  lines(): readonly LockLine[];
}

/**
 * Opens a project's lock.
 * @param path absolute
 * @throws VisualsError `LOCK_CONFLICT`, `LOCK_INVALID`, `SCHEMA_NEWER`
 */
export function openLockBook(path: string): LockBook {
  let lines = readLock(path);
  // What lies on the disk is taken anew with every change: a pull may have brought pictures while the build ran.
  const change = (edit: (lines: readonly LockLine[]) => readonly LockLine[]): void => {
    lines = uniteLines(edit(readLock(path)));
    writeLock(path, lines);
  };
  const picturesOf = (key: Digest): readonly PictureLine[] =>
    lines
      .filter((line) => line.type === 'picture' && line.key === key)
      .toSorted((a, b) => comparePictures(a as PictureLine, b as PictureLine)) as readonly PictureLine[];
  const takeOf = (art: string): number => Math.max(0, ...lines.flatMap((line) => (line.type === 'take' && line.art === art ? [line.take] : [])));

  return {
    pictures: picturesOf,
    chosen: (key) => {
      const choices = lines.flatMap((line) => (line.type === 'choice' && line.key === key ? [line.digest] : []));
      if (choices.length > 1) throw new VisualsError(choiceConflict({ key, digests: choices }));
      const pictures = picturesOf(key);
      return pictures.find((picture) => picture.digest === choices[0]) ?? pictures[0];
    },
    // Of two lines about one picture the last holds: what the lock says already stays, since a recovered reply knows less than the first.
    add: (entries) => change((there) => [...entries.map((entry): PictureLine => ({ type: 'picture', ...entry })), ...there]),
    choose: (key, digest) => change((there) => [...there.filter((line) => line.type !== 'choice' || line.key !== key), { type: 'choice', key, digest }]),
    take: takeOf,
    raiseTake: (art) => {
      const take = takeOf(art) + 1;
      change((there) => [...there, { type: 'take', art, take }]);
      return take;
    },
    lines: () => lines,
  };
}

/** By day and then by digest: the same on every machine, and after every merge. */
function comparePictures(a: PictureEntry, b: PictureEntry): number {
  return compareCodeUnits(`${a.date} ${a.digest}`, `${b.date} ${b.digest}`);
}
