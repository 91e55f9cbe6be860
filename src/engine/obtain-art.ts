import { artAwaited } from '../diagnostics/batch.ts';
import { artNotLocked, artUnpaid, priceUnknown } from '../diagnostics/generate.ts';
import { paidBlobCorrupt, paidReplyStranded, purchaseRefused, purchaseUnknown } from '../diagnostics/lock.ts';
import type { LedgerEntry, PendingAttempt } from '../lock/journal.ts';
import type { Digest } from '../model/digest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { GenerateTask } from '../model/plan.ts';
import type { GenerateRequest, PictureEntry } from '../model/purchase.ts';
import type { RequestFiles } from '../spec/generator.ts';
import type { BatchOrder } from './order-batches.ts';
import { purchasePictures } from './purchase-pictures.ts';
import type { Order, PurchaseTools } from './purchase-pictures.ts';
import { RejectedDelivery, secureDelivery } from './secure-delivery.ts';
import type { Safe } from './secure-delivery.ts';

/** A paid task whose key is known. */
export interface ArtOrder {
  readonly task: GenerateTask;
  readonly key: Digest;
  readonly record: KeyRecord;
  /** The request with the digests of its references. */
  readonly request: GenerateRequest;
  /** Reads the references; called only when it is the turn of this request to be sent. */
  readonly files: () => Promise<RequestFiles>;
}

/** A picture for a paid task. `draft`: nothing was bought, the caller draws a stand-in. */
export type ObtainedArt = { readonly status: 'locked' | 'bought'; readonly entry: PictureEntry } | { readonly status: 'draft' };

/** Where the pictures of paid tasks come from: the lock first, the provider only with consent. */
export interface PaidArt {
  /** @throws VisualsError `ART_UNPAID`, `ART_AWAITED`, `PURCHASE_UNKNOWN`, `CHOICE_CONFLICT`, `BUDGET_EXCEEDED`, `PRICE_UNKNOWN`, the `API_…` codes */
  obtain(order: ArtOrder): Promise<ObtainedArt>;
  /** @throws VisualsError `PAID_BLOB_CORRUPT` */
  read(digest: Digest): Promise<Uint8Array>;
}

/** How art is obtained. */
export interface ObtainOptions extends Safe {
  readonly purchase: Omit<PurchaseTools, 'generator' | 'journal'>;
  /** Whether anything may be bought at all. */
  readonly mayBuy: boolean;
  /** Whether missing art is drift between config and lock, rather than something to be paid for now; default false. */
  readonly frozen?: boolean;
  /** Whether a stand-in takes the place of what was not bought. */
  readonly draft: boolean;
  /** Whether requests of unknown outcome are asked once more. */
  readonly buyAgain: boolean;
  readonly unknown: readonly PendingAttempt[];
  /** Requests that wait in batches, by their keys. */
  readonly awaited: ReadonlyMap<Digest, PendingAttempt>;
  /** Takes what would be bought now, for a batch; it then counts as not bought. */
  readonly takeOrder?: (order: BatchOrder) => void;
  /** US dollars per picture where no price is known; undefined refuses such models. */
  readonly assumedCost: number | undefined;
  readonly onWarning: (diagnostic: Diagnostic) => void;
}

/** Makes the source of paid pictures for one build; equal orders of several assets are bought once. */
export function createPaidArt(options: ObtainOptions): PaidArt {
  const underway = new Map<Digest, Promise<ObtainedArt>>();
  return {
    obtain: (order) => {
      const begun = underway.get(order.key) ?? obtain(order, options);
      underway.set(order.key, begun);
      return begun;
    },
    read: async (digest) => {
      const state = options.vault.has(digest) ? 'damaged' : 'missing';
      const bytes = await options.vault.read(digest);
      if (bytes === undefined) throw new VisualsError(paidBlobCorrupt({ digest, state }));
      return bytes;
    },
  };
}

