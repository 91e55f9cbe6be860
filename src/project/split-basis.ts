import { readFileSync, rmSync } from 'node:fs';
import { computeDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import type { PurchaseSummary } from '../model/report.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import type { Treasury } from './open-paid-art.ts';
import type { Workspace } from './workspace.ts';

/** What a build is split by, beside its plan. */
export interface SplitGround {
  /** How many shards. */
  readonly of: number;
  readonly plan: Digest;
  /** How long cells took, as it is noted. */
  readonly durations: string;
  readonly wanted: WantedArt;
}

/** What a build is to buy. */
export interface WantedArt {
  /** Paid tasks. */
  readonly tasks: readonly string[];
  readonly summary: PurchaseSummary;
}

/** The ground of the first of several shards in one clone, as it lies on the disk. */
interface SplitBasis {
  readonly ground: Digest;
  /** Digest of the lock's lines. */
  readonly lock: Digest;
  /** Keys that were asked for from here before. */
  readonly asked: readonly Digest[];
  readonly wanted: WantedArt;
}

/**
 * What was to be bought when the first shard of this build began here. A shard that buys writes into the lock, and the next one in the same clone must split, and share what may be spent, as if it
 * had not. Anything else that has changed meanwhile makes a new beginning.
 */
export function settleWanted({ wanted, ...split }: SplitGround, { paths, writable }: Workspace, treasury: Treasury): WantedArt {
  const ground = computeDigest(JSON.stringify([split.of, split.plan, split.durations]));
  const basis = readBasis(paths.split);
  if (basis?.ground === ground && digestLock(treasury, new Set(basis.asked)) === basis.lock) return basis.wanted;
  const asked = listAsked(treasury);
  const next: SplitBasis = { ground, lock: digestLock(treasury, asked), asked: [...asked], wanted };
  if (writable) writeFileAtomic(paths.split, JSON.stringify(next));
  return wanted;
}

/** Forgets what shards began with: what comes now is another build. */
export function forgetWanted({ paths }: Workspace): void {
  rmSync(paths.split, { force: true });
}

/** All lines but those that were bought here since. */
function digestLock(treasury: Treasury, before: ReadonlySet<Digest>): Digest {
  const asked = listAsked(treasury);
  const isNew = (key: Digest): boolean => asked.has(key) && !before.has(key);
  return computeDigest(JSON.stringify(treasury.book.lines().filter((line) => line.type !== 'picture' || !isNew(line.key))));
}

function listAsked({ journal }: Treasury): ReadonlySet<Digest> {
  return new Set(journal.ledger().map(({ key }) => key));
}

function readBasis(path: string): SplitBasis | undefined {
  try {
    const basis = JSON.parse(readFileSync(path, 'utf8')) as SplitBasis;
    // One of an older version knows no summary.
    return basis.wanted === undefined ? undefined : basis;
  } catch {
    return undefined;
  }
}
