import { readFileSync, rmSync } from 'node:fs';
import { computeDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
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
  /** Paid task → pictures that are still to be bought. */
  readonly purchases: ReadonlyMap<string, number>;
}

/** The ground of the first of several shards in one clone, as it lies on the disk. */
interface SplitBasis {
  readonly ground: Digest;
  /** Digest of the lock's lines. */
  readonly lock: Digest;
  /** Keys that were asked for from here before. */
  readonly asked: readonly Digest[];
  readonly purchases: { readonly [task: string]: number };
}

/**
 * What was to be bought when the first shard of this build began here. A shard that buys writes into the lock, and the next one in the same clone must split, and share what may be spent, as if it
 * had not. Anything else that has changed meanwhile makes a new beginning.
 */
export function settlePurchases({ purchases, ...split }: SplitGround, { paths, writable }: Workspace, treasury: Treasury): ReadonlyMap<string, number> {
  const ground = computeDigest(JSON.stringify([split.of, split.plan, split.durations]));
  const basis = readBasis(paths.split);
  if (basis?.ground === ground && digestLock(treasury, new Set(basis.asked)) === basis.lock) return new Map(Object.entries(basis.purchases));
  const asked = listAsked(treasury);
  const next: SplitBasis = { ground, lock: digestLock(treasury, asked), asked: [...asked], purchases: Object.fromEntries(purchases) };
  if (writable) writeFileAtomic(paths.split, JSON.stringify(next));
  return purchases;
}

/** Forgets what shards began with: what comes now is another build. */
export function forgetPurchases({ paths }: Workspace): void {
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
    return JSON.parse(readFileSync(path, 'utf8')) as SplitBasis;
  } catch {
    return undefined;
  }
}
