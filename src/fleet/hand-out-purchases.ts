import { randomUUID } from 'node:crypto';
import { actionFor } from '../actions/registry.ts';
import { fleetJobFailed } from '../diagnostics/fleet.ts';
import { priceUnknown } from '../diagnostics/generate.ts';
import { purchaseUnknown } from '../diagnostics/lock.ts';
import { findPaidBehind } from '../engine/ask-ahead.ts';
import { createBudget } from '../engine/create-budget.ts';
import type { Budget, Reservation } from '../engine/create-budget.ts';
import { describeShortage } from '../engine/describe-failure.ts';
import type { AttemptOutcome, LedgerEntry } from '../lock/journal.ts';
import type { Prediction } from '../engine/predict-plan.ts';
import { isDigest } from '../model/digest.ts';
import type { Digest } from '../model/digest.ts';
import type { GenerateTask } from '../model/plan.ts';
import type { PictureEntry } from '../model/purchase.ts';
import type { PlannedPurchase } from '../model/report.ts';
import { listPurchases, summarisePurchases } from '../project/list-purchases.ts';
import { findCap, findLastWords, sumMonth } from '../project/open-paid-art.ts';
import { takeArt } from '../sharing/art-entry.ts';
import { isAway, storePatience } from './is-away.ts';
import { countSpent, isUncertain } from './jobs.ts';
import type { JobAnswer } from './jobs.ts';
import type { Office } from './open-office.ts';
import { nameBuying } from './queue-names.ts';

/** Purchases that are handed out. */
export interface HandedOut {
  /** Paid task → whether all of its pictures have come. */
  readonly ends: ReadonlyMap<string, Promise<boolean>>;
  /** US dollars so far. */
  readonly spent: () => number;
  readonly bought: () => number;
}

/**
 * Hands out what is to be bought, where there is consent: each picture is a job, reserved at its worst before it is handed out, and none is handed out twice. Candidates of one piece of art come one
 * after the other, and art that is made from other art after that.
 */
export async function handOutPurchases(prediction: Pick<Prediction, 'purchases'>, office: Office): Promise<HandedOut> {
  const pictures = listPictures(prediction, office);
  const { config } = office.prepared.project;
  const wanted = summarisePurchases(pictures);
  const cap = await findCap(config, office.workspace.host, office.options, wanted);
  if (cap === undefined) return { ends: new Map(pictures.map(({ task }) => [task, Promise.resolve(false)])), spent: () => 0, bought: () => 0 };
  const budget = createBudget({ run: cap, month: config.budget.perMonth, spentThisMonth: sumMonth(office.treasury.journal, office.workspace.host) });
  const shop: Shop = { ...office, budget, assumedCost: findAssumedCost(wanted.pictures, office), bought: { pictures: 0 } };
  const ends = new Map<string, Promise<boolean>>();
  const before = findBefore(office);
  // In the order of the plan, inputs come first; and candidates of one task stand together.
  for (const picture of pictures) {
    const earlier = [picture.task, ...before(picture.task)].flatMap((id) => ends.get(id) ?? []);
    ends.set(picture.task, buyAfter(earlier, picture, shop));
  }
  return { ends, spent: () => budget.spent(), bought: () => shop.bought.pictures };
}

/** A picture that is to be bought. */
interface WantedPicture extends PlannedPurchase {
  /** How many of its candidates there are when it has come. */
  readonly number: number;
  readonly request: GenerateTask;
}

function listPictures({ purchases }: Pick<Prediction, 'purchases'>, { prepared: { plan, project } }: Office): readonly WantedPicture[] {
  const requests = new Map(plan.tasks.flatMap((task) => (task.kind === 'generate' ? [[task.id, task] as const] : [])));
  const single = new Map([...purchases.keys()].map((id) => [id, 1]));
  return listPurchases(plan, { purchases: single }, project.generators).flatMap((purchase) => {
    const request = requests.get(purchase.task)!;
    const missing = purchases.get(purchase.task)!;
    return Array.from({ length: missing }, (_, index) => ({ ...purchase, request, number: request.candidates - missing + index + 1 }));
  });
}

interface Shop extends Office {
  readonly budget: Budget;
  /** US dollars a picture of a model whose price nobody knows; undefined refuses it. */
  readonly assumedCost: number | undefined;
  readonly bought: { pictures: number };
}

/** As in a build without workers: the sum that was named, in equal parts, rounded down to a millionth so that all of them fit. */
function findAssumedCost(pictures: number, { options: { spend } }: Office): number | undefined {
  return spend === undefined ? undefined : Math.floor((spend / pictures) * 1e6) / 1e6;
}

/** Finds the paid tasks that are nearest before a paid task. */
function findBefore({ prepared: { plan } }: Office): (task: string) => readonly string[] {
  const paidBehind = findPaidBehind(plan.tasks);
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
  return (id) => {
    const task = tasks.get(id)!;
    return actionFor(task).inputs(task).flatMap(paidBehind);
  };
}

