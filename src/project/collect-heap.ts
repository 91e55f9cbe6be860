import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Has V8 take away at once what a slice of a large build left behind. By itself it waits until the heap has grown to a multiple of what was alive before, and what the heap has
 * grown to stays. The flag is set for a moment, for a context that nobody else sees.
 */
export function collectHeap(): void {
  collect ??= findCollector();
  collect();
  alive = measureHeap();
}

/**
 * The same, where enough has been left behind since the last time: a collection looks at all that is alive, which is more the larger a build is, while a slice that draws nothing leaves little.
 */
export function collectGrowth(): void {
  if (measureHeap() - alive >= mostGrowth) collectHeap();
}

/** Bytes by which a heap may grow between two slices. */
const mostGrowth = 32 * 2 ** 20;

/** Bytes after the last collection. */
let alive = 0;

/** Bytes of objects, and of the buffers that wait for the same collection. */
function measureHeap(): number {
  const { used_heap_size: objects, external_memory: buffers } = getHeapStatistics();
  return objects + buffers;
}

function findCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const found = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  return found;
}
