import type { Approval } from '../model/approval.ts';
import { choiceConflict, swapConflict } from '../diagnostics/lock.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { PictureEntry } from '../model/purchase.ts';
import { addTo } from '../model/group-by.ts';
import type { ApprovalLine, LockLine, PictureLine } from './lock-file.ts';
import { readLock, uniteLines, writeLock } from './lock-file.ts';
import { findSwaps } from './shadow-lines.ts';

/** The lock, open for a command. Every change is on the disk before the call returns. */
export interface LockBook {
  /** Bought pictures of a key, oldest first. */
  pictures(key: Digest): readonly PictureEntry[];
  /**
   * The picture of a key that is used: the chosen one, else the oldest.
   * @throws VisualsError `CHOICE_CONFLICT`
   */
  chosen(key: Digest): PictureEntry | undefined;
  /** The same; undefined also when two branches chose differently and nobody has decided yet. */
  findChosen(key: Digest): PictureEntry | undefined;
  add(entries: readonly PictureEntry[]): void;
  choose(key: Digest, digest: Digest): void;
  /** How often a piece of art was asked for again; 0 at first. */
  take(art: string): number;
  raiseTake(art: string): number;
  /**
   * The model that a piece of art is asked of: the config's, or the one that was accepted in its place.
   * @throws VisualsError `SWAP_CONFLICT`
   */
  modelOf(art: string, model: string): string;
  /** Puts a picture that was bought as an edit among the candidates of another key, as an edit of the picture `from`, and chooses it. */
  adopt(entry: PictureEntry, candidate: { readonly key: Digest; readonly from: Digest }): void;
  /** Rewrites the lines that the disk holds, in one step. */
  revise(edit: (lines: readonly LockLine[]) => readonly LockLine[]): void;
  /** All that was said of a cell's pictures. */
  approvals(cell: string): readonly Approval[];
  /** Writes down what was said. An approval takes the place of all words about earlier pixels of its cell: git remembers them. */
  review(approvals: readonly Approval[]): void;
  lines(): readonly LockLine[];
}

/**
 * Opens a project's lock.
 * @param path absolute
 * @throws VisualsError `LOCK_CONFLICT`, `LOCK_INVALID`, `SCHEMA_NEWER`
 */
export function openLockBook(path: string): LockBook {
  let lines = readLock(path);
  let said: ReadonlyMap<string, readonly Approval[]> | undefined;
  let found: ReadonlyMap<Digest, KeyLines> | undefined;
  // What lies on the disk is taken anew with every change: a pull may have brought pictures while the build ran.
  const change = (edit: (lines: readonly LockLine[]) => readonly LockLine[]): void => {
    lines = uniteLines(edit(readLock(path)));
    [said, found] = [undefined, undefined];
    writeLock(path, lines);
  };
  const linesOf = (key: Digest): KeyLines => (found ??= groupByKey(lines)).get(key) ?? noLines;
  const picturesOf = (key: Digest): readonly PictureLine[] => linesOf(key).pictures;
  const takeOf = (art: string): number => Math.max(0, ...lines.flatMap((line) => (line.type === 'take' && line.art === art ? [line.take] : [])));

  const findChosen = (key: Digest): PictureEntry | undefined => {
    const [choice, ...more] = linesOf(key).choices;
    const pictures = more.length > 0 ? [] : picturesOf(key);
    return pictures.find(({ digest }) => digest === choice) ?? pictures[0];
  };

  return {
    pictures: picturesOf,
    findChosen,
    chosen: (key) => {
      const digests = linesOf(key).choices;
      if (digests.length > 1) throw new VisualsError(choiceConflict({ key, digests }));
      return findChosen(key);
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
    modelOf: (art, model) => {
      const swaps = findSwaps(lines, art, model);
      if (swaps.length > 1) throw new VisualsError(swapConflict({ art, models: swaps }));
      return swaps[0] ?? model;
    },
    adopt: ({ key: bought, ...entry }, { key, from }) =>
      change((there) => [
        ...there.filter(
          (line) => !(line.type === 'picture' && line.key === bought && line.digest === entry.digest) && !(line.type === 'choice' && line.key === key),
        ),
        { type: 'picture', ...entry, key, from },
        { type: 'choice', key, digest: entry.digest },
      ]),
    revise: change,
    approvals: (cell) => (said ??= groupApprovals(lines)).get(cell) ?? [],
    review: (approvals) => {
      const rasters = new Map(approvals.flatMap(({ cell, raster, verdict }) => (verdict === 'approved' ? [[cell, raster] as const] : [])));
      const isPast = (line: LockLine): boolean => line.type === 'approval' && rasters.has(line.cell) && rasters.get(line.cell) !== line.raster;
      change((there) => [...there.filter((line) => !isPast(line)), ...approvals.map((each): ApprovalLine => ({ type: 'approval', ...each }))]);
    },
    lines: () => lines,
  };
}

/** What a lock says of a key. */
interface KeyLines {
  /** Oldest first. */
  readonly pictures: readonly PictureLine[];
  readonly choices: readonly Digest[];
}

const noLines: KeyLines = { pictures: [], choices: [] };

function groupByKey(lines: readonly LockLine[]): ReadonlyMap<Digest, KeyLines> {
  const groups = new Map<Digest, { readonly pictures: PictureLine[]; readonly choices: Digest[] }>();
  for (const line of lines) {
    if (line.type !== 'picture' && line.type !== 'choice') continue;
    const group = groups.get(line.key) ?? { pictures: [], choices: [] };
    groups.set(line.key, group);
    if (line.type === 'picture') group.pictures.push(line);
    else group.choices.push(line.digest);
  }
  for (const { pictures } of groups.values()) pictures.sort(comparePictures);
  return groups;
}

function groupApprovals(lines: readonly LockLine[]): ReadonlyMap<string, readonly Approval[]> {
  const groups = new Map<string, Approval[]>();
  for (const line of lines) {
    if (line.type !== 'approval') continue;
    const { type: _, ...approval } = line;
    addTo(groups, line.cell, approval);
  }
  return groups;
}

/** By day and then by digest: the same on every machine, and after every merge. */
function comparePictures(a: PictureEntry, b: PictureEntry): number {
  return compareCodeUnits(`${a.date} ${a.digest}`, `${b.date} ${b.digest}`);
}
