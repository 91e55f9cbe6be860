import { batchGoing } from './diagnostics/batch.ts';
import { attemptReceived, attemptUnknown } from './diagnostics/lock.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { sumReserved } from './engine/collect-batches.ts';
import type { AttemptEnd, Journal, PendingBatch } from './lock/journal.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import { findLastWords, openJournalOf } from './project/open-paid-art.ts';

/** Which attempt is given up. */
export interface ForgetOptions extends ProjectOptions {
  /** As `visuals spend` lists it, or a batch, or as much of its beginning as is its alone. */
  readonly attempt: string;
  /** Whether a person has seen that it was not billed; default: it counts as spent. */
  readonly notBilled?: boolean;
}

/** What was given up. */
export interface ForgetReport {
  readonly exit: number;
  readonly forgotten?: {
    readonly attempt: string;
    readonly art: string;
    /** US dollars that count as spent. */
    readonly cost: number;
    readonly outcome: 'forgotten' | 'unbilled';
  };
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Gives up a paid request whose outcome nobody knows, so that builds no longer report it. Its worst case goes on counting as spent this month, because it may have been
 * billed, unless a person says that it was not; that can also be said, and taken back, of one that was given up before. An answer that is here and complete is never
 * given up.
 */
export async function forgetAttempt(options: ForgetOptions): Promise<ForgetReport> {
  const host = describeHost(options);
  try {
    return await holdBuildLock(host, options, async () => {
      const { attempt, art, cost, settle } = findAttempt(options, openJournalOf(host.root), host.clock.now());
      const end = options.notBilled
        ? ({ outcome: 'unbilled', cost: 0, note: 'not billed, as a person has seen' } as const)
        : ({ outcome: 'forgotten', cost, note: 'given up on request' } as const);
      settle({ ...end, requestId: '' });
      return { exit: 0, forgotten: { attempt, art, cost: end.cost, outcome: end.outcome }, diagnostics: [] };
    });
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), diagnostics: error.diagnostics };
  }
}

/** An attempt that a person may settle. */
interface OpenAttempt {
  readonly attempt: string;
  readonly art: string;
  /** US dollars at worst. */
  readonly cost: number;
  /** Why it is not given up. */
  readonly refusal?: Diagnostic;
  readonly settle: (end: AttemptEnd) => void;
}

function findAttempt({ attempt: written, notBilled = false }: ForgetOptions, journal: Journal, now: number): OpenAttempt {
  const open = [...listOpen(journal, notBilled), ...journal.batches().map((batch) => describeBatch(batch, journal, now))];
  const [match, ...more] = open.filter(({ attempt }) => attempt.startsWith(written));
  if (match === undefined || more.length > 0)
    throw new VisualsError(
      attemptUnknown({ attempt: written, known: open.map(({ attempt }) => attempt), matches: more.length + (match === undefined ? 0 : 1) }),
    );
  if (match.refusal !== undefined) throw new VisualsError(match.refusal);
  return match;
}

/** The longest that a batch goes on, in milliseconds, where the provider did not say. */
const longestBatch = 24 * 60 * 60_000;

/** All requests of a batch are given up together. */
function describeBatch({ note, lines }: PendingBatch, journal: Journal, now: number): OpenAttempt {
  const until = Date.parse(note.expires ?? note.at) + (note.expires === undefined ? longestBatch : 0);
  const settle = (end: AttemptEnd): void => {
    for (const { intent } of lines) journal.settle(intent, { ...end, cost: end.outcome === 'unbilled' ? 0 : intent.reserved });
    journal.endBatch(note.batch);
  };
  const art = lines.length === 1 ? lines[0]!.intent.art : `${lines.length} requests`;
  const going = note.phase === 'begun' && now < until ? { refusal: batchGoing({ batch: note.batch, until: new Date(until).toISOString() }) } : {};
  return { attempt: note.batch, art, cost: sumReserved(lines), ...going, settle };
}

function listOpen(journal: Journal, notBilled: boolean): readonly OpenAttempt[] {
  const ledger = journal.ledger();
  const pending = journal.pending().map(({ intent, complete }) => {
    const { attempt, art, reserved } = intent;
    const received = complete ? { refusal: attemptReceived({ attempt, art }) } : {};
    return { attempt, art, cost: reserved, ...received, settle: (end: AttemptEnd) => void journal.settle(intent, end) };
  });
  const settleAgain = (attempt: string) => ({ settle: (end: AttemptEnd) => journal.settleAgain(attempt, end) });
  const damaged = journal.damaged().map(({ attempt, art, cost }) => ({ attempt, art, cost, ...settleAgain(attempt) }));
  const givenUp = findLastWords(ledger).filter(({ outcome }) => outcome === (notBilled ? 'forgotten' : 'unbilled'));
  const highest = (name: string): number => Math.max(...ledger.flatMap(({ attempt, cost }) => (attempt === name ? [cost] : [])));
  return [...pending, ...damaged, ...givenUp.map(({ attempt, art }) => ({ attempt, art, cost: highest(attempt), ...settleAgain(attempt) }))];
}
