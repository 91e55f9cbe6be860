/** Milliseconds after which others are let run. */
const longest = 50;

/** To be awaited at each step: most of the time it is no pause at all. */
export type Pause = () => Promise<void> | undefined;

/**
 * Makes pauses for work that could go on for seconds without waiting for anything, such as a plan whose results are all known: while it does, no timer and no signal is
 * heard.
 * @param signal a pause throws what this was aborted with; default is work that ends by itself
 */
export function createPauses(signal?: AbortSignal): Pause {
  let since = performance.now();
  return () => {
    if (performance.now() - since < longest) return undefined;
    return new Promise((resolve, reject) =>
      setImmediate(() => {
        since = performance.now();
        if (signal?.aborted) reject(signal.reason as Error);
        else resolve();
      }),
    );
  };
}
