import { attemptReceived, attemptUnknown } from './diagnostics/lock.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { PendingAttempt } from './lock/journal.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import { openJournalOf } from './project/open-paid-art.ts';

/** Which attempt is given up. */
export interface ForgetOptions extends ProjectOptions {
  /** As `visuals spend` lists it, or as much of its beginning as is its alone. */
  readonly attempt: string;
}

/** What was given up. */
export interface ForgetReport {
  readonly exit: number;
  readonly forgotten?: { readonly attempt: string; readonly art: string; readonly cost: number };
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Gives up a paid request whose outcome nobody knows, so that builds no longer report it. Its worst case goes on counting as spent this month, because it may have been
 * billed. An answer that is here and complete is never given up.
 */
export async function forgetAttempt(options: ForgetOptions): Promise<ForgetReport> {
  const host = describeHost(options);
  try {
    return await holdBuildLock(host, options, async () => {
      const journal = openJournalOf(host.root);
      const { intent } = findAttempt(options.attempt, journal.pending());
      journal.settle(intent, { outcome: 'forgotten', cost: intent.reserved, requestId: '', note: 'given up on request' });
      return { exit: 0, forgotten: { attempt: intent.attempt, art: intent.art, cost: intent.reserved }, diagnostics: [] };
    });
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), diagnostics: error.diagnostics };
  }
}

function findAttempt(written: string, pending: readonly PendingAttempt[]): PendingAttempt {
  const [match, ...more] = pending.filter(({ intent }) => intent.attempt.startsWith(written));
  if (match === undefined || more.length > 0) {
    const known = pending.map(({ intent }) => intent.attempt);
    throw new VisualsError(attemptUnknown({ attempt: written, known, matches: more.length + (match === undefined ? 0 : 1) }));
  }
  const { attempt, art } = match.intent;
  if (match.complete) throw new VisualsError(attemptReceived({ attempt, art }));
  return match;
}
