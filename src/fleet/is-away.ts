import { RemoteError } from '../spec/remote-store.ts';

/** Milliseconds that a store which is away is waited for where something was paid, or is about to be: longer than it is left alone after it failed. */
export const storePatience = 60_000;

/** Whether an error tells that a store can't be reached just now, which passes; one that answers with a failure is another matter. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof RemoteError)) return false;
  return error.failure === 'off' ? isAway(error.cause) : error.failure === 'unreachable' || error.failure === 'slow';
}
