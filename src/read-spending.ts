import { relative } from 'node:path';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { compareCodeUnits } from './keys/canonical.ts';
import type { AttemptOutcome, DamagedAttempt, LedgerEntry, PendingAttempt } from './lock/journal.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { AwaitedArt, ProjectOptions } from './model/report.ts';
import { summariseAwaited } from './project/awaited-art.ts';
import { describeHost } from './project/host.ts';
import type { Host } from './project/host.ts';
import { loadOwnConfig } from './project/load-own-config.ts';
import { findLastWords, openJournalOf, sumMonth } from './project/open-paid-art.ts';
import { openWorkspace } from './project/workspace.ts';
import type { Workspace } from './project/workspace.ts';

/** What was asked of providers on one day, by how it ended. US dollars. */
export interface SpendingDay {
  readonly day: string;
  readonly outcomes: readonly { readonly outcome: AttemptOutcome; readonly requests: number; readonly cost: number }[];
}

/** A request of which nobody knows whether it was billed. */
export interface UnknownAttempt {
  readonly attempt: string;
  /** `asset/slot`. */
  readonly art: string;
  readonly model: string;
  readonly at: string;
  /** US dollars at worst. */
  readonly cost: number;
  /** Whether a complete answer lies here: then the next build takes it over. */
  readonly received: boolean;
  /** Whether its note can't be read any more; where it was set aside. */
  readonly damaged?: string;
}

/** What this project's machine has spent. */
export interface SpendingReport {
  readonly exit: number;
  readonly days: readonly SpendingDay[];
  /** This calendar month, in UTC as all days here: `2026-11`. */
  readonly month: { readonly name: string; readonly spent: number; readonly budget?: number };
  /** US dollars since the ledger begins. */
  readonly total: number;
  readonly unknown: readonly UnknownAttempt[];
  /** What is ordered in batches and has not come yet; it counts this month with what it costs at worst. Absent when there is nothing. */
  readonly awaited?: AwaitedArt;
  /** Every request, in the order they were settled; of one that was settled twice, the last word. */
  readonly entries: readonly LedgerEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the ledger of paid requests. It is of this machine: purchases made in other clones are in the lock, with their cost, and not here. */
export async function readSpending(options: ProjectOptions = {}): Promise<SpendingReport> {
  const host = describeHost(options);
  const journal = openJournalOf(host.root);
  const ledger = journal.ledger();
  const { budget, diagnostics } = await findBudget(openWorkspace(host, undefined));
  const entries = findLastWords(ledger);
  const name = new Date(host.clock.now()).toISOString().slice(0, 7);
  return {
    exit: findWorstExit(diagnostics),
    days: groupByDay(entries),
    month: { name, spent: sumMonth(journal, host), ...(budget !== undefined && { budget }) },
    total: sumCosts(entries),
    unknown: [...journal.pending().map(describePending), ...journal.damaged().map((each) => describeDamaged(each, host))],
    ...summariseAwaited(journal),
    entries,
    diagnostics,
  };
}

/** The ledger can be read when the config can not. */
async function findBudget(workspace: Workspace): Promise<{ readonly budget: number | undefined; readonly diagnostics: readonly Diagnostic[] }> {
  try {
    const { config } = await loadOwnConfig(workspace);
    return { budget: config.budget.perMonth, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { budget: undefined, diagnostics: error.diagnostics };
  }
}

function groupByDay(entries: readonly LedgerEntry[]): readonly SpendingDay[] {
  const days = [...new Set(entries.map(({ at }) => at.slice(0, 10)))].toSorted(compareCodeUnits);
  return days.map((day) => ({ day, outcomes: groupByOutcome(entries.filter(({ at }) => at.startsWith(day))) }));
}

function groupByOutcome(entries: readonly LedgerEntry[]): SpendingDay['outcomes'] {
  const outcomes = [...new Set(entries.map(({ outcome }) => outcome))].toSorted(compareCodeUnits);
  return outcomes.map((outcome) => {
    const own = entries.filter((entry) => entry.outcome === outcome);
    return { outcome, requests: own.length, cost: sumCosts(own) };
  });
}

function sumCosts(entries: readonly LedgerEntry[]): number {
  return entries.reduce((sum, { cost }) => sum + cost, 0);
}

function describePending({ intent, complete }: PendingAttempt): UnknownAttempt {
  const { attempt, art, request, at, reserved } = intent;
  return { attempt, art, model: request.model, at, cost: reserved, received: complete };
}

function describeDamaged({ file, ...rest }: DamagedAttempt, { root }: Pick<Host, 'root'>): UnknownAttempt {
  return { ...rest, received: false, damaged: relative(root, file).replaceAll('\\', '/') };
}
