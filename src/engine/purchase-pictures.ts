import { randomUUID } from 'node:crypto';
import { apiBadPayload } from '../diagnostics/generate.ts';
import type { AttemptOutcome, Intent, Journal, Spool } from '../lock/journal.ts';
import type { Digest } from '../model/digest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { PurchaseStep } from '../model/event.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { GenerateRequest } from '../model/purchase.ts';
import type { Clock } from '../spec/clock.ts';
import type { Generator, RawReply, RequestFiles, SendFailure } from '../spec/generator.ts';
import { SendError } from '../spec/generator.ts';
import type { Budget, Reservation } from './create-budget.ts';
import type { Limiter, Turn } from './create-limiter.ts';
import { decideRetry } from './decide-retry.ts';
import type { FailureCounts, RetryDecision } from './decide-retry.ts';
import { describeFailure, describeShortage } from './describe-failure.ts';
import { outlastAbort } from './outlast-abort.ts';
import { tellKept } from './tell-kept.ts';

/** What a purchase works with. */
export interface PurchaseTools {
  readonly generator: Generator;
  readonly journal: Journal;
  readonly budget: Budget;
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Set when the provider said that no request has a chance: nothing more is sent. */
  readonly stopped: { reason: SendFailure | undefined };
  /** How many previews a request streams, 0–3, and who takes them. Each costs a little. */
  readonly previews: { readonly count: number; readonly take: (art: string, picture: Uint8Array, index: number) => void };
  /** Tells how far a request is, for the progress line. */
  readonly onStep: (art: string, step: PurchaseStep, pictures: number) => void;
}

/** What is to be bought. */
export interface Order {
  readonly key: Digest;
  /** `asset/slot`, for people. */
  readonly art: string;
  readonly request: GenerateRequest;
  readonly record: KeyRecord;
  /** Reads the references. Called when it is the request's turn, so that those who wait hold no pictures in memory. */
  readonly files: () => Promise<RequestFiles>;
  /** Pictures from one POST. */
  readonly count: number;
  /** US dollars to hold back where the price is in no table. */
  readonly assumedCost: number;
}

/** A whole reply, kept in the journal until its pictures are safe; and the money held back for it. */
export interface Delivery {
  readonly intent: Intent;
  readonly requestId: string;
  readonly body: Uint8Array;
  readonly reservation: Reservation;
}

/**
 * Buys pictures: reserves the worst case, writes the intent, sends one POST, and keeps the raw reply byte for byte. A request is sent again only where it is certain
 * that nothing was billed. The caller makes the pictures safe and then settles intent and reservation.
 * @throws VisualsError `BUDGET_EXCEEDED` and the `API_…` codes
 */
export async function purchasePictures(order: Order, tools: PurchaseTools): Promise<Delivery> {
  const history: History = { counts: { connect: 0, rate: 0, server: 0 }, waited: 0 };
  for (;;) {
    const attempt = await attemptOnce(order, tools, history);
    if ('delivery' in attempt) return attempt.delivery;
    await tools.clock.sleep(attempt.delay, tools.signal);
  }
}

/** How a request fared so far. */
interface History {
  readonly counts: { -readonly [sort in keyof FailureCounts]: number };
  /** Milliseconds that were waited for rate limits. */
  waited: number;
}

interface FailedAttempt {
  readonly failure: SendFailure;
  readonly intent: Intent;
  readonly reservation: Reservation;
  /** Bytes of the reply that came. */
  readonly bytes: number;
}

type Attempt = FailedAttempt | { readonly delivery: Delivery };

/** A request that may be sent again after so many milliseconds; the wait for a rate limit is the limiter's. */
interface Again {
  readonly delay: number;
}

/**
 * One POST at most. Nothing is read, reserved or written before it is this request's turn; and the turn ends only when everybody knows what the provider said, so that nobody
 * who waits behind runs into the same.
 */
async function attemptOnce(order: Order, tools: PurchaseTools, history: History): Promise<{ readonly delivery: Delivery } | Again> {
  tell(order, tools, 'waiting');
  const prepared = await prepareTurn(order, tools);
  let end: 'refused' | undefined;
  try {
    const attempt = await exchange(order, tools, prepared);
    if ('delivery' in attempt) return attempt;
    if (attempt.failure.status === 429) end = 'refused';
    return takeFailure(attempt, order, tools, history);
  } finally {
    prepared.turn.leave(end);
  }
}

