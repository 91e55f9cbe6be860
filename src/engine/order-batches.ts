import { randomUUID } from 'node:crypto';
import { batchUnknown } from '../diagnostics/batch.ts';
import type { BatchNote, Intent, PendingAttempt } from '../lock/journal.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { BatchService, BatchState } from '../spec/batch-service.ts';
import type { SendFailure } from '../spec/generator.ts';
import { SendError } from '../spec/generator.ts';
import { markBegun, sumReserved } from './collect-batches.ts';
import type { Reservation } from './create-budget.ts';
import { decideRetry } from './decide-retry.ts';
import type { FailureCounts } from './decide-retry.ts';
import { describeFailure, describeShortage } from './describe-failure.ts';
import { outlastAbort } from './outlast-abort.ts';
import type { Order, PurchaseTools } from './purchase-pictures.ts';

/** An order that can wait for a batch. */
export interface BatchOrder {
  readonly order: Order;
  /** Called once its batch may have been begun. */
  readonly onOrdered: () => void;
}

/** What orders came to. */
export interface OrderedBatches {
  /** Requests of batches that were begun. */
  readonly awaited: readonly PendingAttempt[];
  /** Requests of batches that may have been begun. */
  readonly unknown: readonly PendingAttempt[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What an order works with. */
export interface OrderTools extends Pick<PurchaseTools, 'generator' | 'journal' | 'budget' | 'clock' | 'signal'> {
  readonly service: BatchService;
}

/** Requests in one batch at most: their results come in one file, and hundreds of pictures in one file are gigabytes. */
const mostLines = 500;

/** Bytes of one batch at most: they are held while they are sent. */
const mostBytes = 48 * 1024 * 1024;

/**
 * Orders pictures in batches: reserves the worst case at the batch's price, writes batch and intents down, uploads the requests, notes that the batch is about to be begun,
 * sends the one POST that begins it, and notes the provider's name for it. Whether a batch was begun whose POST was not answered is looked up by our name, and never tried out.
 */
export async function orderBatches(orders: readonly BatchOrder[], tools: OrderTools): Promise<OrderedBatches> {
  const ordered: Progress = { awaited: [], unknown: [], diagnostics: [], stopped: false };
  for (const group of groupOrders(orders, tools)) await orderGroup(group, ordered, tools);
  return ordered;
}

interface Progress {
  readonly awaited: PendingAttempt[];
  readonly unknown: PendingAttempt[];
  readonly diagnostics: Diagnostic[];
  /** Whether the provider said that no request has a chance. */
  stopped: boolean;
}

interface Group {
  readonly name: string;
  readonly orders: readonly BatchOrder[];
}

function groupOrders(orders: readonly BatchOrder[], { service }: OrderTools): readonly Group[] {
  const names = new Set(orders.map(({ order }) => service.groupOf(order.request)));
  return [...names].map((name) => ({ name, orders: orders.filter(({ order }) => service.groupOf(order.request) === name) }));
}

/** A request that is ready to go out. */
interface Item {
  readonly intent: Intent;
  readonly line: Uint8Array;
  readonly reservation: Reservation;
  readonly onOrdered: () => void;
}

async function orderGroup({ name, orders }: Group, ordered: Progress, tools: OrderTools): Promise<void> {
  let items: Item[] = [];
  for (const each of orders) {
    if (ordered.stopped || tools.signal.aborted) break;
    const item = await prepare(each, tools, ordered);
    if (item === undefined) continue;
    if (!fits([...items, item], tools)) {
      await submitBatch(createSubmission(name, items), ordered, tools);
      items = [];
    }
    items.push(item);
  }
  if (items.length > 0) await submitBatch(createSubmission(name, items), ordered, tools);
}

/** Only now it is known which requests go out together. */
function createSubmission(group: string, items: readonly Item[]): Submission {
  const batch = randomUUID();
  return { batch, group, items: items.map((item) => ({ ...item, intent: { ...item.intent, batch } })) };
}

function fits(items: readonly Item[], { service: { limits } }: OrderTools): boolean {
  const bytes = items.reduce((sum, { line }) => sum + line.byteLength, 0);
  return items.length === 1 || (items.length <= Math.min(limits.lines, mostLines) && bytes <= Math.min(limits.bytes, mostBytes));
}

/** What is wrong with one order keeps none of the others. */
async function prepare({ order, onOrdered }: BatchOrder, tools: OrderTools, ordered: Progress): Promise<Item | undefined> {
  const { generator, budget, service, clock } = tools;
  const { key, art, request, record, count } = order;
  try {
    const attempt = randomUUID();
    const line = service.formatLine({ attempt, request, count, files: await order.files() });
    const estimate = generator.estimate(request, { count, batch: true });
    const reservation = budget.reserve(estimate.known ? estimate.high : Math.max(estimate.high, order.assumedCost));
    if (!('amount' in reservation)) throw new VisualsError(describeShortage(reservation));
    const intent = { attempt, key, art, request, count, record, reserved: reservation.amount, at: new Date(clock.now()).toISOString() };
    return { intent, line, reservation, onOrdered };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    ordered.diagnostics.push(...error.diagnostics.map((each) => ({ asset: art.slice(0, art.indexOf('/')), ...each })));
    return undefined;
  }
}

interface Submission {
  readonly batch: string;
  readonly group: string;
  readonly items: readonly Item[];
}

async function submitBatch(submission: Submission, ordered: Progress, tools: OrderTools): Promise<void> {
  const { batch, items } = submission;
  const { journal, generator, clock } = tools;
  const note: BatchNote = { batch, generator: generator.name, at: new Date(clock.now()).toISOString(), phase: 'prepared' };
  const intents = items.map(({ intent }) => intent);
  const isWritten = attempt(() => journal.beginBatch(note, intents), ordered);
  if (!isWritten) return release(items);
  const patience = outlastAbort(tools.signal, clock, arrivalPatience);
  try {
    const file = await upload(items, tools);
    const sending: BatchNote = { ...note, phase: 'sending', file };
    journal.noteBatch(sending);
    const answer = await sendBegin({ ...submission, file }, { ...tools, signal: patience.signal });
    settleBegin({ ...submission, note: sending, answer }, ordered, tools);
  } catch (error) {
    if (!(error instanceof SendError) && !(error instanceof VisualsError)) throw error;
    withdraw(submission, tools);
    ordered.diagnostics.push(...(error instanceof SendError ? [describeRefusal(error.failure, submission, ordered)] : error.diagnostics));
  } finally {
    patience.end();
  }
}

/** Does what a failing disk may refuse. @returns whether it was done */
function attempt(work: () => void, ordered: Progress): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    ordered.diagnostics.push(...error.diagnostics);
    return false;
  }
}

