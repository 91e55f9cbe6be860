import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Has V8 take away at once what a slice of a large build left behind. By itself it waits until the heap has grown to a multiple of what was alive before, and what the heap has
 * grown to stays. The flag is set for a moment, for a context that nobody else sees.
 */
export function collectHeap(): void {
  collect ??= findCollector();
  collect();
}

function findCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const found = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  return found;
}
