import type { Fault } from './faults.ts';
import { isRecord } from './json.ts';
import type { BatchLine } from './stored-objects.ts';

/** A mistake in a batch's input; `line` counts from 1. */
export interface BatchError {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
  readonly param: string | null;
}

const lineLimit = 50_000;
const byteLimit = 200 * 1024 * 1024;

/** The requests of a batch's JSONL and what is wrong with it: each line an object with its own `custom_id`, POST, the batch's url and a body. */
export function readBatchLines(
  bytes: Buffer,
  endpoint: string,
  takeFault: () => Fault | undefined,
): { readonly lines: readonly BatchLine[]; readonly errors: readonly BatchError[] } {
  if (bytes.length > byteLimit)
    return { lines: [], errors: [{ code: 'file_too_large', message: 'The input file is larger than 200 MB.', line: null, param: null }] };
  const texts = bytes
    .toString('utf8')
    .split('\n')
    .filter((text) => text.trim() !== '');
  if (texts.length === 0) return { lines: [], errors: [{ code: 'empty_file', message: 'The input file is empty.', line: null, param: null }] };
  if (texts.length > lineLimit)
    return { lines: [], errors: [{ code: 'too_many_tasks', message: `The input file has more than ${lineLimit} lines.`, line: null, param: null }] };
  const rules = { endpoint, seen: new Set<string>(), models: new Set<unknown>() };
  const read = texts.map((text, index) => readLine(text, index + 1, rules));
  const errors = read.filter((line) => 'code' in line);
  return { lines: errors.length > 0 ? [] : read.filter((line) => 'customId' in line).map((line) => ({ ...line, fault: takeFault() })), errors };
}

function readLine(
  text: string,
  line: number,
  { endpoint, seen, models }: { readonly endpoint: string; readonly seen: Set<string>; readonly models: Set<unknown> },
): Omit<BatchLine, 'fault'> | BatchError {
  const value = parseLine(text);
  if (!isRecord(value)) return { code: 'invalid_json_line', message: 'This line is not parseable as valid JSON.', line, param: null };
  const { custom_id: customId, method, url, body } = value;
  if (typeof customId !== 'string' || customId === '')
    return { code: 'missing_required_parameter', message: 'Missing required parameter: custom_id.', line, param: 'custom_id' };
  if (seen.has(customId)) return { code: 'duplicate_custom_id', message: `The custom_id '${customId}' is not unique.`, line, param: 'custom_id' };
  seen.add(customId);
  if (method !== 'POST') return { code: 'invalid_method', message: "The method must be 'POST'.", line, param: 'method' };
  if (url !== endpoint) return { code: 'mismatched_url', message: `The url must be '${endpoint}'.`, line, param: 'url' };
  if (!isRecord(body)) return { code: 'missing_required_parameter', message: 'Missing required parameter: body.', line, param: 'body' };
  if (body['stream'] === true) return { code: 'invalid_value', message: 'Streaming is not possible in a batch.', line, param: 'body.stream' };
  models.add(body['model']);
  if (models.size > 1) return { code: 'mismatched_model', message: 'All requests of a batch must name the same model.', line, param: 'body.model' };
  return { customId, body };
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
