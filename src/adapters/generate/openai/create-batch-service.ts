import { apiRequestInvalid } from '../../../diagnostics/generate.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { VisualsError } from '../../../model/diagnostic.ts';
import { isObject } from '../../../model/json.ts';
import type { GenerateRequest } from '../../../model/purchase.ts';
import type { BatchLine, BatchResult, BatchService, BatchState, BatchTraces } from '../../../spec/batch-service.ts';
import { SendError } from '../../../spec/generator.ts';
import { batchLimits, findEnd } from './capabilities.ts';
import { classifyLine } from './classify-failure.ts';
import { createLineBody, type BodyOptions } from './create-request-body.ts';
import { collect } from './poll-response.ts';
import { findObject, parseJson, readList, readText } from './read-json.ts';
import { findRequestId, readBody, sendOnce, type Access, type Call } from './send-once.ts';

/** What the service is made of. */
export interface BatchOptions {
  readonly access: Access;
  readonly body: BodyOptions;
  /** The day, `2026-11-22`: models end. */
  readonly today: string;
  /** What is wrong with an account that sends anything, such as a missing key; throws. */
  readonly refuseAccount: () => void;
  /** What is wrong with a request wherever it goes. */
  readonly check: (line: Parameters<BatchService['formatLine']>[0]) => readonly Diagnostic[];
}

/** Under this name in its metadata a batch carries what we called it. */
const nameField = 'visuals_batch';

/** How long a question may take that costs nothing and can be put again, in milliseconds. */
const questionPatience = 30_000;

/** Batches over the Files and Batch routes. A batch holds requests of one route and of one model. */
export function createBatchService({ access, body, today, refuseAccount, check }: BatchOptions): BatchService {
  const send = async (call: Call, limits: Access, signal: AbortSignal): Promise<unknown> => {
    refuseAccount();
    const response = await sendOnce(call, limits, signal);
    return parseJson(Buffer.from(await collect(readBody(response, access))).toString('utf8'));
  };
  const quick = { ...access, timeout: Math.min(access.timeout, questionPatience) };
  const ask = (call: Call, signal: AbortSignal): Promise<unknown> => send(call, quick, signal);
  return {
    limits: batchLimits,
    check: (request) => checkForBatch(request, today),
    groupOf: ({ operation, model }) => `${operation} ${model}`,
    formatLine: (line) => {
      const errors = [...check(line), ...checkForBatch(line.request, today), ...checkLinks(line)].filter(({ severity }) => severity === 'error');
      if (errors.length > 0) throw new VisualsError(errors);
      const { path, body: fields } = createLineBody(line.request, line.files, { ...body, count: line.count });
      return Buffer.from(`${JSON.stringify({ custom_id: line.attempt, method: 'POST', url: `/v1${path}`, body: fields })}\n`);
    },
    upload: async (lines, signal) => readId(await send({ method: 'post', path: '/files', body: createUpload(lines) }, access, signal), 'the upload'),
    begin: async ({ name, file, group }, signal) =>
      readState(await send({ method: 'post', path: '/batches', body: createBatch(name, file, group) }, access, signal)),
    find: (traces, signal) => findBatch(traces, (path) => ask({ method: 'get', path }, signal)),
    inspect: async (id, signal) => readState(await ask({ method: 'get', path: `/batches/${encodeURIComponent(id)}` }, signal)),
    cancel: async (id, signal) => readState(await ask({ method: 'post', path: `/batches/${encodeURIComponent(id)}/cancel`, body: {} }, signal)),
    fetch: async (file, signal) => {
      refuseAccount();
      const response = await sendOnce({ method: 'get', path: `/files/${encodeURIComponent(file)}/content` }, access, signal);
      return { requestId: findRequestId(response), body: readBody(response, access) };
    },
    readResult: (line) => readResult(parseJson(Buffer.from(line).toString('utf8')), access.secrets),
  };
}

/** A day may pass before a request is carried out: its model must still be there then. */
function checkForBatch({ api, model }: Pick<GenerateRequest, 'api' | 'model'>, today: string): readonly Diagnostic[] {
  const end = findEnd(model);
  const last = new Date(Date.parse(today) + batchLimits.days * 86_400_000).toISOString().slice(0, 10);
  const found: Diagnostic[] = [];
  if (api !== 'images')
    found.push(
      apiRequestInvalid({ field: 'api', value: `"${api}"`, limit: 'it is not offered in batches', fix: 'Use `api: "images"`, or build without `--batch`.' }),
    );
  if (end !== undefined && today < end.date && last >= end.date)
    found.push(
      apiRequestInvalid({
        field: 'model',
        value: `"${model}"`,
        limit: `a batch may take until ${last}, and the model ends on ${end.date}`,
        fix: `Use "${end.replacement}", or build without \`--batch\`.`,
      }),
    );
  return found;
}