/** @throws VisualsError when the request is not to be sent again */
function takeFailure(attempt: FailedAttempt, { request }: Order, tools: PurchaseTools, history: History): Again {
  const decision = countAndDecide(attempt.failure, history);
  settleFailure(attempt, decision, tools.journal);
  if (decision.kind === 'stop') throw describeStop(attempt, decision, tools);
  if (decision.sort !== 'rate') return { delay: decision.delay };
  history.waited += decision.delay;
  tools.limiter.pause(decision.delay, request.model);
  return { delay: 0 };
}

/** What a request holds while it is under way. */
interface PreparedTurn {
  readonly turn: Turn;
  readonly files: RequestFiles;
  readonly intent: Intent;
  readonly reservation: Reservation;
}

/** Whoever waited and is not sent after all gives the place back, for which nothing was asked of the provider. */
async function prepareTurn(order: Order, tools: PurchaseTools): Promise<PreparedTurn> {
  let turn: Turn | undefined;
  try {
    turn = await tools.limiter.enter(tools.signal, order.count, order.request.model);
    refuseStopped(order, tools);
    const files = await order.files();
    const reservation = reserve(order, tools);
    return { turn, files, reservation, intent: createIntent(order, reservation, tools.clock) };
  } catch (error) {
    turn?.leave('refused');
    tell(order, tools, 'withheld');
    throw error;
  }
}

function tell({ art, count }: Order, { onStep }: PurchaseTools, step: PurchaseStep): void {
  onStep(art, step, count);
}

async function exchange(order: Order, tools: PurchaseTools, { turn, files, intent, reservation }: PreparedTurn): Promise<Attempt> {
  const held = { intent, reservation };
  const spool = begin(order, tools, held);
  const parts: Uint8Array[] = [];
  const patience = outlastAbort(tools.signal, tools.clock, arrivalPatience);
  try {
    tell(order, tools, 'sent');
    turn.send();
    const reply = await send({ ...order, files }, { ...tools, signal: patience.signal }, held);
    await spoolReply(reply, spool, parts);
    tell(order, tools, 'received');
    return { delivery: { ...held, requestId: reply.requestId, body: Buffer.concat(parts) } };
  } catch (error) {
    spool.abandon();
    tell(order, tools, 'failed');
    if (error instanceof OversizedReply) throw reject(error, held, tools.journal);
    if (!(error instanceof SendError)) throw error;
    return { failure: error.failure, ...held, bytes: parts.reduce((sum, part) => sum + part.byteLength, 0) };
  } finally {
    patience.end();
  }
}

/** What can not be written down is not sent, and nothing is held back for it. */
function begin(order: Order, tools: PurchaseTools, { intent, reservation }: Pick<Delivery, 'intent' | 'reservation'>): Spool {
  try {
    return tools.journal.begin(intent);
  } catch (error) {
    reservation.settle(0);
    tell(order, tools, 'withheld');
    throw error;
  }
}

async function send(
  order: Omit<Order, 'files'> & { readonly files: RequestFiles },
  { generator, journal, signal, previews }: PurchaseTools,
  { intent, reservation }: { readonly intent: Intent; readonly reservation: Reservation },
): Promise<RawReply> {
  let accepted = false;
  try {
    return await generator.send(order.request, order.files, signal, {
      count: order.count,
      previews: previews.count,
      onPreview: (picture, index) => previews.take(order.art, picture, index),
      onAccepted: (id) => {
        accepted = true;
        journal.noteRemote(intent.attempt, id);
      },
    });
  } catch (error) {
    // What was accepted will be billed, even if that could not be written down: its papers stay.
    if (error instanceof SendError || accepted) throw error;
    // The request was refused on this side of the wire: nothing was sent.
    journal.settle(intent, { outcome: 'failed', cost: 0, requestId: '', note: String(error) });
    reservation.settle(0);
    throw error;
  }
}

