import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { batchNotOffered } from '../diagnostics/batch.ts';
import { exitCode } from '../diagnostics/define.ts';
import { cacheReadonly } from '../diagnostics/storage.ts';
import { indexByKey, sumReserved } from '../engine/collect-batches.ts';
import { createBudget } from '../engine/create-budget.ts';
import type { Budget } from '../engine/create-budget.ts';
import { createLimiter } from '../engine/create-limiter.ts';
import type { EarlierRequest } from '../engine/create-limiter.ts';
import { createPaidArt } from '../engine/obtain-art.ts';
import type { ObtainOptions, PaidArt } from '../engine/obtain-art.ts';
import { orderBatches } from '../engine/order-batches.ts';
import type { BatchOrder } from '../engine/order-batches.ts';
import type { PurchaseTools } from '../engine/purchase-pictures.ts';
import { recoverPurchases } from '../engine/recover-purchases.ts';
import type { CollectedArt, Recovery } from '../engine/recover-purchases.ts';
import type { Safe } from '../engine/secure-delivery.ts';
import { openJournal } from '../lock/journal.ts';
import type { Journal, LedgerEntry, PendingAttempt } from '../lock/journal.ts';
import { openLockBook } from '../lock/lock-book.ts';
import type { LockBook } from '../lock/lock-book.ts';
import { lockName } from '../lock/lock-file.ts';
import { sweepVault } from '../lock/sweep-vault.ts';
import type { ResolvedConfig } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { BuildEvent, PurchaseStep } from '../model/event.ts';
import type { BuildOptions, PurchaseSummary } from '../model/report.ts';
import type { BatchService } from '../spec/batch-service.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { Generator } from '../spec/generator.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import { createContentStore } from '../store/content-store.ts';
import { listAwaited } from './awaited-art.ts';
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
  /** Whether batches are left alone, though this process may collect them; default false. */
  readonly leaveBatches?: boolean;
  readonly signal: AbortSignal;
  readonly emit: (event: BuildEvent) => void;
}

/** The source of paid pictures for a build, and what it spends. */
export interface OpenedPaidArt {
  readonly paid: PaidArt;
  readonly budget: Budget;
  /** What came of batches when it was opened. */
  readonly collected: CollectedArt;
  /** Orders in batches all that a run would buy; the run gets a source that takes orders and buys nothing. Absent where this build may order nothing. */
  readonly orderAll?: (run: (paid: PaidArt) => Promise<void>) => Promise<void>;
}

/** Finishes what earlier builds left, and opens the source of paid pictures. */
export async function openPaidArt(parts: PaidOptions): Promise<OpenedPaidArt> {
  const { project, treasury, host, options, cap, alone } = parts;
  // One provider is served for now; the lock, the vault and the protocol know nothing of which.
  const generator = [...project.generators.values()][0];
  const { perMonth } = project.config.budget;
  const budget = createBudget({ run: cap, month: perMonth, spentThisMonth: sumMonth(treasury.journal, host) });
  if (generator === undefined) return { paid: refuseAll(treasury), budget, collected: nothing };
  const recovery = await recover(parts, { ...treasury, generator, codec: project.tools.codec });
  const rules = createRules(parts, { generator, budget, recovery });
  const mayBuy = alone && recovery.maySell && cap !== undefined && !(options.frozen ?? false);
  const inBatches = options.batch ?? false;
  const paid = createPaidArt({ ...rules, mayBuy: mayBuy && !inBatches });
  const service = inBatches && mayBuy ? findService(generator, parts) : undefined;
  return { paid, budget, collected: recovery.collected, ...(service !== undefined && { orderAll: createOrderAll(rules, service) }) };
}

