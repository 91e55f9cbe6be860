import type { Pause } from '../engine/create-pauses.ts';
import type { AssetMatrix } from '../model/matrix.ts';
import { derivePlanInSteps } from '../plan/derive-plan.ts';
import type { DerivedPlan } from '../plan/derive-plan.ts';
import type { PlanInputs } from '../plan/plan-inputs.ts';

/** Derives a plan as `derivePlan` does, with pauses: thousands of cells take a second. @throws what a pause throws */
export async function derivePatiently(matrix: AssetMatrix, inputs: PlanInputs, pause: Pause): Promise<DerivedPlan> {
  const steps = derivePlanInSteps(matrix, inputs);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    const pausing = pause();
    if (pausing !== undefined) await pausing;
  }
}
