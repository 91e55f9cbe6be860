import type { Digest } from '../model/digest.ts';
import type { PictureEntry } from '../model/purchase.ts';
import { openTreasury } from '../project/open-paid-art.ts';
import type { Treasury } from '../project/open-paid-art.ts';
import { leaveArt } from '../sharing/art-entry.ts';
import { RemoteError } from '../spec/remote-store.ts';
import { openPaid } from './open-paid.ts';
import type { WorkerBench } from './worker-bench.ts';

/**
 * Leaves in the store what this clone bought: at its start, whatever a process that died here had received. It recovers replies that were kept and not yet understood.
 * A store that takes nothing now keeps no worker from its work: what it could not leave is left when a job asks for it.
 */
export async function leaveBought(bench: WorkerBench): Promise<void> {
  const { root } = bench.workspace.host;
  const first = openTreasury(root);
  const asked = new Set([...first.journal.ledger(), ...first.journal.pending().map(({ intent }) => intent)].map(({ key }) => key));
  if (asked.size === 0) return;
  await openPaid(bench, openTreasury(root), { cap: undefined, alone: true, buyAgain: false });
  const treasury = openTreasury(root);
  try {
    for (const key of asked) await leaveKey(key, treasury, bench);
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
  }
}

/** Leaves all pictures of a key that the lock names. @returns whether there are any */
export async function leaveKey(key: Digest, { book, vault }: Treasury, { sharing: { remote, trust } }: WorkerBench): Promise<boolean> {
  const entries: readonly PictureEntry[] = book.pictures(key).map((entry) => withoutType(entry));
  if (entries.length > 0) await leaveArt(key, entries, { remote, trust, vault });
  return entries.length > 0;
}

function withoutType(entry: PictureEntry): PictureEntry {
  const { type: _, ...rest } = entry as PictureEntry & { readonly type?: string };
  return rest;
}
