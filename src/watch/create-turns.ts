/** Has work done one piece after the other, in the order in which it was asked for. */
export interface Turns {
  take<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is left of what was asked for so far. */
  rest(): Promise<void>;
}

/** Turns of their own: what fails leaves the next piece alone. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take: (work) => {
      const turn = last.then(work);
      last = turn.catch(() => undefined);
      return turn;
    },
    rest: async () => {
      await last;
    },
  };
}
