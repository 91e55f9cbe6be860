import type { ImageUsage } from './count-tokens.ts';
import type { Fault } from './faults.ts';
import type { JsonRecord } from './json.ts';
import type { PictureRequest } from './validate-request.ts';
import { createModerationError } from './answer-status-fault.ts';

/** What a response says whatever becomes of it. */
export interface ResponseHead {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly fields: JsonRecord;
  readonly background: boolean;
  readonly stored: boolean;
  /** What a server for people says besides. */
  readonly besides: JsonRecord;
}

/** How far a response has come. */
export interface ResponseState {
  readonly status: string;
  readonly output: readonly JsonRecord[];
  readonly error?: JsonRecord;
  readonly usage?: ImageUsage;
}

/** A response that failed on the provider's side. */
export const failedResponse: ResponseState = {
  status: 'failed',
  output: [],
  error: { code: 'server_error', message: 'The server had an error while processing your request.' },
};

/** A `Response` object as the Responses API answers it. */
export function createResponseBody(head: ResponseHead, { status, output, error, usage }: ResponseState): JsonRecord {
  const { fields } = head;
  return {
    id: head.id,
    object: 'response',
    ...head.besides,
    created_at: head.created,
    status,
    background: head.background,
    completed_at: status === 'completed' ? Math.floor(Date.now() / 1000) : null,
    error: error ?? null,
    incomplete_details: null,
    instructions: fields['instructions'] ?? null,
    metadata: fields['metadata'] ?? {},
    model: fields['model'],
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    safety_identifier: fields['safety_identifier'] ?? null,
    store: head.stored,
    temperature: 1,
    tool_choice: fields['tool_choice'] ?? 'auto',
    tools: fields['tools'],
    top_p: 1,
    ...(usage === undefined ? {} : describeUsage(usage)),
  };
}

/** The call that made the picture; the tool's token usage stands apart from the author model's. */
export function createCall(
  id: string,
  { request, base64, edit }: { readonly request: PictureRequest; readonly base64: string | undefined; readonly edit: boolean },
): JsonRecord {
  return {
    id,
    type: 'image_generation_call',
    status: 'completed',
    action: edit ? 'edit' : 'generate',
    background: request.transparent ? 'transparent' : 'opaque',
    output_format: request.format,
    quality: request.quality,
    result: base64 ?? null,
    revised_prompt: request.prompt,
    size: `${request.width}x${request.height}`,
  };
}

/** A call that moderation stopped inside of a response that is otherwise complete. */
export function createFailedCall(id: string, fault: Fault): JsonRecord {
  return { id, type: 'image_generation_call', status: 'failed', result: null, error: createModerationError(fault).body.error };
}

function describeUsage(usage: ImageUsage): JsonRecord {
  const author = {
    input_tokens: 60,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 20,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 80,
  };
  return { usage: author, tool_usage: { image_gen: usage, web_search: { num_requests: 0 } } };
}
