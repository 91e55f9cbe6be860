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
import type { Limiter } from './create-limiter.ts';
import { decideRetry } from './decide-retry.ts';
import type { FailureCounts, RetryDecision } from './decide-retry.ts';
import { describeFailure, describeShortage } from './describe-failure.ts';
import { outlastAbort } from './outlast-abort.ts';

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
  readonly onStep: (art: string, step: PurchaseStep) => void;
}

/** What is to be bought. */
export interface Order {
  readonly key: Digest;
  /** `asset/slot`, for people. */
  readonly art: string;
  readonly request: GenerateRequest;
  readonly record: KeyRecord;
  readonly files: RequestFiles;
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
  const counts = { connect: 0, rate: 0, server: 0 };
  let waited = 0;
  for (;;) {
    const attempt = await attemptOnce(order, tools);
    if (attempt.delivery !== undefined) return attempt.delivery;
    const decision = countAndDecide(attempt.failure, counts, waited);
    settleFailure(attempt, decision, tools.journal);
    if (decision.kind === 'stop') throw describeStop(attempt, decision, tools);
    waited += decision.sort === 'rate' ? decision.delay : 0;
    await pauseFor(decision, tools);
  }
}

interface FailedAttempt {
  readonly delivery?: undefined;
  readonly failure: SendFailure;
  readonly intent: Intent;
  readonly reservation: Reservation;
  /** Bytes of the reply that came. */
  readonly bytes: number;
}

type Attempt = FailedAttempt | { readonly delivery: Delivery };

/** One POST at most. Nothing is reserved or written before it is this request's turn. */
async function attemptOnce(order: Order, tools: PurchaseTools): Promise<Attempt> {
  tools.onStep(order.art, 'waiting');
  const leave = await tools.limiter.enter(tools.signal, order.count);
  try {
    const reservation = reserve(order, tools);
    const intent = createIntent(order, reservation, tools.clock);
    return await exchange(order, tools, { intent, reservation });
  } finally {
    leave();
  }
}

async function exchange(order: Order, tools: PurchaseTools, held: { readonly intent: Intent; readonly reservation: Reservation }): Promise<Attempt> {
  const spool = tools.journal.begin(held.intent);
  const parts: Uint8Array[] = [];
  const patience = outlastAbort(tools.signal, tools.clock, arrivalPatience);
  try {
    tools.onStep(order.art, 'sent');
    const reply = await send(order, { ...tools, signal: patience.signal }, held);
    await spoolReply(reply, spool, parts);
    tools.onStep(order.art, 'received');
    return { delivery: { ...held, requestId: reply.requestId, body: Buffer.concat(parts) } };
  } catch (error) {
    spool.abandon();
    tools.onStep(order.art, 'failed');
    if (error instanceof OversizedReply) throw reject(error, held, tools.journal);
    if (!(error instanceof SendError)) throw error;
    return { failure: error.failure, ...held, bytes: parts.reduce((sum, part) => sum + part.byteLength, 0) };
  } finally {
    patience.end();
  }
}

async function send(
  order: Order,
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

/** Nothing is held back, and nothing sent, where the provider or the budget leaves the request no chance. */
function reserve({ art, request, count, assumedCost }: Order, { generator, budget, previews, stopped, onStep }: PurchaseTools): Reservation {
  const estimate = generator.estimate(request, { count, previews: previews.count });
  const wanted = estimate.known ? estimate.high : Math.max(estimate.high, assumedCost);
  const answer = stopped.reason === undefined ? budget.reserve(wanted) : describeSkipped(request.model, stopped.reason);
  if ('amount' in answer) return answer;
  onStep(art, 'withheld');
  throw new VisualsError('limit' in answer ? describeShortage(answer) : answer);
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
  journal.settle(intent, { outcome: 'rejected', cost: intent.reserved, requestId, note: message });
  reservation.settle(intent.reserved);
  return new VisualsError(apiBadPayload({ found: message }));
}

function countAndDecide(failure: SendFailure, counts: { -readonly [sort in keyof FailureCounts]: number }, waited: number): RetryDecision {
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

async function pauseFor(decision: Extract<RetryDecision, { kind: 'retry' }>, { limiter, clock, signal }: PurchaseTools): Promise<void> {
  if (decision.sort === 'rate') limiter.pause(decision.delay);
  else await clock.sleep(decision.delay, signal);
}
