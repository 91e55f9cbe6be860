import { answerEvents, answerJson } from './answer.ts';
import { ApiError, refuseMissing, refuseNotFound, refuseUnknown, refuseValue } from './api-error.ts';
import { createCall, createFailedCall, createResponseBody, failedResponse, type ResponseHead } from './create-response-body.ts';
import { createResponseEvents } from './create-response-events.ts';
import { isRecord, toList, type JsonRecord } from './json.ts';
import { sayFake } from './images-route.ts';
import { listDeliverable, makePictures } from './make-pictures.ts';
import { parseJson, readImageReference, type ParsedRequest, type Upload } from './parse-request.ts';
import { describePost } from './record-post.ts';
import { servedModels } from './served-models.ts';
import type { Answer, RouteContext, ServerState } from './server-types.ts';
import type { FinishedResponse, StoredResponse } from './stored-objects.ts';
import { validateRequest, type PictureRequest } from './validate-request.ts';

const known = (
  'model input tools tool_choice background store stream instructions metadata safety_identifier user previous_response_id parallel_tool_calls ' +
  'reasoning include max_output_tokens max_tool_calls temperature top_p text truncation service_tier prompt_cache_key stream_options'
).split(' ');

/** `POST /v1/responses` with the `image_generation` tool: at once, as events, or in the background. */
export async function answerRespond(context: RouteContext): Promise<Answer> {
  const { state } = context;
  const fields = parseJson(context.body);
  const { parsed, request } = await checkRequest(fields, context);
  context.whenClosed.push(state.limiter.admit(request.model.id, 1));
  const response = startResponse(fields, { parsed, request }, context);
  if (fields['stream'] === true) return answerFinishedEvents(await response.done, 0);
  if (response.background) return answerJson(response.pending);
  const { body, pictures } = await response.done;
  return answerJson(body, { pictures });
}

/** `GET /v1/responses/:id`: each ask brings a background response nearer to its end; with `stream=true` it waits for it. */
export async function answerGetResponse({ state, id, query }: RouteContext): Promise<Answer> {
  const response = findResponse(state, id);
  if (query.get('stream') === 'true') return answerFinishedEvents(await response.done, Number(query.get('starting_after') ?? -1) + 1);
  response.polls++;
  if (response.cancelled) return answerJson({ ...response.pending, status: 'cancelled' });
  if (response.background && response.polls < state.options.pollsUntilDone) return answerJson({ ...response.pending, status: 'in_progress' });
  const { body, pictures } = await response.done;
  return answerJson(body, { pictures });
}

/** `POST /v1/responses/:id/cancel`. */
export async function answerCancelResponse({ state, id }: RouteContext): Promise<Answer> {
  const response = findResponse(state, id);
  if (!response.background) throw refuseValue('response_id', 'Only responses created in the background can be cancelled.', 'invalid_value');
  if (response.polls >= state.options.pollsUntilDone && !response.cancelled) return answerJson((await response.done).body);
  response.cancelled = true;
  return answerJson({ ...response.pending, status: 'cancelled' });
}

/** `DELETE /v1/responses/:id`. */
export async function answerDeleteResponse({ state, id }: RouteContext): Promise<Answer> {
  findResponse(state, id);
  state.responses.delete(id);
  return answerJson({ id, object: 'response', deleted: true });
}

interface CheckedRequest {
  readonly parsed: ParsedRequest;
  readonly request: PictureRequest;
}

async function checkRequest(fields: JsonRecord, { state, post }: RouteContext): Promise<CheckedRequest> {
  const stranger = Object.keys(fields).find((name) => !known.includes(name));
  if (stranger !== undefined) throw refuseUnknown(stranger);
  checkModel(fields['model']);
  const index = toList(fields['tools']).findIndex((tool) => isRecord(tool) && tool['type'] === 'image_generation');
  const tool = toList(fields['tools'])[index];
  if (!isRecord(tool)) throw refuseValue('tools', "This server answers requests with the tool 'image_generation' only.", 'unsupported_value');
  const parsed = parseTool(fields, tool, state);
  describePost(post, parsed);
  return { parsed, request: await blameTool(index, () => validateRequest(parsed, 'tool', state)) };
}

