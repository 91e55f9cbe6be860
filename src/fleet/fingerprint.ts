import { digestPlans } from '../engine/digest-plans.ts';
import { computeDigest } from '../keys/canonical.ts';
import type { GenerateTask, Plan } from '../model/plan.ts';
import { derivePlans } from '../project/prepare-plan.ts';
import type { PreparedPlan } from '../project/prepare-plan.ts';

/** What two machines must have in common to work for each other: the sources, as far as the plan tells, and what draws. Twelve letters. */
export function computeFingerprint(prepared: PreparedPlan): string {
  const { renderer, codec, painter } = prepared.project.tools;
  return computeDigest(['visuals-fleet-1', digestPlans(derivePlans(prepared)), renderer.version, codec.version, painter.version].join('\n')).slice(0, 12);
}

/** The queue of local work. Its name says for whom it is: a worker of other sources never hears of it. */
export function nameDrawing(fingerprint: string): string {
  return `visuals-${fingerprint}`;
}

/** The queue of one account's model: its rate is counted there, for all workers together. */
export function nameBuying(fingerprint: string, { request }: GenerateTask): string {
  return `visuals-${fingerprint}-${computeDigest(`${request.generator} ${request.model}`).slice(0, 8)}`;
}

/** The queues of all that a plan may buy, each with a task of its sort. */
export function listBuying(fingerprint: string, { tasks }: Plan): ReadonlyMap<string, GenerateTask> {
  return new Map(tasks.flatMap((task) => (task.kind === 'generate' ? [[nameBuying(fingerprint, task), task] as const] : [])));
}
