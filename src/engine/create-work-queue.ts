/** Work that comes in while other work is done. Lanes take it; what others wait for goes first. */
export interface WorkQueue<Item> {
  /** The next piece of work; waits as long as more may come. Undefined when there is no more, or the queue was closed. */
  take(): Promise<Item | Urgent | undefined>;
  add(items: readonly Item[]): void;
  /** Has work done in a lane, before all items. @returns undefined when the queue was closed before it was done */
  lend<Result>(work: () => Promise<Result>): Promise<Result | undefined>;
  /** No more items come. */
  complete(): void;
  /** Nothing more is begun: whoever waits is let go. */
  close(): void;
}

/** Work that somebody waits for. It never throws: whoever lent it is told. */
export type Urgent = () => Promise<void>;

/**
 * Makes a queue.
 * @param first work that is there at once, in its order
 */
export function createWorkQueue<Item>(first: readonly Item[]): WorkQueue<Item> {
  let items = first.toReversed();
  const urgent: { readonly run: Urgent; readonly drop: () => void }[] = [];
  let waiters: (() => void)[] = [];
  const state = { isComplete: false, isClosed: false };
  const wakeAll = (): void => {
    const woken = waiters;
    waiters = [];
    for (const wake of woken) wake();
  };
  return {
    take: async () => {
      while (!state.isClosed) {
        const next = urgent.shift()?.run ?? items.pop();
        if (next !== undefined) return next;
        if (state.isComplete) return undefined;
        await new Promise<void>((resolve) => waiters.push(resolve));
      }
      return undefined;
    },
    add: (more) => {
      items = [...more.toReversed(), ...items];
      wakeAll();
    },
    lend: (work) =>
      new Promise((resolve, reject) => {
        if (state.isClosed) return resolve(undefined);
        const run: Urgent = () => work().then(resolve, reject);
        urgent.push({ run, drop: () => resolve(undefined) });
        wakeAll();
      }),
    complete: () => {
      state.isComplete = true;
      wakeAll();
    },
    close: () => {
      state.isClosed = true;
      for (const { drop } of urgent.splice(0)) drop();
      wakeAll();
    },
  };
}
