import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createOpenAiGenerator, type OpenAiOptions } from '../../../../src/adapters/generate/openai/create-openai-generator.ts';
import type { Digest } from '../../../../src/model/digest.ts';
import type { GenerateRequest } from '../../../../src/model/purchase.ts';
import { VisualsError } from '../../../../src/model/diagnostic.ts';
import { SendError, type Generator, type RawReply, type SendFailure } from '../../../../src/spec/generator.ts';

/** A key that must never be seen whole. */
export const canary = 'sk-canary-0123456789abcdefWXYZ';

export const noFiles = { references: [] };

/** References by name alone. */
export function createReferences(count: number): GenerateRequest['references'] {
  return Array.from({ length: count }, (_, index) => ({ name: `Image ${index + 1}`, digest: String(index).padStart(64, '0') as Digest }));
}

export function createGenerator(baseURL: string, rest: Partial<OpenAiOptions> = {}): Generator {
  return createOpenAiGenerator({ apiKey: canary, baseURL, today: '2026-11-22', timeout: 5000, pollInterval: 5, ...rest });
}

/** A server of one's own, for answers that no provider gives; closed with the test. */
export async function listen(handle: RequestListener): Promise<{ readonly baseUrl: string; readonly count: () => number }> {
  let requests = 0;
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    requests += 1;
    handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, count: () => requests };
}

export async function collect(reply: RawReply): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of reply.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The failure that a promise ends with; fails when it doesn't. */
export async function failureOf(promise: Promise<unknown>): Promise<SendFailure> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof SendError) return error.failure;
  throw new Error(`expected a SendError, got ${String(error)}`);
}

/** `CODE message` of all that was thrown. */
export function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof VisualsError) return error.diagnostics.map(({ code, message }) => `${code} ${message}`);
    throw error;
  }
  return [];
}

export const codesOf = (diagnostics: readonly { readonly code: string }[]): readonly string[] => diagnostics.map(({ code }) => code);
