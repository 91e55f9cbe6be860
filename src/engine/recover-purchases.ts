import type { Journal, PendingAttempt } from '../lock/journal.ts';
import { exitCode } from '../diagnostics/define.ts';
import { paidReplyStranded, papersDamaged, purchaseUnknown } from '../diagnostics/lock.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { collectBatches, leaveBatches } from './collect-batches.ts';
import type { CollectOptions } from './collect-batches.ts';
import { RejectedDelivery, recordDeliveries, settleDelivery, storeDelivery } from './secure-delivery.ts';
import type { Safe, Stored } from './secure-delivery.ts';

/** What earlier processes left unfinished. */
export interface Recovery {
  /** Attempts of which nobody can tell whether they were billed; their keys are not bought without a person's word. */
  readonly unknown: readonly PendingAttempt[];
  /** Requests of batches that go on; their keys are not bought meanwhile. */
  readonly awaited: readonly PendingAttempt[];
  /** What came of batches now. */
  readonly collected: CollectedArt;
  /** Whether anything may be bought: not while a whole reply can't be put away, or while nobody can tell which picture an attempt was for. */
  readonly maySell: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Pictures that were ordered in batches and have come. */
export interface CollectedArt {
  readonly pictures: number;
  /** US dollars. */
  readonly cost: number;
}

/** How earlier purchases are finished. */
export interface RecoverOptions extends CollectOptions {
  /** A person's word that what can't be read any more was looked up, so that it stops no purchase; default false. */
  readonly trust?: boolean;
  /** Whether batches are asked for; default true. Else all that waits in them goes on waiting. */
  readonly collect?: boolean;
}

/**
 * Finishes what a killed process had begun, without a single paid request: a reply that had arrived whole is made safe, wherever it was kept, a response that the provider
 * went on with is fetched, what batches have brought is collected, and anything else is unknown. Runs under the project's lock, so that no living process owns these attempts.
 */
export async function recoverPurchases(safe: Safe, options: RecoverOptions): Promise<Recovery> {
  const { journal } = safe;
  const mended = mend(journal);
  const batches = (options.collect ?? true) ? await collectBatches(safe, options) : leaveBatches(journal);
  const ends: TakenOver[] = [];
  for (const pending of journal.pending()) ends.push(await takeOver(pending, safe, options.signal));
  ends.push(
    ...putAway(
      ends.flatMap(({ stored }) => stored ?? []),
      safe,
    ),
  );
  const unknown = journal.pending();
  const damaged = journal.damaged();
  const diagnostics = [...mended, ...batches.diagnostics, ...ends.flatMap((end) => end.diagnostics)];
  const mayStore = diagnostics.every(({ exit }) => exit !== exitCode.storage);
  return {
    unknown: [...unknown, ...batches.unknown],
    awaited: batches.awaited,
    collected: sumCollected(ends),
    maySell: mayStore && (damaged.length === 0 || (options.trust ?? false)),
    diagnostics: [...diagnostics, ...unknown.map(describeUnsettled), ...damaged.map((each) => papersDamaged(each))],
  };
}

function sumCollected(ends: readonly TakenOver[]): CollectedArt {
  return ends.reduce((sum, { collected }) => ({ pictures: sum.pictures + collected.pictures, cost: sum.cost + collected.cost }), nothing);
}

const nothing: CollectedArt = { pictures: 0, cost: 0 };

/** What became of one attempt. */
interface TakenOver {
  readonly diagnostics: readonly Diagnostic[];
  /** Of a request of a batch. */
  readonly collected: CollectedArt;
  /** Its pictures are in the vault, and not in the lock yet. */
  readonly stored?: Stored;
}

function mend(journal: Journal): readonly Diagnostic[] {
  try {
    return journal.mend();
  } catch (error) {
    return diagnosticsOf(error);
  }
}

async function takeOver(pending: PendingAttempt, safe: Safe, signal: AbortSignal): Promise<TakenOver> {
  const { intent } = pending;
  const isOrdered = intent.batch !== undefined;
  try {
    const body = findWhole(pending, safe) ?? (await fetchRemote(pending, safe, signal));
    if (body !== undefined) {
      const stored = await storeDelivery({ intent, requestId: '', body, outcome: isOrdered ? 'bought' : 'recovered' }, safe);
      return { diagnostics: [], collected: nothing, stored };
    }
    if (!pending.unknown) settleUnknown(pending, safe.journal);
    return { diagnostics: [], collected: nothing };
  } catch (error) {
    const cost = isOrdered && error instanceof RejectedDelivery ? error.cost : 0;
    return { diagnostics: diagnosticsOf(error), collected: { pictures: 0, cost } };
  }
}

/** The lock is written once, however many pictures a batch brought, and before any of their papers go. */
function putAway(stored: readonly Stored[], safe: Safe): readonly TakenOver[] {
  try {
    recordDeliveries(stored, safe);
  } catch (error) {
    return [{ diagnostics: diagnosticsOf(error), collected: nothing }];
  }
  return stored.map((each) => {
    try {
      const { entries, cost, diagnostics } = settleDelivery(each, safe);
      return { diagnostics, collected: each.received.outcome === 'bought' ? { pictures: entries.length, cost } : nothing };
    } catch (error) {
      return { diagnostics: diagnosticsOf(error), collected: nothing };
    }
  });
}

/** What is wrong with one attempt, or with the disk, keeps neither the others nor free work from going on. */
function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof VisualsError && error.diagnostics.every(({ exit }) => exit !== exitCode.usage)) return error.diagnostics;
  throw error;
}

/** A reply whose last byte came just before the kill, or before the connection broke, was not yet marked as whole. */
function findWhole({ reply, complete }: PendingAttempt, safe: Safe): Uint8Array | undefined {
  return reply !== undefined && (complete || isWhole(reply, safe)) ? reply : undefined;
}

function isWhole(body: Uint8Array, { generator }: Safe): boolean {
  try {
    return generator.parse(body).pictures.length > 0;
  } catch (error) {
    if (error instanceof VisualsError) return false;
    throw error;
  }
}

async function fetchRemote({ intent }: PendingAttempt, safe: Safe, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const { generator } = safe;
  if (intent.remote === undefined || generator.resume === undefined) return undefined;
  try {
    const parts: Uint8Array[] = [];
    for await (const part of (await generator.resume(intent.remote, signal)).body) parts.push(part);
    const body = Buffer.concat(parts);
    return isWhole(body, safe) ? body : undefined;
  } catch {
    // The provider keeps such a response for some minutes only.
    return undefined;
  }
}

function settleUnknown({ intent }: PendingAttempt, journal: Journal): void {
  journal.settle(intent, { outcome: 'unknown', cost: intent.reserved, requestId: '', note: 'the process ended before a whole reply was kept' });
}

function describeUnsettled({ intent, complete }: PendingAttempt): Diagnostic {
  return complete ? paidReplyStranded({ art: intent.art }) : purchaseUnknown({ attempt: intent.attempt, art: intent.art, cost: intent.reserved });
}
