/** Parts that a time is counted in. */
const parts = 8;

/**
 * Calls back after a time in which this process could listen. One that computes for seconds hears its timers before its sockets, and would take an answer that lies there
 * for one that never came: a pause in which nothing is heard counts as one part, however long it is.
 * @returns ends the counting
 */
export function countDown(milliseconds: number, onEnd: () => void): () => void {
  let left = parts;
  const begin = (): NodeJS.Timeout => setTimeout(tick, milliseconds / parts);
  const tick = (): void => {
    left -= 1;
    if (left === 0) onEnd();
    else timer = begin();
  };
  let timer = begin();
  return () => clearTimeout(timer);
}