/** Pictures stand in the file itself, in base64: a third more than their bytes. Those of a build are 1536 pixels long at most, and fit however they look. */
function checkLinks({ request, files: { references, mask } }: BatchLine): readonly Diagnostic[] {
  const named = references.map((bytes, index) => [request.references[index]?.name ?? `Image ${index + 1}`, bytes] as const);
  const pictures = mask === undefined ? named : [...named, ['mask', mask] as const];
  const fix = 'Scale it down, or build without `--batch`.';
  const found = pictures
    .filter(([, bytes]) => countCharacters(bytes) > batchLimits.link)
    .map(([name, { byteLength }]) =>
      apiRequestInvalid({ field: `"${name}"`, value: `of ${byteLength} bytes as PNG`, limit: `a batch takes pictures of ${linkBytes} bytes`, fix }),
    );
  const total = pictures.reduce((sum, [, bytes]) => sum + countCharacters(bytes), 0);
  if (found.length > 0 || total <= batchLimits.bytes) return found;
  return [
    apiRequestInvalid({
      field: 'references',
      value: `of ${total} characters`,
      limit: `a batch takes ${batchLimits.bytes} in all`,
      fix: 'Use fewer or smaller pictures, or build without `--batch`.',
    }),
  ];
}

function countCharacters(bytes: Uint8Array): number {
  return linkHead.length + Math.ceil(bytes.byteLength / 3) * 4;
}

/** The longest of the beginnings that such an address may have. */
const linkHead = 'data:image/jpeg;base64,';
const linkBytes = Math.floor((batchLimits.link - linkHead.length) / 4) * 3;

function createUpload(lines: readonly Uint8Array[]): FormData {
  const form = new FormData();
  form.append('purpose', 'batch');
  form.append(
    'file',
    new Blob(
      lines.map((line) => new Uint8Array(line)),
      { type: 'application/jsonl' },
    ),
    'requests.jsonl',
  );
  return form;
}

function createBatch(name: string, file: string, group: string) {
  const route = group.startsWith('edit ') ? 'edits' : 'generations';
  return { input_file_id: file, endpoint: `/v1/images/${route}`, completion_window: batchLimits.window, metadata: { [nameField]: name } };
}

/** Every page is looked through: nowhere is it said in which order batches come. */
async function findBatch({ name, file }: BatchTraces, ask: (path: string) => Promise<unknown>): Promise<BatchState | undefined> {
  for (let after = ''; ;) {
    const page = await ask(`/batches?limit=100${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`);
    if (!isObject(page) || !Array.isArray(page['data'])) throw refuseAnswer('the list of batches');
    const match = page['data'].find((each) => readText(findObject(each, 'metadata'), nameField) === name || readText(each, 'input_file_id') === file);
    if (match !== undefined) return readState(match);
    const last = readText(page['data'].at(-1), 'id') ?? '';
    if (page['has_more'] !== true || last === '' || last === after) return undefined;
    after = last;
  }
}

function readId(value: unknown, what: string): string {
  const id = readText(value, 'id');
  if (id === undefined) throw refuseAnswer(what);
  return id;
}

/** It was answered, and the answer says nothing: whoever asked can't know what became of it. */
function refuseAnswer(what: string): SendError {
  return new SendError({ phase: 'wait', explained: false, message: `${what} came back in a form that is not understood` });
}

const working = ['validating', 'in_progress', 'finalizing', 'cancelling'];
const ended = ['completed', 'expired', 'cancelled'];

function readState(value: unknown): BatchState {
  const status = readText(value, 'status') ?? '';
  if (![...working, ...ended, 'failed'].includes(status)) throw refuseAnswer('the batch');
  const counts = findObject(value, 'request_counts');
  const expires = isObject(value) ? value['expires_at'] : undefined;
  return {
    id: readId(value, 'the batch'),
    phase: working.includes(status) ? 'working' : ended.includes(status) ? 'ended' : 'refused',
    status,
    total: readCount(counts, 'total'),
    completed: readCount(counts, 'completed'),
    failed: readCount(counts, 'failed'),
    expires: typeof expires === 'number' ? new Date(expires * 1000).toISOString() : undefined,
    files: ['output_file_id', 'error_file_id'].flatMap((name) => readText(value, name) ?? []),
    problem: describeErrors(value),
  };
}

function readCount(counts: object | undefined, name: string): number {
  const count = isObject(counts) ? counts[name] : undefined;
  return typeof count === 'number' ? count : 0;
}

/** The first few of what the provider found wrong with the requests. */
function describeErrors(value: unknown): string {
  const errors = readList(findObject(value, 'errors'), 'data').slice(0, 3);
  return errors.map((each) => readText(each, 'message') ?? readText(each, 'code') ?? 'no reason given').join(' ');
}

/** Codes of requests whose turn never came. */
const unrunCodes = ['batch_expired', 'batch_cancelled'];

function readResult(value: unknown, secrets: readonly string[]): BatchResult | undefined {
  const attempt = readText(value, 'custom_id');
  if (attempt === undefined) return undefined;
  const response = findObject(value, 'response');
  const status = response?.['status_code'];
  if (status === 200) return { attempt };
  const error = findObject(value, 'error');
  if (typeof status === 'number') {
    return { attempt, failure: classifyLine(status, response?.['body'], readText(response, 'request_id') ?? '', secrets), unrun: false };
  }
  return { attempt, failure: classifyLine(400, { error }, '', secrets), unrun: unrunCodes.includes(readText(error, 'code') ?? '') };
}
