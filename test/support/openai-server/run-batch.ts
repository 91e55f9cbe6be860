import { createHash } from 'node:crypto';
import { ApiError } from './api-error.ts';
import { createStatusError } from './answer-status-fault.ts';
import { findPhase } from './faults.ts';
import { storeFile } from './files-route.ts';
import { buyPictures } from './images-route.ts';
import { listDeliverable } from './make-pictures.ts';
import { parseEditJson, type ParsedRequest } from './parse-request.ts';
import type { PictureRecord, Writable } from './records.ts';
import type { ServerState } from './server-types.ts';
import type { BatchLine, StoredBatch } from './stored-objects.ts';

/** What one line came to. */
interface LineResult {
  readonly customId: string;
  readonly failed: boolean;
  readonly value: Readonly<Record<string, unknown>>;
  readonly pictures: readonly Writable<PictureRecord>[];
}

/** Carries out the first `done` lines and writes the output and error files; the fields of the batch that change. Lines left over expire or are silent. */
export async function runBatch(
  batch: StoredBatch,
  state: ServerState,
  { done, expired }: { readonly done: number; readonly expired: boolean },
): Promise<Readonly<Record<string, unknown>>> {
  const results: LineResult[] = [];
  for (const line of batch.lines.slice(0, done)) results.push(await runLine(line, batch, state));
  const late = expired ? batch.lines.slice(done).map(expireLine) : [];
  const good = shuffle(
    results.filter(({ failed }) => !failed),
    batch.id,
  );
  const bad = shuffle([...results.filter(({ failed }) => failed), ...late], batch.id);
  return {
    ...(good.length === 0 ? {} : { output_file_id: writeLines(state, `${batch.id}_output.jsonl`, good) }),
    ...(bad.length === 0 ? {} : { error_file_id: writeLines(state, `${batch.id}_error.jsonl`, bad) }),
    request_counts: { total: batch.lines.length, completed: good.length, failed: bad.length },
  };
}

async function runLine(line: BatchLine, batch: StoredBatch, state: ServerState): Promise<LineResult> {
  const requestId = state.createId('req');
  try {
    const { body, pictures } = await buyLine(line, { batch, state, requestId });
    return createResult(line, { failed: false, requestId, status: 200, body, pictures });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return createResult(line, { failed: true, requestId, status: error.status, body: error.body, pictures: [] });
  }
}

interface LineContext {
  readonly batch: StoredBatch;
  readonly state: ServerState;
  readonly requestId: string;
}

async function buyLine(
  line: BatchLine,
  { batch, state, requestId }: LineContext,
): Promise<{ readonly body: unknown; readonly pictures: LineResult['pictures'] }> {
  const { fault, customId } = line;
  if (fault !== undefined && findPhase(fault) === 'status') throw createStatusError(fault);
  const kind = batch.body['endpoint'] === '/v1/images/edits' ? 'edit' : 'generate';
  const { purchase, body } = await buyPictures(parseLineBody(line, kind, state), kind, { state, requestId, fault, custom: customId });
  return { body, pictures: listDeliverable(purchase, fault) };
}

function parseLineBody({ body }: BatchLine, kind: 'generate' | 'edit', state: ServerState): ParsedRequest {
  return kind === 'edit' ? parseEditJson(body, state) : { fields: body, references: [], mask: undefined };
}

interface LineAnswer {
  readonly failed: boolean;
  readonly requestId: string;
  readonly status: number;
  readonly body: unknown;
  readonly pictures: LineResult['pictures'];
}

function createResult({ customId }: BatchLine, { failed, requestId, status, body, pictures }: LineAnswer): LineResult {
  const response = { status_code: status, request_id: requestId, body };
  return { customId, failed, value: { id: `batch_${requestId}`, custom_id: customId, response, error: null }, pictures };
}

function expireLine({ customId }: BatchLine): LineResult {
  const error = { code: 'batch_expired', message: 'This request could not be executed before the completion window expired.' };
  return { customId, failed: true, value: { id: `batch_req_${customId}`, custom_id: customId, response: null, error }, pictures: [] };
}

/** Never the order of the input, and the same for the same batch. */
function shuffle(results: readonly LineResult[], seed: string): readonly LineResult[] {
  const ranked = results.map((result) => ({ result, rank: createHash('sha256').update(`${seed}/${result.customId}`).digest('hex') }));
  const shuffled = ranked.toSorted((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ result }) => result);
  return shuffled.every((result, index) => result === results[index]) ? shuffled.toReversed() : shuffled;
}

function writeLines(state: ServerState, filename: string, results: readonly LineResult[]): string {
  const bytes = Buffer.from(results.map(({ value }) => `${JSON.stringify(value)}\n`).join(''));
  return storeFile(state, { filename, purpose: 'batch_output', bytes, mediaType: 'application/jsonl', pictures: results.flatMap(({ pictures }) => pictures) })
    .id;
}
