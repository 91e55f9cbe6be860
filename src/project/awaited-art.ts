import { leaveBatches, sumReserved } from '../engine/collect-batches.ts';
import type { Journal, PendingAttempt } from '../lock/journal.ts';
import type { Digest } from '../model/digest.ts';
import type { AwaitedArt } from '../model/report.ts';

/** Requests of batches of which something is awaited. */
export function listAwaited(journal: Journal): readonly PendingAttempt[] {
  return leaveBatches(journal).awaited;
}

/** What they are for. */
export function listAwaitedKeys(journal: Journal): ReadonlySet<Digest> {
  return new Set(listAwaited(journal).map(({ intent }) => intent.key));
}

/** All that waits in batches, in one sum; nothing where nothing does. */
export function summariseAwaited(journal: Journal): { readonly awaited?: AwaitedArt } {
  const batches = journal.batches().filter(({ lines }) => lines.length > 0);
  if (batches.length === 0) return {};
  const lines = batches.flatMap((batch) => batch.lines);
  const pictures = lines.reduce((sum, { intent }) => sum + intent.count, 0);
  return { awaited: { pictures, batches: batches.length, high: sumReserved(lines) } };
}
