import { dirname, join } from 'node:path';
import { reviewDraft, reviewEmpty, reviewerUnknown, reviewStale } from './diagnostics/review.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { openLockBook } from './lock/lock-book.ts';
import type { LockBook } from './lock/lock-book.ts';
import { lockName } from './lock/lock-file.ts';
import { matchesGlob } from './matrix/select-cells.ts';
import type { Approval, ReviewState, Verdict } from './model/approval.ts';
import { resolveReview } from './model/approval.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Digest } from './model/digest.ts';
import type { ManifestPicture } from './model/manifest.ts';
import type { ProjectOptions } from './model/report.ts';
import { followLock, isPublishedFresh } from './project/follow-lock.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import type { Host } from './project/host.ts';
import { readGitIdentity } from './project/read-git-identity.ts';
import { locateState } from './project/state-paths.ts';
import { indexPictures } from './publish/create-manifest.ts';
import { readManifest } from './publish/read-manifest.ts';
import { readSnapshot } from './store/snapshot.ts';

/** Which published pictures are meant, and what is said of them. */
export interface ApproveOptions extends ProjectOptions {
  /** Globs of asset ids, or ids of cells; without any, nothing is written and the states are told. */
  readonly pictures?: readonly string[];
  readonly locales?: readonly string[];
  readonly sizes?: readonly string[];
  /** Default `approved`. */
  readonly verdict?: Verdict;
  readonly comment?: string;
  /** Who says it; default the identity of git. */
  readonly by?: string;
  /** Cell → raster that was looked at; a picture that has changed since is not written, and an error. */
  readonly seen?: ReadonlyMap<string, Digest>;
}

/** One published picture and where it stands. */
export interface ReviewedPicture {
  readonly cell: string;
  readonly raster: Digest;
  readonly state: ReviewState;
  readonly draft: boolean;
  readonly approvals: readonly Approval[];
}

/** The states after what was said. */
export interface ApproveReport {
  readonly exit: number;
  /** Of the pictures that were meant, in the order of the manifest. */
  readonly pictures: readonly ReviewedPicture[];
  /** How many got a new word. */
  readonly written: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Writes into the lock what a person says of published pictures, or tells where they stand. A word is bound to the decoded pixels.
 * All or nothing: when one of the pictures was not looked at as it is now, none is written.
 */
export async function approvePictures(options: ApproveOptions = {}): Promise<ApproveReport> {
  const host = describeHost(options);
  try {
    const meant = listMeant(host, options);
    const books = (): LockBook => openLockBook(join(host.root, lockName));
    if (options.pictures === undefined) return report(meant, books(), 0);
    refuseUnseen(host, meant, options);
    const by = options.by ?? (await readGitIdentity(host));
    if (by === undefined) throw new VisualsError(reviewerUnknown(undefined));
    return await holdBuildLock(host, options, async () => {
      const book = books();
      const words = sayOf(meant, { by, options, book, date: new Date(host.clock.now()).toISOString().slice(0, 10) });
      followLock(host, () => book.review(words));
      return report(meant, book, words.length);
    });
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), pictures: [], written: 0, diagnostics: error.diagnostics };
  }
}

type Meant = ReadonlyMap<string, ManifestPicture>;

/** The last build says where its manifest lies, so that the config need not be evaluated. */
function listMeant(host: Host, { pictures, locales, sizes }: ApproveOptions): Meant {
  const manifest = readSnapshot(locateState(host.root).snapshot)?.manifest;
  if (manifest === undefined) throw new VisualsError(reviewStale({ problem: 'nothing was built here since the sources changed' }));
  const published = [...indexPictures(readManifest(host.root, dirname(manifest)))];
  const assets = [...new Set(published.map(([cell]) => assetOf(cell)))];
  const idle = (pictures ?? []).filter((pattern) => !published.some(([cell]) => names(pattern, cell)));
  if (idle.length > 0) throw new VisualsError(idle.map((asset) => reviewEmpty({ asset, known: assets })));
  const isMeant = (cell: string, { locale, size }: ManifestPicture): boolean =>
    (pictures === undefined || pictures.some((pattern) => names(pattern, cell))) &&
    (locales === undefined || locales.includes(locale)) &&
    (sizes === undefined || sizes.includes(size));
  return new Map(published.filter(([cell, picture]) => isMeant(cell, picture)));
}

function names(pattern: string, cell: string): boolean {
  return pattern.includes('/') ? pattern === cell : matchesGlob(pattern, assetOf(cell));
}

function assetOf(cell: string): string {
  return cell.slice(0, cell.indexOf('/'));
}

function refuseUnseen(host: Host, meant: Meant, { seen, verdict = 'approved' }: ApproveOptions): void {
  if (seen === undefined && !isPublishedFresh(host))
    throw new VisualsError(reviewStale({ problem: 'sources or pictures changed since the last complete build' }));
  const changed = [...(seen ?? [])].filter(([cell, raster]) => meant.get(cell)?.raster !== raster);
  const drafts = verdict === 'approved' ? [...meant].filter(([, { draft }]) => draft === true) : [];
  const problems = [
    ...changed.map(([cell, raster]) =>
      reviewStale({ problem: `${cell} is now ${meant.get(cell)?.raster.slice(0, 12) ?? 'gone'}; what was looked at is ${raster.slice(0, 12)}` }),
    ),
    ...drafts.map(([cell]) => reviewDraft({ cell })),
  ];
  if (problems.length > 0) throw new VisualsError(problems);
}

interface Word {
  readonly by: string;
  readonly date: string;
  readonly book: LockBook;
  readonly options: ApproveOptions;
}

/** What is to be written; the same word by the same person is not written twice, so that its day stays. */
function sayOf(meant: Meant, { by, date, book, options: { verdict = 'approved', comment = '' } }: Word): readonly Approval[] {
  return [...meant].flatMap(([cell, { raster }]) => {
    const before = book.approvals(cell).find((each) => each.raster === raster && each.by === by);
    if (before?.verdict === verdict && before.comment === comment) return [];
    return [{ cell, raster, verdict, by, date, comment }];
  });
}

function report(meant: Meant, book: LockBook, written: number): ApproveReport {
  const pictures = [...meant].map(([cell, { raster, draft = false }]) => ({ cell, raster, draft, ...resolveReview(raster, book.approvals(cell)) }));
  return { exit: 0, pictures, written, diagnostics: [] };
}
