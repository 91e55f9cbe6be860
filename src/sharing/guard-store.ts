import { RemoteError } from '../spec/remote-store.ts';
import type { Clock } from '../spec/clock.ts';
import type { RemotePath, RemoteStore } from '../spec/remote-store.ts';

/** Failures in a row after which nothing more is asked. */
const mostFailures = 3;

/** What a guard tells. */
export interface GuardOptions {
  /** Called with the last failure, at most once for each sort: from now on every request of that sort fails at once. What can't be read is not written to either. */
  readonly onOpen: (sort: 'reading' | 'writing', error: RemoteError) => void;
  /** Lets one request through when a store was given up so long ago, for commands that run for days; absent, it stays given up. */
  readonly rest?: { readonly clock: Clock; readonly milliseconds: number };
}

/**
 * Puts a circuit breaker before a remote store. Lookups, blobs and writes are counted apart, since a store may answer the one and hang at the other; what can't be read
 * in part is not read at all. A store that refuses is not asked again.
 */
export function guardStore(store: RemoteStore, { onOpen, rest }: GuardOptions): RemoteStore {
  const failures = new Map<string, number>();
  const open = new Map<'reading' | 'writing', GivenUp>();
  const now = (): number => rest?.clock.monotonic() ?? 0;
  const giveUp = (sort: 'reading' | 'writing', error: RemoteError): void => {
    const isNew = !open.has(sort);
    for (const each of sort === 'reading' ? (['reading', 'writing'] as const) : [sort]) open.set(each, { error, since: now() });
    if (isNew) onOpen(sort, error);
  };

  const watch = async <Result>(sort: 'reading' | 'writing', counter: string, request: () => Promise<Result>): Promise<Result> => {
    const given = open.get(sort);
    if (given !== undefined && (rest === undefined || now() - given.since < rest.milliseconds))
      throw new RemoteError('off', given.error.message, { cause: given.error });
    try {
      const result = await request();
      failures.set(counter, 0);
      if (given !== undefined) open.delete(sort);
      return result;
    } catch (error) {
      // What is too large says nothing of what comes next.
      if (!(error instanceof RemoteError) || error.failure === 'large') throw error;
      const count = (failures.get(counter) ?? 0) + 1;
      failures.set(counter, count);
      if (count >= mostFailures || !error.isPassing) giveUp(sort, error);
      throw error;
    }
  };

  return {
    name: store.name,
    get: (path, request) => watch('reading', spaceOf(path), () => store.get(path, request)),
    has: (path, request) => watch('reading', spaceOf(path), () => store.has(path, request)),
    put: (path, bytes, request) => watch('writing', 'write', () => store.put(path, bytes, request)),
    close: () => store.close(),
  };
}

/** Why nothing is asked any more, and since when. */
interface GivenUp {
  readonly error: RemoteError;
  /** Milliseconds of the clock. */
  readonly since: number;
}

function spaceOf(path: RemotePath): string {
  return path.slice(0, path.indexOf('/'));
}
