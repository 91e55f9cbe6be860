import {
  apiAmbiguous,
  apiAuth,
  apiModel,
  apiModerated,
  apiPaidTruncated,
  apiQuota,
  apiRateLimited,
  apiRefused,
  apiServer,
  apiUnreachable,
  budgetExceeded,
} from '../diagnostics/generate.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SendFailure } from '../spec/generator.ts';
import type { Shortage } from './create-budget.ts';
import type { FailureCode } from './decide-retry.ts';

/** What is known of a request that failed for good. */
export interface FailedRequest {
  readonly failure: SendFailure;
  readonly model: string;
  /** Bytes of the reply that came before it broke off, and the file that keeps them. */
  readonly bytes: number;
  readonly file: string;
}

/** The diagnostic of a request that failed for good. */
export function describeFailure(code: FailureCode, { failure, model, bytes, file }: FailedRequest): Diagnostic {
  const { message, requestId, status = 0 } = failure;
  const answered = { message, ...(requestId === undefined ? {} : { requestId }) };
  switch (code) {
    case 'API_UNREACHABLE':
      return apiUnreachable({ host: 'the provider', message });
    case 'API_RATE_LIMITED':
      return apiRateLimited(answered);
    case 'API_QUOTA':
      return apiQuota(answered);
    case 'API_AUTH':
      return apiAuth({ ...answered, key: '' });
    case 'API_MODEL':
      return apiModel({ ...answered, model });
    case 'API_MODERATED':
      return apiModerated(answered);
    case 'API_REFUSED':
      return apiRefused({ ...answered, status });
    case 'API_SERVER':
      return apiServer({ ...answered, status });
    case 'API_AMBIGUOUS':
      return apiAmbiguous(answered);
    case 'API_PAID_TRUNCATED':
      return apiPaidTruncated({ ...answered, bytes, file });
  }
}

/** The diagnostic of a sum that does not fit into what may be spent. */
export function describeShortage({ limit, cap, taken, wanted }: Shortage): Diagnostic {
  const budget = limit === 'run' ? `this build's $${cap.toFixed(2)}` : `this month's $${cap.toFixed(2)}`;
  return budgetExceeded({ needed: wanted, left: Math.max(0, cap - taken), budget });
}
