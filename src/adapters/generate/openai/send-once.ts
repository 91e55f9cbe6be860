import type { JsonObject } from '../../../model/json.ts';
import { SendError } from '../../../spec/generator.ts';
import { classifyBody, classifyFailure } from './classify-failure.ts';
import type { Fetch } from './create-long-fetch.ts';
import { observeExchange } from './observe-exchange.ts';

/** Who asks, where, and over what. */
export interface Access {
  readonly apiKey: string;
  readonly baseURL: string;
  /** What no message may hold. */
  readonly secrets: readonly string[];
  readonly organization: string | null;
  readonly project: string | null;
  readonly fetch: Fetch;
  /** Milliseconds without a byte after which a request counts as hanging. */
  readonly timeout: number;
}

/** One HTTP request, relative to the base URL. */
export type Call = { readonly method: 'get'; readonly path: string } | { readonly method: 'post'; readonly path: string; readonly body: JsonObject | FormData };

/** The timer of our own connection comes first: it knows how far the request came. */
const sdkGrace = 5_000;

/**
 * Sends exactly one HTTP request through the `openai` package, with its retries off, and gives the success as it came, body unread.
 * @throws SendError
 */
export async function sendOnce(call: Call, access: Access, signal: AbortSignal): Promise<Response> {
  if (signal.aborted) throw new SendError({ phase: 'connect', code: 'ABORTED', explained: false, message: 'stopped by the caller before anything was sent' });
  // The signal goes round the package, which would leave a listener on it with every request.
  const { exchange, fetch } = observeExchange(access.fetch, signal);
  try {
    const client = await openClient(access, fetch);
    const options = { maxRetries: 0, timeout: access.timeout + sdkGrace };
    const promise = call.method === 'get' ? client.get(call.path, options) : client.post(call.path, { ...options, body: call.body });
    return await promise.asResponse();
  } catch (error) {
    throw new SendError(classifyFailure(exchange, error, access.secrets));
  }
}

/**
 * The body of a success, in pieces as they come over the wire.
 * @throws SendError when it breaks off
 */
export async function* readBody(response: Response, access: Access): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) yield chunk;
  } catch (error) {
    throw new SendError(classifyBody(error, findRequestId(response), access.secrets));
  }
}

/** The provider's id of a request; empty where it gives none. */
export function findRequestId(response: Response): string {
  return response.headers.get('x-request-id') ?? '';
}

/** Everything that the package would otherwise take from the environment is said, and its log is off: it could print headers and prompts. */
async function openClient({ apiKey, baseURL, organization, project }: Access, fetch: Fetch) {
  const { OpenAI } = await import('openai');
  return new OpenAI({ apiKey, baseURL, organization, project, adminAPIKey: null, webhookSecret: null, fetch, maxRetries: 0, logLevel: 'off' });
}
