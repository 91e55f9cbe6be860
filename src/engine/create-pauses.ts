/** Milliseconds after which others are let run. */
const longest = 50;

/**
 * Makes pauses for work that could go on for seconds without waiting for anything, such as a plan whose results are all known: while it does, no timer and no signal is
 * heard. To be awaited at each step: most of the time it is no pause at all.
 */
export function createPauses(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < longest) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}