function release(items: readonly Item[]): void {
  for (const { reservation } of items) reservation.settle(0);
}

/** How long the POST that begins a batch may still take after the build was stopped, in milliseconds. */
const arrivalPatience = 60_000;

/** Nothing was begun: nothing is owed. */
function withdraw({ batch, items }: Submission, { journal }: OrderTools): void {
  release(items);
  for (const { intent } of items) journal.settle(intent, { outcome: 'failed', cost: 0, requestId: '', note: 'the batch was not begun' });
  journal.endBatch(batch);
}

function describeRefusal(failure: SendFailure, { items }: Submission, ordered: Progress): Diagnostic {
  const decision = decideRetry(failure, exhausted, Infinity);
  if (decision.kind === 'stop') ordered.stopped ||= decision.stopAll;
  const code = decision.kind === 'stop' && decision.charged === 'no' ? decision.code : 'API_UNREACHABLE';
  return describeFailure(code, { failure, model: items[0]!.intent.request.model, bytes: 0, file: '' });
}

const exhausted: FailureCounts = { connect: Infinity, rate: Infinity, server: Infinity };

/** Tries of what costs nothing. */
const mostTries = 3;

/** Milliseconds before a try after the first. */
function pauseBefore(tries: number): number {
  return 250 * 2 ** tries;
}

async function upload(items: readonly Item[], { service, clock, signal }: OrderTools): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await service.upload(
        items.map(({ line }) => line),
        signal,
      );
    } catch (error) {
      if (!(error instanceof SendError) || tries === mostTries || signal.aborted || isRefused(error.failure)) throw error;
      await clock.sleep(error.failure.retryAfter ?? pauseBefore(tries), signal);
    }
  }
}

/** A question that would be answered with the same no. */
function isRefused(failure: SendFailure): boolean {
  const decision = decideRetry(failure, { connect: 0, rate: 0, server: 0 }, 0);
  return decision.kind === 'stop' && decision.charged === 'no';
}

interface Begun extends Submission {
  readonly note: BatchNote;
  readonly answer: BatchState | SendFailure;
}

/** From here on nothing is taken back: the batch is begun, or may be, whether or not that can be written. It is found by our name then. */
function settleBegin({ batch, note, items, answer }: Begun, ordered: Progress, { journal }: OrderTools): void {
  const lines = items.map(({ intent }): PendingAttempt => ({ intent, reply: undefined, complete: false, unknown: false }));
  if ('id' in answer) {
    ordered.awaited.push(...lines);
    attempt(() => journal.noteBatch(markBegun(note, answer)), ordered);
  } else {
    // It may have been billed, and counts as spent until that is known.
    for (const { reservation } of items) reservation.settle(reservation.amount);
    ordered.unknown.push(...lines);
    ordered.diagnostics.push(batchUnknown({ batch, requests: items.length, cost: sumReserved(lines), message: answer.message, until: undefined }));
  }
  for (const { onOrdered } of items) attempt(onOrdered, ordered);
}

/**
 * The POST is sent again only where it is certain that it began nothing.
 * @returns the batch, or why it is unknown whether there is one
 * @throws SendError only when it is certain that nothing was begun
 */
async function sendBegin({ batch, file, group }: Submission & { readonly file: string }, tools: OrderTools): Promise<BatchState | SendFailure> {
  const { service, clock, signal } = tools;
  for (let tries = 1; ; tries += 1) {
    try {
      return await service.begin({ name: batch, file, group }, signal);
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      const { failure } = error;
      const decision = decideRetry(failure, tries === mostTries ? exhausted : { connect: 1, rate: 1, server: 1 }, tries === mostTries ? Infinity : 0);
      const isCertain = decision.kind === 'retry' ? decision.sort !== 'server' : decision.charged === 'no' && decision.code !== 'API_SERVER';
      if (!isCertain) return (await lookUp({ name: batch, file }, tools)) ?? failure;
      if (decision.kind === 'stop') throw error;
      await clock.sleep(decision.delay, signal);
    }
  }
}

/** A batch that was begun a moment ago may not be in the provider's list yet. */
async function lookUp(traces: { readonly name: string; readonly file: string }, { service, clock, signal }: OrderTools): Promise<BatchState | undefined> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    await clock.sleep(pauseBefore(tries), signal);
    const found = await service.find(traces, signal).catch(ignoreSendError);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ignoreSendError(error: unknown): undefined {
  if (!(error instanceof SendError)) throw error;
}
