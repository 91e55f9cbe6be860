import { keyMissing } from '../../../diagnostics/generate.ts';
import { VisualsError, type Diagnostic } from '../../../model/diagnostic.ts';
import type { GenerateRequest } from '../../../model/purchase.ts';
import {
  SendError,
  type Generator,
  type ListedModel,
  type RawReply,
  type RequestExtras,
  type RequestFiles,
  type SendOptions,
} from '../../../spec/generator.ts';
import { findCapabilities, findEnd, findSnapshot, tableVersion } from './capabilities.ts';
import { checkBaseUrl, defaultBaseUrl, findCredentials } from './check-base-url.ts';
import { checkFiles } from './check-files.ts';
import { checkRequest } from './check-request.ts';
import { createBatchService } from './create-batch-service.ts';
import { createLongFetch, type Fetch } from './create-long-fetch.ts';
import { createRequestBody } from './create-request-body.ts';
import { computeCost, estimateCost, estimatePortableCost } from './estimate-cost.ts';
import { findLegalSize } from './find-legal-size.ts';
import { parseReply } from './parse-reply.ts';
import { collect, createFinishedReply, isUnderway, pollResponse, type PollAccess } from './poll-response.ts';
import { parseJson, readList, readText } from './read-json.ts';
import { findRequestId, readBody, sendOnce } from './send-once.ts';
import { watchStream } from './watch-stream.ts';

/** An account at OpenAI, or a server that speaks its language. Nothing is taken from the environment here. */
export interface OpenAiOptions {
  /** Needed for sending alone. */
  readonly apiKey?: string | undefined;
  /** Default OpenAI's own; http only on this machine. */
  readonly baseURL?: string | undefined;
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
  /** Default one over Node's http client, which waits as long as `timeout` says. */
  readonly fetch?: Fetch | undefined;
  /** Milliseconds without a byte after which a request counts as hanging; default 15 minutes. */
  readonly timeout?: number | undefined;
  /** Milliseconds between two questions for a response in the background; default 2 seconds. */
  readonly pollInterval?: number | undefined;
  /** `portable`: only prompt, number, size and a base64 reply are asked for; default `openai`. */
  readonly profile?: 'openai' | 'portable' | undefined;
  /** Whether the table's rules on sizes hold; default true, but for the portable profile. */
  readonly sizeRules?: boolean | undefined;
  /** Whether the account is let into the provider's previews; default false. */
  readonly previewAccess?: boolean | undefined;
  /** Hashed name of the end user, for the provider's monitoring of abuse. */
  readonly safetyIdentifier?: string | undefined;
  /** The language model that calls the picture tool on the Responses door; default the table's. */
  readonly responsesModel?: string | undefined;
  /** The day, `2026-11-22`: models end. */
  readonly today: string;
}

/** Everything settled. */
interface Settings {
  readonly access: PollAccess;
  readonly today: string;
  readonly profile: 'openai' | 'portable';
  readonly sizeRules: boolean;
  readonly previewAccess: boolean;
  readonly identity: { readonly safetyIdentifier?: string; readonly responsesModel?: string };
}

const minute = 60_000;

/** Pictures from OpenAI's Images and Responses APIs, through the `openai` package; it alone knows their wire format, limits and prices. */
export function createOpenAiGenerator(options: OpenAiOptions): Generator {
  const settings = settle(options);
  const { access } = settings;
  const check = (request: GenerateRequest, extras?: RequestExtras): readonly Diagnostic[] => [
    ...checkBaseUrl(access.baseURL),
    ...checkRequest(request, settings, extras),
  ];
  const refuseAccount = (): void => refuse([...checkKey(access.apiKey), ...checkBaseUrl(access.baseURL)]);
  const batches = createBatchService({
    access,
    today: settings.today,
    body: { ...settings.identity, profile: settings.profile },
    refuseAccount,
    check: ({ request, files, count }) => [...check(request, { count }), ...checkFiles(request, files)],
  });
  return {
    name: 'openai',
    tableVersion,
    check,
    checkFiles,
    findSnapshot,
    findEnd,
    findLegalSize: (model, wanted) => findLegalSize(settings.sizeRules ? findCapabilities(model)?.sizes : undefined, wanted),
    estimate: settings.profile === 'portable' ? estimatePortableCost : estimateCost,
    computeCost,
    send: async (request, files, signal, sendOptions = {}) => {
      refuse([...checkKey(access.apiKey), ...check(request, sendOptions), ...checkFiles(request, files)]);
      return send(request, files, { settings, signal, options: sendOptions });
    },
    resume: async (id, signal) => {
      refuseAccount();
      return pollResponse(id, access, signal);
    },
    parse: parseReply,
    listModels: async (signal) => {
      refuseAccount();
      return listModels(access, signal);
    },
    // Servers of the portable profile have no such routes.
    ...(settings.profile === 'portable' ? {} : { batches }),
  };
}

