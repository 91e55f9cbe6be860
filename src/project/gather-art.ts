import { listAssetTasks } from '../actions/list-asset-tasks.ts';
import type { Execution } from '../engine/execute-plan.ts';
import { isFinished } from '../engine/task-outcome.ts';
import type { Digest } from '../model/digest.ts';
import type { GenerateTask, Plan } from '../model/plan.ts';
import type { RememberedArt, RememberedRequest } from '../store/asset-memory.ts';
import { listEdits, uniteEdits } from './list-edits.ts';

/** A request to an image model, and what came of it in a build. */
export interface AnsweredRequest extends RememberedRequest {
  /** Name of the art that asks first; see `GenerateTask`. */
  readonly art: string;
  /** Pictures that it wants. */
  readonly candidates: number;
  /** The picture that was used, which may be a stand-in. */
  readonly picture: Digest;
}

/** What an asset shows of image models. */
export interface ShownArt extends RememberedArt {
  /** Those that were answered. */
  readonly requests: readonly AnsweredRequest[];
}

/** A part of a plan, executed. */
interface Executed {
  readonly plan: Plan;
  readonly execution: Pick<Execution, 'outcomes'>;
}

/** Adds what the assets of a plan show of image models to what is known of plans that were executed before; an asset that shows nothing of them is not named. */
export function gatherArt({ plan, execution }: Executed, known: Map<string, ShownArt>): void {
  if (plan.tasks.every(({ kind }) => kind !== 'generate')) return;
  for (const [asset, own] of listAssetTasks(plan)) {
    const tasks = [...own];
    const asked = tasks.filter((task) => task.kind === 'generate');
    const { requests = [], edits = [] } = known.get(asset) ?? {};
    const all = [...requests, ...asked.flatMap((task) => describeRequest(task, execution))];
    if (asked.length > 0) known.set(asset, { requests: uniteRequests(all), edits: uniteEdits([...edits, ...listEdits(tasks, execution)]) });
  }
}

function describeRequest({ id, art, candidates, request }: GenerateTask, { outcomes }: Pick<Execution, 'outcomes'>): readonly AnsweredRequest[] {
  const outcome = outcomes.get(id);
  if (!isFinished(outcome)) return [];
  const { generator, model } = request;
  return [{ task: id, key: outcome.key, generator, model, art, candidates, picture: outcome.result.digest }];
}

/** The parts of an asset ask for the same. */
function uniteRequests(requests: readonly AnsweredRequest[]): readonly AnsweredRequest[] {
  return [...new Map(requests.map((each) => [each.task, each])).values()];
}
