import type { Journal, PendingAttempt } from '../lock/journal.ts';
import { purchaseUnknown } from '../diagnostics/lock.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { RejectedDelivery, secureDelivery } from './secure-delivery.ts';
import type { Safe } from './secure-delivery.ts';

/** What earlier processes left unfinished. */
export interface Recovery {
  /** Attempts of which nobody can tell whether they were billed; their keys are not bought without a person's word. */
  readonly unknown: readonly PendingAttempt[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finishes what a killed process had begun, without a single paid request: a reply that had arrived whole is made safe, a response that the provider went on with is
 * fetched, and anything else is unknown. Runs under the project's lock, so that no living process owns these attempts.
 */
export async function recoverPurchases(safe: Safe, signal: AbortSignal): Promise<Recovery> {
  const diagnostics: Diagnostic[] = [];
  for (const pending of safe.journal.pending()) {
    const body = findWhole(pending, safe) ?? (await fetchRemote(pending, safe, signal));
    if (body !== undefined) diagnostics.push(...(await secure(pending, body, safe)));
    else if (!pending.unknown) settleUnknown(pending, safe.journal);
  }
  const unknown = safe.journal.pending();
  return { unknown, diagnostics: [...diagnostics, ...unknown.map(describeUnknown)] };
}

async function secure({ intent }: PendingAttempt, body: Uint8Array, safe: Safe): Promise<readonly Diagnostic[]> {
  try {
    return (await secureDelivery({ intent, requestId: '', body, outcome: 'recovered' }, safe)).diagnostics;
  } catch (error) {
    if (error instanceof RejectedDelivery) return error.diagnostics;
    throw error;
  }
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

function describeUnknown({ intent }: PendingAttempt): Diagnostic {
  return purchaseUnknown({ attempt: intent.attempt, art: intent.art, cost: intent.reserved });
}
