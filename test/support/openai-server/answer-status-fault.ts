import { answerError } from './answer.ts';
import { ApiError, refuseValue } from './api-error.ts';
import type { Fault } from './faults.ts';
import type { Answer } from './server-types.ts';

/** The answer of a `status` fault. Those of a gateway are HTML, for they never reached the provider's own servers. */
export function answerStatusFault(fault: Fault): Answer {
  switch (fault.kind) {
    case 'bad-gateway':
      return answerHtml(502, 'Bad gateway');
    case 'gateway-timeout':
      return answerHtml(504, 'Gateway time-out');
    default:
      return answerError(createStatusError(fault));
  }
}

/** 400 `moderation_blocked` with the stage and the categories. */
export function createModerationError({ stage = 'input', categories = ['violence'] }: Fault): ApiError {
  return new ApiError({
    status: 400,
    type: 'image_generation_user_error',
    code: 'moderation_blocked',
    message: `Your request was rejected by the safety system. safety_violations=[${categories.join(', ')}].`,
    extra: { moderation_details: { moderation_stage: stage, categories } },
  });
}

/** An HTML page as a gateway between would send it. */
export function answerHtml(status: number, title: string): Answer {
  const page = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, chunks: [Buffer.from(page)], gateway: true };
}

/** The error in the provider's form; an HTML fault becomes its nearest kin, as a line of a batch has no HTML. */
export function createStatusError(fault: Fault): ApiError {
  switch (fault.kind) {
    case 'rate-limited':
      return createRateError(fault);
    case 'insufficient-quota':
      return createQuotaError(fault);
    case 'moderated':
      return createModerationError(fault);
    case 'invalid-value':
      return refuseValue('quality', "Invalid value: 'ultra'. Supported values are: 'low', 'medium', 'high' and 'auto'.");
    default:
      return new ApiError(plainErrors[fault.kind] ?? serverError);
  }
}

const serverError = { status: 500, type: 'server_error', message: 'The server had an error while processing your request. Sorry about that!' };

const plainErrors: Readonly<Record<string, ConstructorParameters<typeof ApiError>[0]>> = {
  unauthorized: { status: 401, code: 'invalid_api_key', message: 'Incorrect API key provided.' },
  'not-verified': { status: 403, message: 'Your organization must be verified to use this model. If you just verified, it can take up to 15 minutes.' },
  'unknown-model': { status: 404, code: 'model_not_found', param: 'model', message: 'The model does not exist or you do not have access to it.' },
  overloaded: {
    status: 503,
    type: 'service_unavailable_error',
    code: 'server_is_overloaded',
    message: 'Our servers are currently overloaded. Please try again later.',
  },
  'request-timeout': { status: 408, type: 'server_error', message: 'Request timed out.' },
  conflict: { status: 409, message: 'Another request is being processed.' },
};

function createRateError({ retryAfter, retryAfterMs }: Fault): ApiError {
  const seconds = retryAfter ?? (retryAfterMs === undefined ? 1 : undefined);
  const wait = retryAfterMs === undefined ? (seconds ?? 1) : retryAfterMs / 1000;
  return new ApiError({
    status: 429,
    type: 'input-images',
    code: 'rate_limit_exceeded',
    message: `Rate limit reached for images per minute. Please try again in ${wait.toFixed(1)}s.`,
    headers: {
      ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
      ...(retryAfterMs === undefined ? {} : { 'retry-after-ms': String(retryAfterMs) }),
    },
  });
}

function createQuotaError({ code = 'insufficient_quota' }: Fault): ApiError {
  return new ApiError({
    status: 429,
    type: 'insufficient_quota',
    code,
    message: 'You exceeded your current quota, please check your plan and billing details.',
  });
}