function settle(options: OpenAiOptions): Settings {
  const { timeout = 15 * minute, profile = 'openai', sizeRules = profile === 'openai', previewAccess = false, safetyIdentifier, responsesModel } = options;
  // An empty variable of the environment counts as none.
  const baseURL = options.baseURL === undefined || options.baseURL === '' ? defaultBaseUrl : options.baseURL;
  const access = {
    apiKey: options.apiKey ?? '',
    baseURL,
    secrets: [options.apiKey ?? '', ...findCredentials(baseURL)],
    organization: options.organization ?? null,
    project: options.project ?? null,
    fetch: options.fetch ?? createLongFetch({ connect: Math.min(minute / 2, timeout), idle: timeout }),
    timeout,
    pollInterval: options.pollInterval ?? 2000,
  };
  const identity = { ...(safetyIdentifier === undefined ? {} : { safetyIdentifier }), ...(responsesModel === undefined ? {} : { responsesModel }) };
  return { access, today: options.today, profile, sizeRules, previewAccess, identity };
}

function checkKey(apiKey: string): readonly Diagnostic[] {
  return apiKey === '' ? [keyMissing({ variable: 'OPENAI_API_KEY' })] : [];
}

/** Throws errors, if there are any; warnings were told when the request was planned. */
function refuse(found: readonly Diagnostic[]): void {
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new VisualsError(errors);
}

interface Sending {
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly options: SendOptions;
}

async function send(request: GenerateRequest, files: RequestFiles, { settings, signal, options }: Sending): Promise<RawReply> {
  const { access, profile, identity } = settings;
  const { path, body } = createRequestBody(request, files, { ...identity, ...options, profile });
  const response = await sendOnce({ method: 'post', path, body }, access, signal);
  const requestId = findRequestId(response);
  if ((options.previews ?? 0) > 0) return { requestId, body: watchStream(readBody(response, access), options) };
  if (request.api === 'images') return { requestId, body: readBody(response, access) };
  return takeOn(response, { settings, signal, options });
}

/** The answer to a request in the background is a promise: its id is written down first, then the picture is waited for. */
async function takeOn(http: Response, { settings: { access }, signal, options }: Sending): Promise<RawReply> {
  const requestId = findRequestId(http);
  const body = await collect(readBody(http, access)).catch(forgetPhase);
  const response = parseJson(Buffer.from(body).toString('utf8'));
  const id = readText(response, 'id');
  if (id !== undefined) await options.onAccepted?.(id);
  if (id === undefined || !isUnderway(response)) return createFinishedReply(response, body, { requestId, secrets: access.secrets });
  const reply = await pollResponse(id, access, signal);
  return { ...reply, requestId };
}

/** A promise that broke off held no picture yet: the request was sent, and there is no answer. */
function forgetPhase(error: unknown): never {
  throw error instanceof SendError ? new SendError({ ...error.failure, phase: 'wait' }) : error;
}

/** One page holds all models. */
async function listModels(access: PollAccess, signal: AbortSignal): Promise<readonly ListedModel[]> {
  const response = await sendOnce({ method: 'get', path: '/models' }, access, signal);
  const body = parseJson(Buffer.from(await collect(readBody(response, access))).toString('utf8'));
  return readList(body, 'data').flatMap((each) => {
    const id = readText(each, 'id');
    return id === undefined ? [] : [{ id, endsOn: readText(each, 'shutdown_date') ?? null }];
  });
}
