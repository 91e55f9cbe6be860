import type { JsonObject } from '../model/json.ts';

/** What a job is about: names alone, of what a worker's own plan holds. No code, no path, no prompt, no key. */
export interface DrawJob {
  readonly kind: 'draw';
  readonly fingerprint: string;
  /** Ids of cells. */
  readonly cells: readonly string[];
}

/** A request to an image model for one picture. */
export interface BuyJob {
  readonly kind: 'buy';
  readonly fingerprint: string;
  /** Name of the paid task. */
  readonly task: string;
  /** How many candidates of it there are once this one has come: the first is 1. */
  readonly number: number;
  /** What may be spent on it, in US dollars: the coordinator has reserved it. */
  readonly most: number;
  /** Whether a request of unknown outcome is sent once more, by a person's word. */
  readonly buyAgain: boolean;
}

/** What a worker answers; there is nothing in it that is believed without a signature from the store. */
export interface JobAnswer {
  /** Pictures that came to their end. */
  readonly done: number;
  readonly failed: number;
  /** US dollars. */
  readonly spent: number;
  /** Action key of what was bought; empty when nothing was. */
  readonly key: string;
  /** Code of what kept something from being bought; empty when nothing did. */
  readonly code: string;
  readonly message: string;
}

export const emptyAnswer: JobAnswer = { done: 0, failed: 0, spent: 0, key: '', code: '', message: '' };

/** Reads the payload of a job; undefined for anything else. */
export function readJob(payload: JsonObject): DrawJob | BuyJob | undefined {
  const { kind, fingerprint, cells, task, number, most, buyAgain } = payload;
  if (typeof fingerprint !== 'string') return undefined;
  if (kind === 'draw' && Array.isArray(cells) && cells.every((each) => typeof each === 'string')) return { kind, fingerprint, cells };
  if (kind === 'buy' && typeof task === 'string' && typeof number === 'number' && typeof most === 'number')
    return { kind, fingerprint, task, number, most, buyAgain: buyAgain === true };
  return undefined;
}

/** Reads a worker's answer; what is not as it should be counts as nothing. */
export function readAnswer(value: JsonObject): JobAnswer {
  const number = (name: 'done' | 'failed' | 'spent'): number => (typeof value[name] === 'number' && value[name] >= 0 ? value[name] : 0);
  const text = (name: 'key' | 'code' | 'message'): string => (typeof value[name] === 'string' ? value[name] : '');
  return { done: number('done'), failed: number('failed'), spent: number('spent'), key: text('key'), code: text('code'), message: text('message') };
}

/** Whether nobody knows, after an answer of this code, whether the provider was asked: what was reserved may be spent. */
export function isUncertain(code: string): boolean {
  return code === 'FLEET_JOB_FAILED' || code === 'PURCHASE_UNKNOWN';
}

/**
 * What an answer has to count for, in US dollars, so that a cap holds whatever became of the request.
 * @param reserved what was held back for the job
 */
export function countSpent({ code, spent }: JobAnswer, reserved: number): number {
  return isUncertain(code) ? Math.max(spent, reserved) : spent;
}
