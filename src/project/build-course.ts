import type { PlannedPurchase, PurchaseSummary } from '../model/report.ts';
import type { Plan } from '../model/plan.ts';
import type { KeyMemory } from '../store/key-memory.ts';
import type { ExecutedPlan, Gathered } from './gather-execution.ts';
import type { PreparedPlan, Slicing } from './prepare-plan.ts';
import type { ProjectMemory } from './project-memory.ts';
import type { Workspace } from './workspace.ts';

/** What a build works with, for a caller that goes on with it. */
export interface BuiltProject {
  readonly prepared: PreparedPlan;
  readonly workspace: Workspace;
  /** What is still to be bought. */
  readonly unpaid: readonly PlannedPurchase[];
}

/** A part of a plan. */
export interface NarrowedPlan extends PreparedPlan {
  /** What all parts together are to buy, also where some have done so; default what is still to be bought. */
  readonly wanted?: PurchaseSummary;
}

/** A build all of which was executed. */
export interface DeliveredBuild {
  readonly prepared: PreparedPlan;
  readonly gathered: Gathered;
  readonly workspace: Workspace;
}

/** What a caller changes in the course of a build. */
export interface BuildCourse extends Slicing {
  /** What earlier builds of this process loaded: what draws, and its fonts, serve the next one too. */
  readonly memory?: ProjectMemory;
  /** Begins to look at all that is planned, at every attempt: what it returns sees each plan once, before the project counts as prepared. */
  readonly survey?: () => (plan: Plan) => void;
  /** Comes before anything is made, bought or published. */
  readonly prepare?: (prepared: PreparedPlan, workspace: Workspace) => Promise<void>;
  /** Narrows the build to a part of its plan; what may be spent is then that part's share of it. */
  readonly narrow?: (prepared: PreparedPlan, workspace: Workspace) => Promise<NarrowedPlan>;
  /** Whether nobody is asked for what waits in batches: for builds that follow each other within moments. */
  readonly leaveBatches?: boolean;
  /** Gets what the last attempt works with, as soon as its first part was executed. */
  readonly observe?: (built: BuiltProject) => void;
  /** Gets every part of the plan when it was executed, and what is remembered of its cells from before. */
  readonly keep?: (executed: ExecutedPlan, memory: KeyMemory) => Promise<void>;
  /** Takes the place of publishing. */
  readonly deliver?: (built: DeliveredBuild) => Promise<void>;
  /** Whether nothing is bought, whatever consent there is. */
  readonly free?: boolean;
  /** Whether assets that stand as the last build left them are neither planned nor executed. */
  readonly leaveStanding?: boolean;
}
