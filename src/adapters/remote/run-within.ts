import { RemoteError } from '../../spec/remote-store.ts';
import type { RemoteLimits, RemoteRequest } from '../../spec/remote-store.ts';
import { countDown } from './count-down.ts';

/** What a request does as it goes along. */
export interface Deadline {
  /** Aborted when a limit passes or whoever asked gives up. */
  readonly signal: AbortSignal;
  /** Tells that nobody waits for an answer yet, or any more: from here on only the limit in all holds. */
  readonly begin: () => void;
  /** Tells that all was sent, or that a part has come: now the answer, or its next part, has to. It is so from the start, too. */
  readonly expect: () => void;
}

/** How long a request may take, and who may end it before. */
export interface Patience extends RemoteRequest {
  readonly limits: RemoteLimits;
  /** Says in a store's own words what went wrong; absent where the work says so itself. */
  readonly explain?: (error: unknown) => unknown;
}

/**
 * Does a request within its limits. It ends in time even where the work does not heed its signal, as with a file system that hangs.
 * @throws RemoteError
 */
export async function runWithin<Result>(
  { limits, signal, within = limits.total, explain = (error) => error }: Patience,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  const control = new AbortController();
  const giveUp = (): void => control.abort(new RemoteError('slow', 'whoever asked for it did not wait any longer'));
  let begin = (): void => undefined;
  const expect = (): void => {
    begin();
    begin = countDown(limits.firstByte, () => control.abort(tooSlow('no answer', limits.firstByte)));
  };
  const total = Math.min(within, limits.total);
  const end = countDown(total, () => control.abort(tooSlow('no end', total)));
  if (signal?.aborted) giveUp();
  else signal?.addEventListener('abort', giveUp, { once: true });
  expect();
  try {
    return await Promise.race([rejectOnAbort(control.signal), work({ signal: control.signal, begin: () => begin(), expect })]);
  } catch (error) {
    throw control.signal.aborted ? control.signal.reason : explain(error);
  } finally {
    begin();
    end();
    signal?.removeEventListener('abort', giveUp);
  }
}

function tooSlow(what: string, milliseconds: number): RemoteError {
  return new RemoteError('slow', `${what} within ${milliseconds / 1000} s`);
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const refuse = (): void => reject(signal.reason as Error);
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
}