/** Nothing is sent where the provider left no request a chance. */
function refuseStopped({ request }: Order, { stopped }: PurchaseTools): void {
  if (stopped.reason !== undefined) throw new VisualsError(describeSkipped(request.model, stopped.reason));
}

/** The worst case, before anything is sent; what was learned while the references were read counts too. */
function reserve(order: Order, tools: PurchaseTools): Reservation {
  refuseStopped(order, tools);
  const { generator, budget, previews } = tools;
  const estimate = generator.estimate(order.request, { count: order.count, previews: previews.count });
  const answer = budget.reserve(estimate.known ? estimate.high : Math.max(estimate.high, order.assumedCost));
  if ('amount' in answer) return answer;
  throw new VisualsError(describeShortage(answer));
}

/** What was said of the request that ended all sending holds for this one too. */
function describeSkipped(model: string, failure: SendFailure): Diagnostic {
  const decision = decideRetry(failure, { connect: 0, rate: 0, server: 0 }, 0);
  return describeFailure(decision.kind === 'stop' ? decision.code : 'API_QUOTA', { failure, model, bytes: 0, file: '' });
}

function createIntent({ key, art, request, record, count }: Order, reservation: Reservation, clock: Clock): Intent {
  return { attempt: randomUUID(), key, art, request, count, record, reserved: reservation.amount, at: new Date(clock.now()).toISOString() };
}

/** How long a request that was sent may still take after the build was stopped, in milliseconds: it is paid for. A second signal ends the process. */
const arrivalPatience = 60_000;

/** The largest reply that is believed: ten pictures of the largest size, as base64. */
const mostBytes = 64 * 1024 * 1024;

/** Every byte is on the disk before anybody looks at it. */
async function spoolReply(reply: RawReply, spool: Spool, parts: Uint8Array[]): Promise<void> {
  let size = 0;
  for await (const part of reply.body) {
    size += part.byteLength;
    if (size > mostBytes) throw new OversizedReply(reply.requestId);
    parts.push(part);
    spool.write(part);
  }
  spool.finish();
}

/** A reply that nobody could mean; reading it to its end would fill the memory. */
class OversizedReply extends Error {
  readonly requestId: string;

  constructor(requestId: string) {
    super(`more than ${mostBytes / 1024 / 1024} MB`);
    this.requestId = requestId;
  }
}

/** What came of it is kept aside, and counts as paid. */
function reject({ requestId, message }: OversizedReply, { intent, reservation }: Pick<Delivery, 'intent' | 'reservation'>, journal: Journal): VisualsError {
  const kept = journal.settle(intent, { outcome: 'rejected', cost: intent.reserved, requestId, note: message });
  reservation.settle(intent.reserved);
  return new VisualsError(tellKept([apiBadPayload({ found: message })], kept));
}

function countAndDecide(failure: SendFailure, { counts, waited }: History): RetryDecision {
  const sort = failure.phase === 'connect' ? 'connect' : failure.status === 429 ? 'rate' : 'server';
  counts[sort] += 1;
  return decideRetry(failure, counts, waited);
}

/** What may have been billed counts as spent until a person says otherwise. */
function settleFailure({ failure, intent, reservation }: FailedAttempt, decision: RetryDecision, journal: Journal): void {
  const isUnknown = decision.kind === 'stop' && decision.charged === 'unknown';
  const cost = isUnknown ? intent.reserved : 0;
  journal.settle(intent, { outcome: nameOutcome(failure, decision), cost, requestId: failure.requestId ?? '', note: failure.message });
  reservation.settle(cost);
}

function nameOutcome({ phase }: SendFailure, decision: RetryDecision): AttemptOutcome {
  if (decision.kind === 'stop' && decision.charged === 'unknown') return 'unknown';
  if (decision.kind === 'stop' && decision.code === 'API_MODERATED') return 'blocked';
  return phase === 'connect' ? 'failed' : 'refused';
}

function describeStop(
  { failure, intent, bytes }: FailedAttempt,
  decision: Extract<RetryDecision, { kind: 'stop' }>,
  { stopped, journal }: PurchaseTools,
): VisualsError {
  if (decision.stopAll) stopped.reason ??= failure;
  return new VisualsError(describeFailure(decision.code, { failure, model: intent.request.model, bytes, file: journal.replyPath(intent.attempt) }));
}
