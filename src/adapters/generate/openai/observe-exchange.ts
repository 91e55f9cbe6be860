import type { Fetch } from './create-long-fetch.ts';

/** What was seen of one request on its way through the SDK, whatever the SDK makes of it. */
export interface Exchange {
  /** Requests that were handed to `fetch`; one at most. */
  attempts: number;
  /** What `fetch` threw. */
  error?: unknown;
  /** An answer that is no success, with its body as text. */
  refusal?: { readonly status: number; readonly headers: Headers; readonly text: string };
}

/** No error body that anybody needs is longer. */
const mostErrorBytes = 1_000_000;

/**
 * Wraps `fetch` for exactly one request: a second one is refused before it is sent, whoever asks for it, and an answer that is no success is read here, since what the
 * SDK keeps of it differs from version to version.
 */
export function observeExchange(fetch: Fetch, signal: AbortSignal): { readonly exchange: Exchange; readonly fetch: Fetch } {
  const exchange: Exchange = { attempts: 0 };
  const observed: Fetch = async (input, init) => {
    exchange.attempts += 1;
    if (exchange.attempts > 1) throw new Error('a request is sent once only');
    try {
      const response = await fetch(input, { ...init, redirect: 'manual', signal: joinSignals(signal, init?.signal) });
      return response.ok ? response : await keepRefusal(response, exchange);
    } catch (error) {
      exchange.error = error;
      throw error;
    }
  };
  return { exchange, fetch: Object.assign(observed, { Response }) };
}

function joinSignals(signal: AbortSignal, other: AbortSignal | null | undefined): AbortSignal {
  return other === null || other === undefined ? signal : AbortSignal.any([signal, other]);
}

async function keepRefusal(response: Response, exchange: Exchange): Promise<Response> {
  const { status, headers } = response;
  const text = await readText(response);
  exchange.refusal = { status, headers, text };
  return new Response([204, 205, 304].includes(status) ? null : text, { status, headers: { 'content-type': headers.get('content-type') ?? '' } });
}

/** What can be read of an error's body; one that breaks off still has its status. */
async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > mostErrorBytes) break;
    }
  } catch {
    // The status is told all the same.
  }
  return Buffer.concat(chunks).toString('utf8');
}
