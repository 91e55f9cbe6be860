import type { BatchNote } from '../lock/journal.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { BatchService, BatchState } from '../spec/batch-service.ts';
import type { Clock } from '../spec/clock.ts';
import { SendError } from '../spec/generator.ts';

/** Where a batch is, as far as it can be found out. */
export type BatchWhereabouts =
  /** The provider has it. */
  | { readonly kind: 'there'; readonly state: BatchState }
  /** It is certain that it was never begun. */
  | { readonly kind: 'unsent' }
  /** It may have been begun, and the provider does not have it yet; after `until`, as ISO 8601, it is believed. */
  | { readonly kind: 'hidden'; readonly until: string }
  /** The provider had it, and has it no longer. */
  | { readonly kind: 'gone'; readonly message: string }
  /** The provider could not be asked. */
  | { readonly kind: 'unreached'; readonly message: string };

/** How long a batch that was begun may be missing from the provider's list, in milliseconds. */
const grace = 15 * 60_000;

/** Finds a batch by the provider's name for it, or by ours where that never arrived. Costs nothing and changes nothing. */
export async function locateBatch(
  { phase, batch: name, remote, file, at }: BatchNote,
  service: BatchService | undefined,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<BatchWhereabouts> {
  if (phase === 'prepared') return { kind: 'unsent' };
  if (service === undefined) return { kind: 'unreached', message: 'this profile of the provider offers no batches' };
  try {
    const state = remote === undefined ? await service.find({ name, file }, signal) : await service.inspect(remote, signal);
    if (state !== undefined) return { kind: 'there', state };
    const until = Date.parse(at) + grace;
    return clock.now() > until ? { kind: 'unsent' } : { kind: 'hidden', until: new Date(until).toISOString() };
  } catch (error) {
    if (error instanceof SendError) return { kind: error.failure.status === 404 && remote !== undefined ? 'gone' : 'unreached', message: error.message };
    if (error instanceof VisualsError) return { kind: 'unreached', message: error.diagnostics[0]?.message ?? error.message };
    throw error;
  }
}
