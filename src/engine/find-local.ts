import type { Digest } from '../model/digest.ts';
import type { ActionResult } from '../model/outcome.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import type { TaskKind } from '../model/plan.ts';
import type { BlobStore } from '../spec/blob-store.ts';

/** Where earlier results lie. */
interface LocalResults {
  readonly index: ActionIndex;
  readonly store: BlobStore;
}

/**
 * An earlier result of a key that lies here. Of a finished file the bytes must lie here too; of art that is drawn its digest is enough: the bytes are made again when
 * something is drawn from them.
 */
export function findLocal({ kind, key }: { readonly kind: TaskKind; readonly key: Digest }, { index, store }: LocalResults): ActionResult | undefined {
  const known = index.get(key);
  return known !== undefined && (kind !== 'encode' || !known.stored || store.has(known.digest)) ? known : undefined;
}