function checkModel(model: unknown): void {
  if (typeof model !== 'string') throw refuseMissing('model');
  if (servedModels.some(({ id }) => id === model))
    throw refuseValue('model', `The model '${model}' can't be used with the Responses API; name it in the tool.`, 'invalid_value');
}

function parseTool(
  fields: JsonRecord,
  { type: _type, action, input_image_mask: mask, model = 'gpt-image-2.6-sunburst', ...tool }: JsonRecord,
  state: ServerState,
): ParsedRequest {
  const parts = listParts(fields['input']);
  const references = parts.filter((part) => part['type'] === 'input_image').map((part) => readImageReference(part, state, 'input'));
  if (action === 'edit' && references.length === 0) throw refuseValue('tools', "The action 'edit' needs an image in the input.", 'invalid_value');
  const prompt = parts
    .filter((part) => part['type'] === 'input_text')
    .map((part) => part['text'])
    .join('\n');
  const stream = fields['stream'] ?? false;
  return { fields: { ...tool, model, prompt, stream }, references, mask: readMask(mask, state) };
}

function readMask(mask: unknown, state: ServerState): Upload | undefined {
  return mask === undefined || mask === null ? undefined : readImageReference(mask, state, 'tools.input_image_mask');
}

/** Texts and images of the input, in order. */
function listParts(input: unknown): readonly JsonRecord[] {
  if (typeof input === 'string') return [{ type: 'input_text', text: input }];
  if (!Array.isArray(input)) throw refuseMissing('input');
  return toList(input)
    .filter(isRecord)
    .flatMap((item) => (typeof item['content'] === 'string' ? [{ type: 'input_text', text: item['content'] }] : toList(item['content']).filter(isRecord)));
}

/** A mistake inside of the tool is named by its place in the request. */
async function blameTool<Result>(index: number, check: () => Promise<Result>): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { message, type, code, param } = error.body.error;
    if (param === 'prompt') throw refuseValue('input', String(message), String(code));
    throw new ApiError({ status: error.status, message: String(message), type: String(type), code: String(code), param: `tools[${index}].${String(param)}` });
  }
}

/** The picture is begun now, so that it is made and billed whoever fetches it. */
function startResponse(fields: JsonRecord, { parsed, request }: CheckedRequest, context: RouteContext): StoredResponse {
  const { state } = context;
  const background = fields['background'] === true;
  const stored = fields['store'] !== false;
  const besides = sayFake(state.options);
  const head: ResponseHead = { id: state.createId('resp'), created: Math.floor(Date.now() / 1000), fields, background, stored, besides };
  const pending = createResponseBody(head, { status: background ? 'queued' : 'in_progress', output: [] });
  const response = { id: head.id, stored, background, polls: 0, cancelled: false, pending, done: finishResponse(head, { parsed, request }, context) };
  // A caller that is gone must not turn a failure into an unhandled one; whoever asks still gets it.
  response.done.catch(() => undefined);
  if (stored || background) state.responses.set(head.id, response);
  return response;
}

async function finishResponse(head: ResponseHead, { parsed, request }: CheckedRequest, context: RouteContext): Promise<FinishedResponse> {
  const { fault, state } = context;
  const callId = state.createId('ig');
  if (fault?.kind === 'failed-response') return { body: createResponseBody(head, failedResponse), pictures: [], partials: [] };
  if (fault?.kind === 'failed-call')
    return { body: createResponseBody(head, { status: 'completed', output: [createFailedCall(callId, fault)] }), pictures: [], partials: [] };
  const purchase = await makePictures(request, context);
  const output = purchase.pictures.map(({ base64 }) => createCall(callId, { request, base64, edit: parsed.references.length > 0 }));
  const body = createResponseBody(head, { status: 'completed', output, usage: purchase.usage });
  return { body, pictures: listDeliverable(purchase, fault), partials: purchase.pictures[0]?.partials ?? [] };
}

function answerFinishedEvents({ body, partials, pictures }: FinishedResponse, from: number): Answer {
  return answerEvents(createResponseEvents(body, partials).slice(from), pictures);
}

function findResponse({ responses }: ServerState, id: string): StoredResponse {
  const response = responses.get(id);
  if (response === undefined) throw refuseNotFound(`Response with id '${id}' not found.`);
  return response;
}
