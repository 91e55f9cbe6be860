import type { Digest } from '../model/digest.ts';
import type { ActionResult, KeyRecord } from '../model/outcome.ts';
import type { TaskKind } from '../model/plan.ts';

/** A task whose key is known, with what the key was made of. */
export interface KeyedAction {
  readonly kind: TaskKind;
  readonly key: Digest;
  readonly record: KeyRecord;
}

/** Results that a team keeps together. It may fail in any way without harm: then a result is made here. */
export interface SharedResults {
  /** A result that somebody believed made, whose bytes now lie in the local store; undefined when there is none. Never rejects. */
  restore(action: KeyedAction): Promise<ActionResult | undefined>;
  /** Offers a result that was made here and lies in the local store. Returns at once. */
  offer(action: KeyedAction, result: ActionResult): void;
}