async function recover({ treasury, host, options, wanted, cap, alone, leaveBatches = false, signal, emit }: PaidOptions, safe: Safe): Promise<Recovery> {
  const tell = (diagnostic: Diagnostic): void => emit({ type: 'diagnostic', diagnostic });
  const buyAgain = options.buyAgain ?? false;
  if (!alone) {
    if (cap !== undefined && wanted.pictures > 0) tell(describeNoSale());
    return lookAtPapers(treasury.journal);
  }
  sweepVault(join(host.root, vaultName));
  const recovery = await recoverPurchases(safe, { clock: host.clock, signal, trust: buyAgain, collect: !leaveBatches });
  for (const diagnostic of recovery.diagnostics) if (!buyAgain || !askedAgain.has(diagnostic.code)) tell(diagnostic);
  return recovery;
}

/** How pictures are bought, whether one by one or in batches. */
type Rules = Omit<ObtainOptions, 'mayBuy' | 'takeOrder' | 'unknown' | 'awaited'> & {
  readonly unknown: PendingAttempt[];
  readonly awaited: Map<Digest, PendingAttempt>;
};

function createRules(
  { project, treasury, host, options, wanted, signal, emit }: PaidOptions,
  { generator, budget, recovery }: { readonly generator: Generator; readonly budget: Budget; readonly recovery: Recovery },
): Rules {
  const account = project.config.generators[generator.name];
  const limiter = createLimiter({
    clock: host.clock,
    concurrency: account?.concurrency ?? 2,
    earlier: listRecent(treasury.journal.ledger(), host),
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
  return {
    ...treasury,
    generator,
    codec: project.tools.codec,
    purchase,
    frozen: options.frozen ?? false,
    draft: options.draft ?? false,
    buyAgain: options.buyAgain ?? false,
    unknown: [...recovery.unknown],
    awaited: indexByKey(recovery.awaited),
    assumedCost: options.spend === undefined || wanted.pictures === 0 ? undefined : options.spend / wanted.pictures,
    onWarning: (diagnostic) => emit({ type: 'diagnostic', diagnostic }),
  };
}

function findService({ name, batches }: Generator, { emit }: PaidOptions): BatchService | undefined {
  if (batches === undefined) emit({ type: 'diagnostic', diagnostic: batchNotOffered({ generator: name }) });
  return batches;
}

/** What was ordered is awaited by the source that the build goes on with. */
function createOrderAll(rules: Rules, service: BatchService): NonNullable<OpenedPaidArt['orderAll']> {
  return async (run) => {
    const orders: BatchOrder[] = [];
    await run(createPaidArt({ ...rules, draft: false, mayBuy: true, takeOrder: (order) => void orders.push(order) }));
    const ordered = await orderBatches(orders, { ...rules.purchase, generator: rules.generator, journal: rules.journal, service });
    for (const line of ordered.awaited) rules.awaited.set(line.intent.key, line);
    rules.unknown.push(...ordered.unknown);
    for (const diagnostic of ordered.diagnostics) rules.onWarning(diagnostic);
  };
}

const nothing: CollectedArt = { pictures: 0, cost: 0 };

/** What a person's word to buy again settles. */
const askedAgain: ReadonlySet<string> = new Set(['PURCHASE_UNKNOWN', 'BATCH_UNKNOWN', 'BATCH_LOST']);

/** What others left is not touched without the project's lock. */
function lookAtPapers(journal: Journal): Recovery {
  return { unknown: journal.pending(), awaited: listAwaited(journal), collected: nothing, maySell: false, diagnostics: [] };
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

/** What was spent in this calendar month, in US dollars; what is ordered in batches counts with what it costs at worst. */
export function sumMonth(journal: Journal, { clock }: Pick<Host, 'clock'>): number {
  const month = new Date(clock.now()).toISOString().slice(0, 7);
  const ordered = sumReserved(listAwaited(journal).filter(({ intent }) => intent.at.startsWith(month)));
  return findLastWords(journal.ledger()).reduce((sum, entry) => (entry.at.startsWith(month) ? sum + entry.cost : sum), ordered);
}

/** The same signal for purchases: every request that waits or is under way listens for the stop, and ends that when it ends; so many listeners are meant. */
export function hearOften(signal: AbortSignal): AbortSignal {
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
