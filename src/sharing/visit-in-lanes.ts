import { RemoteError } from '../spec/remote-store.ts';

/** What came of a visit to many. */
export interface Visited<End> {
  /** What came of each that was visited to its end, in the order in which they were given. */
  readonly ends: readonly End[];
  /** Why the rest was left out. */
  readonly failure: RemoteError | undefined;
}

/** Requests at once: enough to fill a far line, and fewer than there are connections. */
export const lanes = 24;

/**
 * Does with many what asks a store for each. The first failure of the store ends it: nothing more begins, and what is under way is waited for.
 * @throws whatever else a visit throws, and the reason of the signal, when nothing is under way any more
 */
export async function visitInLanes<Item, End>(items: readonly Item[], visit: (item: Item) => Promise<End>, signal?: AbortSignal): Promise<Visited<End>> {
  const ends: { readonly at: number; readonly end: End }[] = [];
  const failures: unknown[] = [];
  const rest = items.entries();
  const runLane = async (): Promise<void> => {
    for (const [at, item] of rest) {
      if (failures.length > 0 || signal?.aborted) return;
      try {
        ends.push({ at, end: await visit(item) });
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, runLane));
  signal?.throwIfAborted();
  const other = failures.find((each) => !(each instanceof RemoteError));
  if (other !== undefined) throw other;
  return { ends: ends.toSorted((a, b) => a.at - b.at).map(({ end }) => end), failure: failures[0] as RemoteError | undefined };
}
