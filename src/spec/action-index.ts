import type { Digest } from '../model/digest.ts';
import type { ActionResult } from '../model/outcome.ts';

/** Results by action key. */
export interface ActionIndex {
  get(key: Digest): ActionResult | undefined;
  set(key: Digest, result: ActionResult): void;
}