async function obtain(order: ArtOrder, options: ObtainOptions): Promise<ObtainedArt> {
  const { book, mayBuy, draft } = options;
  const chosen = book.chosen(order.key);
  const missing = order.task.candidates - book.pictures(order.key).length;
  if (options.buyAgain && missing <= 0) forgetUnknown(order.key, options);
  if (chosen !== undefined && (missing <= 0 || !mayBuy)) return { status: 'locked', entry: chosen };
  const awaited = options.awaited.get(order.key);
  if (awaited !== undefined) return waitFor(awaited, chosen, draft);
  const pending = options.unknown.find(({ intent }) => intent.key === order.key);
  const refused = options.buyAgain ? undefined : findRefused(order.key, options);
  if (mayBuy && refused === undefined && (pending === undefined || options.buyAgain)) return buy(order, missing, options);
  if (chosen !== undefined) return { status: 'locked', entry: chosen };
  if (draft) return { status: 'draft' };
  if (pending?.complete) throw new VisualsError(paidReplyStranded({ art: pending.intent.art }));
  if (pending !== undefined)
    throw new VisualsError(purchaseUnknown({ attempt: pending.intent.attempt, art: pending.intent.art, cost: pending.intent.reserved }));
  throw new VisualsError(
    refused === undefined ? describeUnpaid(order, options) : purchaseRefused({ art: order.task.art, outcome: refused.outcome, note: refused.note }),
  );
}

/** What is ordered is not bought once more, whoever consents. @throws VisualsError `ART_AWAITED` */
function waitFor({ intent }: PendingAttempt, chosen: PictureEntry | undefined, draft: boolean): ObtainedArt {
  if (chosen !== undefined) return { status: 'locked', entry: chosen };
  if (draft) return { status: 'draft' };
  throw new VisualsError(artAwaited({ art: intent.art, batch: intent.batch ?? '' }, { asset: intent.art.slice(0, intent.art.indexOf('/')) }));
}

/** The last word on a request that was blocked, or paid for and of no use: until it changes, the same is to be expected. */
function findRefused(key: Digest, { journal }: ObtainOptions): LedgerEntry | undefined {
  const last = journal.ledger().findLast((entry) => entry.key === key);
  return last?.outcome === 'blocked' || last?.outcome === 'rejected' ? last : undefined;
}

async function buy(order: ArtOrder, missing: number, options: ObtainOptions): Promise<ObtainedArt> {
  const { generator, journal, book, takeOrder } = options;
  const { key } = order;
  const purchase = createOrder(order, missing, options);
  if (takeOrder !== undefined) {
    takeOrder({ order: purchase, onOrdered: () => forgetUnknown(key, options) });
    throw new VisualsError(describeUnpaid(order, options));
  }
  const delivery = await purchasePictures(purchase, { ...options.purchase, generator, journal });
  forgetUnknown(key, options);
  try {
    const { cost, diagnostics } = await secureDelivery({ ...delivery, outcome: 'bought' }, options);
    delivery.reservation.settle(cost);
    for (const diagnostic of diagnostics) options.onWarning(diagnostic);
  } catch (error) {
    delivery.reservation.settle(error instanceof RejectedDelivery ? error.cost : delivery.reservation.amount);
    throw error;
  }
  return { status: 'bought', entry: book.chosen(key)! };
}

/** @throws VisualsError `PRICE_UNKNOWN` */
function createOrder({ request, key, record, task, files }: ArtOrder, count: number, { generator, assumedCost }: ObtainOptions): Order {
  if (!generator.estimate(request).known && assumedCost === undefined)
    throw new VisualsError(priceUnknown({ model: request.model, table: generator.tableVersion }));
  return { key, art: task.art, request, record, files, count, assumedCost: (assumedCost ?? 0) * count };
}

/** A person said that an unknown purchase shall be asked again, and now there is an answer: the first one's money counts as spent, its papers are closed. */
function forgetUnknown(key: Digest, { unknown, journal }: ObtainOptions): void {
  for (const { intent } of unknown.filter((each) => each.intent.key === key)) {
    journal.settle(intent, { outcome: 'forgotten', cost: intent.reserved, requestId: '', note: 'asked again on request' });
  }
}

function describeUnpaid({ task, request }: ArtOrder, { generator, frozen = false }: ObtainOptions): Diagnostic {
  const { low, high } = generator.estimate(request, { count: task.candidates });
  return (frozen ? artNotLocked : artUnpaid)(
    { art: task.art, model: request.model, low, high },
    { asset: task.art.slice(0, task.art.indexOf('/')), details: { art: task.art, low, high } },
  );
}
