import { answerJson } from './answer.ts';
import { refuseMissing, refuseNotFound, refuseValue } from './api-error.ts';
import { findPhase } from './faults.ts';
import { isRecord } from './json.ts';
import { parseJson } from './parse-request.ts';
import { readBatchLines } from './read-batch-lines.ts';
import { runBatch } from './run-batch.ts';
import type { Answer, RouteContext, ServerState } from './server-types.ts';
import type { StoredBatch, StoredFile } from './stored-objects.ts';
import { readChoice } from './validate-request.ts';

/** How a batch is brought to an end by command; `lines` of its input are done by then, all unless given. */
export interface BatchEnd {
  readonly status?: 'completed' | 'expired' | 'cancelled' | 'failed';
  readonly lines?: number;
}

/** `POST /v1/batches`. Mistakes in the lines show as a batch that fails, as they do there. */
export async function answerCreateBatch({ state, body }: RouteContext): Promise<Answer> {
  const fields = parseJson(body);
  const endpoint = readChoice(fields, 'endpoint', ['/v1/images/generations', '/v1/images/edits']);
  if (endpoint === undefined) throw refuseMissing('endpoint');
  if (readChoice(fields, 'completion_window', ['24h']) === undefined) throw refuseMissing('completion_window');
  checkMetadata(fields['metadata']);
  const file = findInput(state, fields['input_file_id']);
  const id = state.createId('batch');
  const { lines, errors } = readBatchLines(file.bytes, endpoint, () => takeLineFault(state));
  const batch: StoredBatch = { id, lines, polls: 0, body: createBody(id, { ...fields, endpoint }, lines.length) };
  if (errors.length > 0) batch.body = { ...batch.body, status: 'failed', failed_at: readSeconds(), errors: { object: 'list', data: errors } };
  state.batches.set(id, batch);
  return answerJson({ ...batch.body, status: 'validating' });
}

/** `GET /v1/batches/:id`: each ask brings it nearer to its end. */
export async function answerGetBatch({ state, id }: RouteContext): Promise<Answer> {
  const batch = findBatch(state, id);
  batch.polls++;
  if (batch.body.status === 'cancelling') await finishBatch(state, id, { status: 'cancelled', lines: 0 });
  if (batch.body.status === 'in_progress' && batch.polls >= state.options.pollsUntilDone) await finishBatch(state, id, {});
  return answerJson(batch.body);
}

/** `GET /v1/batches`, the newest first, a page at a time. */
export async function answerListBatches({ state, query }: RouteContext): Promise<Answer> {
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw refuseValue('limit', `Invalid 'limit': ${limit}.`, 'invalid_value');
  const all = [...state.batches.values()].map(({ body }) => body).toReversed();
  const from = query.has('after') ? all.findIndex((each) => each['id'] === query.get('after')) + 1 : 0;
  const data = all.slice(from, from + limit);
  const ends = { first_id: data[0]?.['id'] ?? null, last_id: data.at(-1)?.['id'] ?? null };
  return answerJson({ object: 'list', data, has_more: from + limit < all.length, ...ends });
}

/** `POST /v1/batches/:id/cancel`. */
export async function answerCancelBatch({ state, id }: RouteContext): Promise<Answer> {
  const batch = findBatch(state, id);
  if (batch.body.status !== 'in_progress') throw refuseValue('batch_id', `Cannot cancel a batch with status '${batch.body.status}'.`, 'invalid_value');
  batch.body = { ...batch.body, status: 'cancelling', cancelling_at: readSeconds() };
  return answerJson(batch.body);
}

/** Carries out what is to be done of a batch, once, and ends it. */
export async function finishBatch(state: ServerState, id: string, end: BatchEnd): Promise<void> {
  const batch = findBatch(state, id);
  batch.running ??= endBatch(batch, state, end);
  await batch.running;
}

async function endBatch(batch: StoredBatch, state: ServerState, { status = 'completed', lines = batch.lines.length }: BatchEnd): Promise<void> {
  const results = await runBatch(batch, state, { done: lines, expired: status === 'expired' });
  batch.body = { ...batch.body, ...results, status, [`${status}_at`]: readSeconds() };
}

function createBody(id: string, fields: Readonly<Record<string, unknown>>, total: number): StoredBatch['body'] {
  const created = readSeconds();
  return {
    id,
    object: 'batch',
    endpoint: fields['endpoint'],
    input_file_id: fields['input_file_id'],
    completion_window: '24h',
    status: 'in_progress',
    created_at: created,
    in_progress_at: created,
    expires_at: created + 86_400,
    metadata: fields['metadata'] ?? null,
    request_counts: { total, completed: 0, failed: 0 },
  };
}

/** Up to 16 texts. */
function checkMetadata(metadata: unknown): void {
  if (metadata === undefined || metadata === null) return;
  if (!isRecord(metadata)) throw refuseValue('metadata', "Invalid type for 'metadata': expected an object.", 'invalid_type');
  const pairs = Object.entries(metadata);
  const isGood = pairs.length <= 16 && pairs.every(([name, value]) => name.length <= 64 && typeof value === 'string' && value.length <= 512);
  if (!isGood) throw refuseValue('metadata', "Invalid 'metadata': at most 16 pairs of texts of at most 64 and 512 characters.", 'invalid_value');
}

/** Only faults that a line can have: what happens on the wire happens to the requests around it. */
function takeLineFault({ faults }: ServerState): StoredBatch['lines'][number]['fault'] {
  const fault = faults.take('batch-line');
  return ['status', 'picture'].includes(findPhase(fault) ?? '') ? fault : undefined;
}

function findInput({ files }: ServerState, id: unknown): StoredFile {
  if (typeof id !== 'string') throw refuseMissing('input_file_id');
  const file = files.get(id);
  if (file === undefined || file.purpose !== 'batch')
    throw refuseValue('input_file_id', `Invalid file '${id}': expected a file with purpose 'batch'.`, 'invalid_file');
  return file;
}

function findBatch({ batches }: ServerState, id: string): StoredBatch {
  const batch = batches.get(id);
  if (batch === undefined) throw refuseNotFound(`No batch found with id '${id}'.`);
  return batch;
}

function readSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
