import { isRecord, toList, type JsonRecord } from './json.ts';

/** An event of a response's stream. */
export interface ResponseEvent {
  readonly type: string;
  readonly sequence_number: number;
}

/** An event before it has its number. */
type UnnumberedEvent = JsonRecord & { readonly type: string };

/** The whole stream of a finished response, numbered from 0; `partials` are base64. */
export function createResponseEvents(body: JsonRecord, partials: readonly string[]): readonly ResponseEvent[] {
  const pending = { ...body, status: 'in_progress', output: [], completed_at: null };
  const calls = toList(body['output'])
    .filter(isRecord)
    .flatMap((call, index) => createCallEvents(call, index, partials));
  const last = { type: body['status'] === 'failed' ? 'response.failed' : 'response.completed', response: body };
  const events: readonly UnnumberedEvent[] = [
    { type: 'response.created', response: pending },
    { type: 'response.in_progress', response: pending },
    ...calls,
    last,
  ];
  return events.map((event, index) => ({ ...event, sequence_number: index }));
}

function createCallEvents(call: JsonRecord, index: number, partials: readonly string[]): readonly UnnumberedEvent[] {
  const place = { output_index: index, item_id: call['id'] };
  const { background, output_format, quality, size } = call;
  const stages = partials.map((partial, stage) => ({
    type: 'response.image_generation_call.partial_image',
    ...place,
    partial_image_index: stage,
    partial_image_b64: partial,
    background,
    output_format,
    quality,
    size,
  }));
  return [
    { type: 'response.output_item.added', output_index: index, item: { id: call['id'], type: call['type'], status: 'in_progress', result: null } },
    { type: 'response.image_generation_call.in_progress', ...place },
    { type: 'response.image_generation_call.generating', ...place },
    ...stages,
    { type: 'response.image_generation_call.completed', ...place },
    { type: 'response.output_item.done', output_index: index, item: call },
  ];
}
