import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { exitCode } from '../diagnostics/define.ts';
import { cacheReadonly } from '../diagnostics/storage.ts';
import { createBudget } from '../engine/create-budget.ts';
import type { Budget } from '../engine/create-budget.ts';
import { createLimiter } from '../engine/create-limiter.ts';
import type { EarlierRequest } from '../engine/create-limiter.ts';
import { createPaidArt } from '../engine/obtain-art.ts';
import type { PaidArt } from '../engine/obtain-art.ts';
import type { PurchaseTools } from '../engine/purchase-pictures.ts';
import { recoverPurchases } from '../engine/recover-purchases.ts';
import { openJournal } from '../lock/journal.ts';
import type { Journal, LedgerEntry } from '../lock/journal.ts';
import { openLockBook } from '../lock/lock-book.ts';
import type { LockBook } from '../lock/lock-book.ts';
import { lockName } from '../lock/lock-file.ts';
import { sweepVault } from '../lock/sweep-vault.ts';
import type { ResolvedConfig } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { BuildEvent, PurchaseStep } from '../model/event.ts';
import type { BuildOptions, PurchaseSummary } from '../model/report.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import { createContentStore } from '../store/content-store.ts';
import type { Host } from './host.ts';
import { locateState } from './state-paths.ts';
import type { LoadedProject } from './load-project.ts';

/** What a project has bought, and the papers of it. */
export interface Treasury {
  readonly book: LockBook;
  readonly vault: BlobStore;
  readonly journal: Journal;
}

/** Name of the folder of bought pictures. */
export const vaultName = 'visuals.vault';

/** Opens lock, vault and journal; nothing is written before something is bought. */
export function openTreasury(root: string): Treasury {
  return {
    book: openLockBook(join(root, lockName)),
    vault: createContentStore({ folder: join(root, vaultName), durable: true }),
    journal: openJournalOf(root),
  };
}

/** Opens the journal alone, for commands that the lock has no say in. */
export function openJournalOf(root: string): Journal {
  return openJournal(join(root, vaultName, '.journal'));
}

interface PaidOptions {
  readonly project: LoadedProject;
  readonly treasury: Treasury;
  readonly host: Host;
  readonly options: BuildOptions;
  /** What the plan would buy. */
  readonly wanted: PurchaseSummary;
  /** What this run may still spend, in US dollars; undefined when there was no consent. */
  readonly cap: number | undefined;
  /** Whether this process holds the project's lock: only then is it certain that what is unfinished belongs to no living process. */
  readonly alone: boolean;
  readonly signal: AbortSignal;
  readonly emit: (event: BuildEvent) => void;
}

/** The source of paid pictures for a build, and what it spends. */
export interface OpenedPaidArt {
  readonly paid: PaidArt;
  readonly budget: Budget;
}

/** Finishes what earlier builds left, and opens the source of paid pictures. */
export async function openPaidArt({ project, treasury, host, options, wanted, cap, alone, signal, emit }: PaidOptions): Promise<OpenedPaidArt> {
  const { config, tools, generators } = project;
  const tell = (diagnostic: Diagnostic): void => emit({ type: 'diagnostic', diagnostic });
  // One provider is served for now; the lock, the vault and the protocol know nothing of which.
  const generator = [...generators.values()][0];
  const ledger = treasury.journal.ledger();
  const budget = createBudget({ run: cap, month: config.budget.perMonth, spentThisMonth: sumMonth(ledger, host) });
  if (generator === undefined) return { paid: refuseAll(treasury), budget };
  const safe = { ...treasury, generator, codec: tools.codec };
  if (alone) sweepVault(join(host.root, vaultName));
  else if (cap !== undefined && wanted.pictures > 0) tell(describeNoSale());
  const { unknown, maySell, diagnostics } = alone
    ? await recoverPurchases(safe, signal, options.buyAgain)
    : { unknown: treasury.journal.pending(), maySell: false, diagnostics: [] };
  const isAsked = (diagnostic: Diagnostic): boolean => !(options.buyAgain ?? false) || diagnostic.code !== 'PURCHASE_UNKNOWN';
  for (const diagnostic of diagnostics.filter(isAsked)) tell(diagnostic);
  const account = config.generators[generator.name];
  const limiter = createLimiter({
    clock: host.clock,
    concurrency: account?.concurrency ?? 2,
    earlier: listRecent(ledger, host),
    ...(account?.perMinute === undefined ? {} : { perMinute: account.perMinute }),
  });
  const purchase = {
    budget,
    limiter,
    clock: host.clock,
    signal: hearOften(signal),
    stopped: { reason: undefined },
    previews: keepPreviews(host, account?.partialImages ?? 0),
    onStep: (art: string, step: PurchaseStep, pictures: number) => emit({ type: 'purchase', art, step, pictures }),
  };
  const assumed = options.spend === undefined || wanted.pictures === 0 ? undefined : options.spend / wanted.pictures;
  const rules = {
    mayBuy: alone && maySell && cap !== undefined && !(options.frozen ?? false),
    frozen: options.frozen ?? false,
    draft: options.draft ?? false,
    buyAgain: options.buyAgain ?? false,
    unknown,
  };
  return { paid: createPaidArt({ ...safe, ...rules, purchase, assumedCost: assumed, onWarning: tell }), budget };
}