async function buyAfter(earlier: readonly Promise<boolean>[], picture: WantedPicture, shop: Shop): Promise<boolean> {
  if ((await Promise.all(earlier)).includes(false)) return false;
  const reservation = reserve(picture, shop);
  if (reservation === undefined) return false;
  const answer = await buyOne(picture, reservation.amount, shop);
  const cost = countSpent(answer, reservation.amount);
  reservation.settle(cost);
  const isThere = answer.code === '';
  const taken = isThere ? await takeOver(answer, picture, shop) : 0;
  if (taken === 0 && cost > 0) noteCost({ key: answer.key as Digest, cost, date: undefined, outcome: nameOutcome(answer) }, picture, shop);
  if (isThere) shop.bought.pictures += 1;
  return isThere;
}

/** What does not fit, or has no price, is told once for all alike. */
function reserve({ known, high, model, request }: WantedPicture, { budget, assumedCost, tell, prepared: { project } }: Shop): Reservation | undefined {
  const amount = known ? high : assumedCost;
  if (amount === undefined) {
    tell(priceUnknown({ model, table: project.generators.get(request.request.generator)!.tableVersion }));
    return undefined;
  }
  const answer = budget.reserve(amount);
  if ('amount' in answer) return answer;
  tell(describeShortage(answer));
  return undefined;
}

async function buyOne({ task, art, number, request }: WantedPicture, most: number, shop: Shop): Promise<JobAnswer> {
  const { fingerprint, options, order } = shop;
  const step = (name: 'waiting' | 'sent' | 'received' | 'failed'): void => options.onEvent?.({ type: 'purchase', art, step: name, pictures: 1 });
  step('waiting');
  const job = { kind: 'buy', fingerprint, task, number, most, buyAgain: options.buyAgain ?? false } as const;
  const answer = await order(nameBuying(fingerprint, request.request), job);
  step('sent');
  step(answer.code === '' ? 'received' : 'failed');
  tellProblem(answer, { art, most, tell: shop.tell });
  return answer;
}

/** Takes over what a worker left in the store. @returns how many pictures are new here */
async function takeOver({ key }: JobAnswer, picture: WantedPicture, shop: Shop): Promise<number> {
  const { treasury, tell } = shop;
  const { book } = treasury;
  if (!isDigest(key)) return 0;
  const known = new Set(book.pictures(key).map(({ digest }) => digest));
  const entries = await takePatiently(key, shop).catch((error: Error) => {
    tell(fleetJobFailed({ job: `handing over ${picture.art}`, reason: error.message }));
    return [];
  });
  const fresh = entries.filter(({ digest }) => !known.has(digest));
  for (const { cost, date } of fresh) noteCost({ key, cost, date, outcome: 'bought' }, picture, shop);
  if (entries.length > 0) book.add(entries);
  return fresh.length;
}

/** A store that is away for a moment keeps nobody from what was paid. */
async function takePatiently(
  key: Digest,
  { sharing: { remote, trust }, treasury: { vault }, workspace, options: { signal } }: Shop,
): Promise<readonly PictureEntry[]> {
  const { clock } = workspace.host;
  for (const begun = clock.monotonic(); ; await clock.sleep(1000, signal)) {
    try {
      return await takeArt(key, { remote, trust, vault });
    } catch (error) {
      if (!isAway(error) || signal?.aborted === true || clock.monotonic() - begun > storePatience) throw error;
    }
  }
}

function tellProblem({ code, message }: JobAnswer, { art, most, tell }: { readonly art: string; readonly most: number; readonly tell: Office['tell'] }): void {
  if (code === 'PURCHASE_UNKNOWN') tell(purchaseUnknown({ attempt: 'of a worker', art, cost: most }));
  else if (code !== '' && code !== 'FLEET_JOB_FAILED') tell(fleetJobFailed({ job: `the purchase of ${art}`, reason: `${code}: ${message}` }));
}

function nameOutcome({ code }: JobAnswer): AttemptOutcome {
  if (isUncertain(code)) return 'unknown';
  return code === '' ? 'bought' : 'rejected';
}

interface Cost {
  readonly key: Digest;
  readonly outcome: AttemptOutcome;
  /** US dollars. */
  readonly cost: number;
  /** Day of the purchase; undefined for today. */
  readonly date: string | undefined;
}

/**
 * What workers spend stands in this clone's ledger too, so that the month's budget counts it; the papers lie with the worker. What was unknown in an earlier build and is found out is told of the
 * same attempt, so that it counts once; a person's word to buy again makes two of it.
 */
function noteCost({ date, ...rest }: Cost, { art, model }: WantedPicture, { treasury: { journal }, workspace: { host }, options }: Shop): void {
  const isOpen = (entry: LedgerEntry): boolean => entry.art === art && entry.outcome === 'unknown' && entry.note === note;
  const open = options.buyAgain === true ? undefined : findLastWords(journal.ledger()).find(isOpen);
  if (open !== undefined && rest.outcome === 'unknown') return;
  const at = date ?? new Date(host.clock.now()).toISOString();
  journal.noteElsewhere({ ...rest, attempt: open?.attempt ?? randomUUID(), art, model, at, requestId: '', note });
}

const note = 'asked for by a worker';
