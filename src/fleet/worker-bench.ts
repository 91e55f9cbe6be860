import type { Diagnostic } from '../model/diagnostic.ts';
import type { Sharing } from '../project/open-sharing.ts';
import type { PreparedPlan } from '../project/prepare-plan.ts';
import type { Workspace } from '../project/workspace.ts';

/** What a worker works with. */
export interface WorkerBench {
  readonly workspace: Workspace;
  readonly prepared: PreparedPlan;
  readonly sharing: Sharing;
  readonly fingerprint: string;
  /** Name of this clone. */
  readonly self: string;
  readonly jobs: number;
  readonly tell: (diagnostic: Diagnostic) => void;
  readonly signal: AbortSignal;
  /** Ends the worker because it was handed another version's work. */
  readonly refuse: (wanted: string) => void;
}