/** Without the project's lock another build could buy the same; a warning would not say why nothing was bought. */
function describeNoSale(): Diagnostic {
  const found = cacheReadonly({ path: '.visuals' });
  return { ...found, severity: 'error', exit: exitCode.storage, message: '".visuals" can not be written, so nothing is bought' };
}

/** The latest previews of each piece of art lie in the state folder, for whoever watches a long generation. */
function keepPreviews(host: Host, count: number): PurchaseTools['previews'] {
  const folder = join(locateState(host.root).folder, 'previews');
  return { count, take: (art, picture, index) => writeFileAtomic(join(folder, `${art.replaceAll('/', '-')}.${index}.png`), picture) };
}

/** Consent, in US dollars: by flag, by the config's budget where a person is, or by asking once. */
export async function findCap(
  config: ResolvedConfig,
  { environment }: Host,
  { spend, confirmSpend, frozen, draft }: BuildOptions,
  wanted: PurchaseSummary,
): Promise<number | undefined> {
  if (spend !== undefined) return spend;
  if (wanted.pictures === 0 || frozen || draft) return undefined;
  const isServer = environment['CI'] !== undefined && environment['CI'] !== '' && environment['CI'] !== 'false';
  if (isServer) return undefined;
  if (config.budget.perBuild !== undefined) return config.budget.perBuild;
  // What nobody knows the price of, nobody can agree to but by naming a sum.
  return wanted.known && (await confirmSpend?.(wanted)) ? wanted.high : undefined;
}

/** What was spent in this calendar month, in US dollars. */
export function sumMonth(ledger: readonly LedgerEntry[], { clock }: Pick<Host, 'clock'>): number {
  const month = new Date(clock.now()).toISOString().slice(0, 7);
  return findLastWords(ledger).reduce((sum, entry) => (entry.at.startsWith(month) ? sum + entry.cost : sum), 0);
}

/** Every request that waits listens for the stop; so many listeners are meant. */
function hearOften(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal]);
  setMaxListeners(0, own);
  return own;
}

/** What earlier builds asked for within the last minute: the provider still counts it. What it refused, it does not. */
function listRecent(ledger: readonly LedgerEntry[], { clock }: Pick<Host, 'clock'>): readonly EarlierRequest[] {
  const sent = findLastWords(ledger).filter(({ outcome }) => outcome !== 'refused' && outcome !== 'failed');
  const ages = sent.map(({ model, at }) => ({ model, age: clock.now() - Date.parse(at) }));
  return ages.filter(({ age }) => age >= 0 && age < 60_000);
}

/** One line an attempt: of one that was settled twice, unknown and then forgotten, the last word counts. */
export function findLastWords(ledger: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return [...new Map(ledger.map((entry) => [entry.attempt, entry])).values()];
}

/** A project without a provider has no paid task; its vault is still read. */
function refuseAll({ vault }: Treasury): PaidArt {
  return {
    obtain: async () => {
      throw new Error('a paid task needs a provider');
    },
    read: async (digest) => (await vault.read(digest)) ?? new Uint8Array(),
  };
}
