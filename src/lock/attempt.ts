import type { Digest } from '../model/digest.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { GenerateRequest } from '../model/purchase.ts';

/** A paid request that is about to be sent: on the disk before the first byte goes out. */
export interface Intent {
  readonly attempt: string;
  readonly key: Digest;
  /** `asset/slot`, for people. */
  readonly art: string;
  readonly request: GenerateRequest;
  /** Pictures that were asked for. */
  readonly count: number;
  readonly record: KeyRecord;
  /** Worst case in US dollars. */
  readonly reserved: number;
  /** Wall time as ISO 8601, for people. */
  readonly at: string;
  /** An id under which the provider keeps working, where it gives one. */
  readonly remote?: string;
  /** The batch that the request is part of; absent for one that goes out by itself. */
  readonly batch?: string;
}

/** What can become of a paid request, by what it means for whoever pays. */
const outcomes = {
  /** The pictures are in the vault. `recovered`: from a reply that an earlier process had received. */
  bought: 'kept',
  recovered: 'kept',
  /** Billed, but what came is no picture that was asked for; the reply is kept. */
  rejected: 'over',
  /** Not billed: the provider said no, or was not reached. */
  refused: 'over',
  failed: 'over',
  /** Refused for what it asks: the same request would be refused again. */
  blocked: 'over',
  /** Given up by a person: `forgotten` counts as spent, because it may have been billed; of `unbilled` a person has seen that it was not. */
  forgotten: 'over',
  unbilled: 'over',
  /** Perhaps billed. */
  unknown: 'open',
} as const;

/** What became of a paid request. */
export type AttemptOutcome = keyof typeof outcomes;

/** A line of the ledger. */
export interface LedgerEntry {
  readonly attempt: string;
  readonly key: Digest;
  readonly art: string;
  readonly model: string;
  readonly at: string;
  readonly outcome: AttemptOutcome;
  /** US dollars; for an unknown outcome what it costs at worst. */
  readonly cost: number;
  readonly requestId: string;
  readonly note: string;
}

/** How an attempt ended, as its ledger line tells it. */
export type AttemptEnd = Pick<LedgerEntry, 'outcome' | 'cost' | 'requestId' | 'note'>;

/** An attempt that was begun and not settled: its process died, or its outcome is unknown. */
export interface PendingAttempt {
  readonly intent: Intent;
  /** What arrived of the reply, read from the disk with each look; undefined when nothing did. */
  readonly reply: Uint8Array | undefined;
  /** Whether the reply is known to be whole. */
  readonly complete: boolean;
  /** Whether an earlier run has already found that nobody can tell what became of it. */
  readonly unknown: boolean;
}

/** An attempt whose note can no longer be read, and of which no person has said what became of it. */
export interface DamagedAttempt {
  readonly attempt: string;
  /** What is legible of it; empty, or 0, where nothing is. */
  readonly art: string;
  readonly model: string;
  readonly at: string;
  readonly cost: number;
  /** Where its note was set aside. */
  readonly file: string;
}

/** Whether a word is the name of an outcome. */
export function isOutcome(word: unknown): word is AttemptOutcome {
  return typeof word === 'string' && Object.hasOwn(outcomes, word);
}

/** Whether an outcome ends an attempt, so that no reply of it is waited for. */
export function isOver(outcome: AttemptOutcome | undefined): boolean {
  return outcome !== undefined && outcomes[outcome] === 'over';
}

/** Whether an outcome was ever settled: nobody asks about the attempt any more. */
export function isSettled(outcome: AttemptOutcome | undefined): boolean {
  return outcome !== undefined && outcomes[outcome] !== 'open';
}
