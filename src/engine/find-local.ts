import type { Digest } from '../model/digest.ts';
import type { ActionResult } from '../model/outcome.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import type { BlobStore } from '../spec/blob-store.ts';

/** An earlier result of a key that lies here, bytes and all. */
export function findLocal(key: Digest, { index, store }: { readonly index: ActionIndex; readonly store: BlobStore }): ActionResult | undefined {
  const known = index.get(key);
  return known !== undefined && (!known.stored || store.has(known.digest)) ? known : undefined;
}
