import type { PendingAttempt } from './attempt.ts';
import { readSealed, writeSealed } from './sealed-file.ts';

/** A batch of paid requests that is about to be begun, or was: on the disk before the first byte goes out. */
export interface BatchNote {
  /** Our name for it, which the provider is told too. */
  readonly batch: string;
  readonly generator: string;
  /** Wall time as ISO 8601. */
  readonly at: string;
  /** `prepared`: it is certain that nothing was begun. `sending`: it may have been. `begun`: the provider has said so. */
  readonly phase: 'prepared' | 'sending' | 'begun';
  /** The uploaded file that it is made from. */
  readonly file?: string;
  /** The provider's name for it; there as soon as it has begun. */
  readonly remote?: string;
  /** Until when it is over in any case, as ISO 8601, where the provider says so. */
  readonly expires?: string;
}

/** A batch of which something is still awaited. */
export interface PendingBatch {
  readonly note: BatchNote;
  /** Its requests without a whole reply. */
  readonly lines: readonly PendingAttempt[];
}

/** Writes the note of a batch durably. */
export function writeBatchNote(path: string, note: BatchNote): void {
  writeSealed(path, note);
}

/**
 * Reads the note of a batch. What can't be read stands for a batch that may have been begun: the provider knows it by the name that every one of its requests tells.
 * @param known what its requests tell
 */
export function readBatchNote(path: string, known: Pick<BatchNote, 'batch' | 'generator' | 'at'>): BatchNote {
  const noted = readSealed(path);
  return typeof noted === 'object' && isBatchNote(noted) ? noted : { ...known, phase: 'sending' };
}

function isBatchNote(value: object): value is BatchNote {
  const { batch, generator, at, phase, remote } = value as Partial<BatchNote>;
  const isNamed = [batch, generator, at].every((each) => typeof each === 'string');
  return isNamed && (phase === 'prepared' || phase === 'sending' || (phase === 'begun' && typeof remote === 'string'));
}
