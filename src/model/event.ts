import type { Diagnostic } from './diagnostic.ts';
import type { TaskKind } from './plan.ts';

/** How many pictures are in which state. `fresh`: nothing was looked at, the last build holds. */
export interface BuildCounts {
  readonly fresh: number;
  readonly cached: number;
  readonly made: number;
  readonly failed: number;
  /** Of art that is ordered in a batch; absent when there are none. */
  readonly waiting?: number;
}

/** How far one paid request is. It ends as `received`; as `failed` after it was sent; or as `withheld` before, where the budget or the provider left it no chance. */
export type PurchaseStep = 'waiting' | 'sent' | 'received' | 'failed' | 'withheld';

/** All that can happen in a build; reporters are exhaustive consumers of this union. */
export type BuildEvent =
  | { readonly type: 'phase'; readonly phase: 'load' | 'plan' | 'execute' | 'publish' }
  | { readonly type: 'planned'; readonly cells: number; readonly outputs: number; readonly tasks: number }
  | {
      readonly type: 'task';
      readonly id: string;
      readonly kind: TaskKind;
      readonly status: 'cached' | 'made' | 'failed' | 'blocked';
      readonly milliseconds: number;
    }
  /** `pictures` is how many the request asks for; `art` is its name in the plan. */
  | { readonly type: 'purchase'; readonly art: string; readonly step: PurchaseStep; readonly pictures: number }
  | { readonly type: 'cell'; readonly id: string; readonly status: 'cached' | 'made' | 'failed' }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  | { readonly type: 'waiting'; readonly pid: number; readonly host: string; readonly since: string }
  | { readonly type: 'finished'; readonly counts: BuildCounts; readonly removed: readonly string[]; readonly milliseconds: number; readonly exit: number };

/** Receives events while a build runs; must not throw. */
export type EventSink = (event: BuildEvent) => void;
