import { batchLost, batchRefused, batchUnknown, batchUnreached, batchUnrun } from '../diagnostics/batch.ts';
import type { BatchNote, Intent, Journal, PendingAttempt, PendingBatch } from '../lock/journal.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { BatchResult, BatchService, BatchState } from '../spec/batch-service.ts';
import type { Clock } from '../spec/clock.ts';
import type { SendFailure } from '../spec/generator.ts';
import { SendError } from '../spec/generator.ts';
import { decideRetry } from './decide-retry.ts';
import { describeFailure } from './describe-failure.ts';
import { locateBatch } from './locate-batch.ts';
import type { Safe } from './secure-delivery.ts';
import { splitLines } from './split-lines.ts';

/** What is still to come of batches, and of what nobody can tell whether it will. */
export interface Collection {
  readonly awaited: readonly PendingAttempt[];
  readonly unknown: readonly PendingAttempt[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a collection works with. */
export interface CollectOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Asks for every batch of which something is awaited, and writes what has come into the spool, line by line as it stands in the provider's file: each line is then the whole
 * reply of its attempt, and goes the way of every other. Refusals are settled at once. Runs under the project's lock.
 */
export async function collectBatches(safe: Safe, options: CollectOptions): Promise<Collection> {
  const found: Collection[] = [];
  for (const batch of safe.journal.batches()) found.push(await tryBatch(batch, safe, options));
  return {
    awaited: found.flatMap(({ awaited }) => awaited),
    unknown: found.flatMap(({ unknown }) => unknown),
    diagnostics: found.flatMap(({ diagnostics }) => diagnostics),
  };
}

const nothing: Collection = { awaited: [], unknown: [], diagnostics: [] };

/** What a collection comes to that asks nobody. */
export function leaveBatches(journal: Journal): Collection {
  return { ...nothing, awaited: journal.batches().flatMap(({ lines }) => lines) };
}

/** A disk that takes no more ends the collection, and not the build: the results stay where they are. */
async function tryBatch(batch: PendingBatch, safe: Safe, options: CollectOptions): Promise<Collection> {
  try {
    return await collectBatch(batch, safe, options);
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { ...nothing, awaited: batch.lines, diagnostics: error.diagnostics };
  }
}

async function collectBatch(batch: PendingBatch, safe: Safe, options: CollectOptions): Promise<Collection> {
  const { note, lines } = batch;
  if (lines.length === 0) return close(batch, safe, undefined);
  const service = note.generator === safe.generator.name ? safe.generator.batches : undefined;
  const where = await locateBatch(note, service, options);
  const sum = { batch: note.batch, requests: lines.length, cost: sumReserved(lines) };
  switch (where.kind) {
    case 'there':
      return follow(batch, where.state, { safe, service: service!, options });
    case 'unsent':
      return close(batch, safe, { outcome: 'failed', note: 'the batch was never begun' });
    case 'gone':
      return { ...nothing, unknown: lines, diagnostics: [batchLost({ ...sum, message: where.message })] };
    case 'hidden':
      return { ...nothing, unknown: lines, diagnostics: [batchUnknown({ ...sum, message: 'the provider does not have it yet', until: where.until })] };
    case 'unreached':
      if (note.phase === 'begun') return { ...nothing, awaited: lines, diagnostics: [batchUnreached({ batch: note.batch, message: where.message })] };
      return { ...nothing, unknown: lines, diagnostics: [batchUnknown({ ...sum, message: where.message, until: undefined })] };
  }
}

/** Requests by what they are for. */
export function indexByKey(lines: readonly PendingAttempt[]): Map<Digest, PendingAttempt> {
  return new Map(lines.map((line) => [line.intent.key, line]));
}

/** US dollars that requests cost at worst. */
export function sumReserved(lines: readonly PendingAttempt[]): number {
  return lines.reduce((sum, { intent }) => sum + intent.reserved, 0);
}

interface Following {
  readonly safe: Safe;
  readonly service: BatchService;
  readonly options: CollectOptions;
}

async function follow(batch: PendingBatch, state: BatchState, following: Following): Promise<Collection> {
  const { note, lines } = batch;
  const { journal } = following.safe;
  if (note.phase !== 'begun') journal.noteBatch(markBegun(note, state));
  if (state.phase === 'working') return { ...nothing, awaited: lines };
  if (state.phase === 'ended') return receiveAll(batch, state, following);
  const refused = batchRefused({ batch: note.batch, requests: lines.length, problem: state.problem });
  const closed = close(batch, following.safe, { outcome: 'refused', note: refused.message });
  return { ...closed, diagnostics: [...closed.diagnostics, refused] };
}

/** A batch that the provider has. */
export function markBegun(note: BatchNote, { id, expires }: BatchState): BatchNote {
  return { ...note, phase: 'begun', remote: id, ...(expires === undefined ? {} : { expires }) };
}

/** Ends a batch whose open requests were not billed. */
function close(
  { note, lines }: PendingBatch,
  { journal }: Safe,
  end: { readonly outcome: 'failed' | 'refused'; readonly note: string } | undefined,
): Collection {
  if (end !== undefined) for (const { intent } of lines) journal.settle(intent, { ...end, cost: 0, requestId: '' });
  journal.endBatch(note.batch);
  return nothing;
}

async function receiveAll(batch: PendingBatch, state: BatchState, following: Following): Promise<Collection> {
  const { note, lines } = batch;
  const received = createReceived(lines);
  try {
    for (const file of state.files) await receiveFile(file, received, following);
  } catch (error) {
    return { ...nothing, awaited: [...received.open.values()], diagnostics: [...received.diagnostics, ...describeBreak(error, note)] };
  }
  return finish({ note, lines: [...received.open.values()] }, { state, received }, following.safe);
}

function describeBreak(error: unknown, { batch }: BatchNote): readonly Diagnostic[] {
  if (error instanceof SendError) return [batchUnreached({ batch, message: error.message })];
  if (error instanceof VisualsError) return error.diagnostics;
  throw error;
}

/** What came so far of the results of a batch. */
interface Received {
  /** Attempt → its request, as long as nothing came for it. */
  readonly open: Map<string, PendingAttempt>;
  /** Results that the files hold, also of requests that were settled before. */
  results: number;
  unrun: number;
  readonly diagnostics: Diagnostic[];
}

function createReceived(lines: readonly PendingAttempt[]): Received {
  return { open: new Map(lines.map((line) => [line.intent.attempt, line])), results: 0, unrun: 0, diagnostics: [] };
}

/** Each line is in the spool, flushed, before the next is read. */
async function receiveFile(file: string, received: Received, { safe, service, options }: Following): Promise<void> {
  const { body } = await service.fetch(file, options.signal);
  for await (const line of splitLines(body)) {
    const result = service.readResult(line);
    if (result === undefined) continue;
    received.results += 1;
    takeResult(result, line, { received, safe });
  }
}

function takeResult(result: BatchResult, line: Uint8Array, { received, safe }: { readonly received: Received; readonly safe: Safe }): void {
  const { attempt, failure } = result;
  const intent = received.open.get(attempt)?.intent;
  if (intent === undefined) return;
  if (failure === undefined) keepLine(intent, line, safe);
  else if (result.unrun) {
    received.unrun += 1;
    safe.journal.settle(intent, { outcome: 'refused', cost: 0, requestId: '', note: 'its turn in the batch never came' });
  } else received.diagnostics.push(settleRefused(intent, failure, safe));
  received.open.delete(attempt);
}

function keepLine(intent: Intent, line: Uint8Array, { journal }: Safe): void {
  const spool = journal.receive(intent);
  spool.write(line);
  spool.finish();
}

/** What a batch could not carry out is not billed. */
function settleRefused(intent: Intent, failure: SendFailure, { journal }: Safe): Diagnostic {
  const decision = decideRetry({ ...failure, explained: true }, { connect: Infinity, rate: Infinity, server: Infinity }, Infinity);
  const code = decision.kind === 'stop' ? decision.code : 'API_SERVER';
  const outcome = code === 'API_MODERATED' ? 'blocked' : 'refused';
  journal.settle(intent, { outcome, cost: 0, requestId: failure.requestId ?? '', note: failure.message });
  const { art, request } = intent;
  return { asset: art.slice(0, art.indexOf('/')), ...describeFailure(code, { failure, model: request.model, bytes: 0, file: '' }) };
}

/** Requests without a result were never begun, unless the provider counts more than its files hold. */
function finish(rest: PendingBatch, { state, received }: { readonly state: BatchState; readonly received: Received }, safe: Safe): Collection {
  const { note, lines } = rest;
  const counted = state.completed + state.failed;
  if (lines.length > 0 && received.results < counted) {
    const message = `its files hold ${received.results} of the ${counted} results that it counts`;
    const lost = batchLost({ batch: note.batch, requests: lines.length, cost: sumReserved(lines), message });
    return { ...nothing, unknown: lines, diagnostics: [...received.diagnostics, lost] };
  }
  close(rest, safe, { outcome: 'refused', note: 'its turn in the batch never came' });
  const unrun = received.unrun + lines.length;
  return { ...nothing, diagnostics: [...received.diagnostics, ...(unrun === 0 ? [] : [batchUnrun({ batch: note.batch, unrun, status: state.status })])] };
}
