/** What an `ApiError` is made from. */
export interface ApiErrorParts {
  readonly status: number;
  readonly message: string;
  readonly type?: string;
  readonly code?: string | null;
  readonly param?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of the error object that only some errors have, as `moderation_details`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** An answer in the provider's error form: `{ error: { message, type, param, code } }` under its HTTP status. */
export class ApiError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: Readonly<Record<string, unknown>> };

  constructor({ status, message, type = 'invalid_request_error', code = null, param = null, headers = {}, extra = {} }: ApiErrorParts) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.headers = headers;
    this.body = { error: { message, type, param, code, ...extra } };
  }
}

/** 400: a parameter has a value that is not allowed. */
export function refuseValue(param: string, message: string, code = 'invalid_value'): ApiError {
  return new ApiError({ status: 400, message, param, code });
}

/** 400: a parameter is not there. */
export function refuseMissing(param: string): ApiError {
  return refuseValue(param, `Missing required parameter: '${param}'.`, 'missing_required_parameter');
}

/** 400: a parameter that this route doesn't know. */
export function refuseUnknown(param: string): ApiError {
  return refuseValue(param, `Unknown parameter: '${param}'.`, 'unknown_parameter');
}

/** 404: nothing has this id or path. */
export function refuseNotFound(message: string, code: string | null = null): ApiError {
  return new ApiError({ status: 404, message, code });
}

/** 404: the model does not exist, or no longer. */
export function refuseModel(model: string): ApiError {
  return new ApiError({
    status: 404,
    message: `The model '${model}' does not exist or you do not have access to it.`,
    code: 'model_not_found',
    param: 'model',
  });
}
