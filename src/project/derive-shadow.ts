import { listRequests } from '../actions/list-requests.ts';
import type { AssetMatrix } from '../model/matrix.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { GenerateTask, Plan } from '../model/plan.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import type { PlanInputs } from '../plan/plan-inputs.ts';

/** Says which model a piece of art (`asset/slot`) is asked of instead of the config's; undefined leaves it as it is. */
export type ChooseModel = (art: string, model: string) => string | undefined;

/** A piece of art that is asked of another model. `from` is what the config names. */
export interface Move {
  readonly art: string;
  readonly from: string;
  readonly to: string;
}

/** A request as builds make it now, and the same request in the shadow. */
export interface ShadowPair {
  /** `asset/slot` that shows it, and behind a dot the part of it. */
  readonly art: string;
  readonly before: GenerateTask;
  readonly after: GenerateTask;
}

/** The plan of a shadow set, and what in it differs from the plan that builds go by. */
export interface DerivedShadow {
  readonly current: Plan;
  readonly plan: Plan;
  readonly pairs: readonly ShadowPair[];
  /** What was moved to another model, each once. */
  readonly moves: readonly Move[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Derives the same cells twice, as they are and with other models, and lays the requests side by side. A request counts as moved too when only a picture that goes
 * into it is another one.
 */
export function deriveShadow(matrix: AssetMatrix, inputs: PlanInputs, choose: ChooseModel): DerivedShadow {
  const moves = new Map<string, Move>();
  const modelOf = (art: string, from: string): string => {
    const to = choose(art, from);
    const current = inputs.modelOf(art, from);
    if (to === undefined || to === current) return current;
    moves.set(`${art} ${from}`, { art, from, to });
    return to;
  };
  const before = derivePlan(matrix, inputs);
  const { plan, diagnostics } = derivePlan(matrix, { ...inputs, modelOf });
  return { current: before.plan, plan, pairs: pairRequests(before.plan, plan), moves: [...moves.values()], diagnostics };
}

function pairRequests(before: Plan, after: Plan): readonly ShadowPair[] {
  const [old, next] = [indexRequests(before), indexRequests(after)];
  const pairs = [...next].flatMap(([place, tasks]) => tasks.flatMap((task, at) => createPair(place, old.get(place)?.[at], task) ?? []));
  return [...new Map(pairs.map((pair) => [`${pair.art} ${pair.before.id} ${pair.after.id}`, pair])).values()];
}

/** The name of a task is made of all that is asked for, so that equal names need no second picture. */
function createPair(place: string, before: GenerateTask | undefined, after: GenerateTask): ShadowPair | undefined {
  if (before === undefined || before.id === after.id) return undefined;
  const art = nameArt(place);
  return { art: after.art.startsWith(`${art}.`) ? after.art : art, before, after };
}

/** Cell and slot → the paid requests that the slot's picture rests on, in an order that is the same in both plans. */
export function indexRequests({ tasks, cells }: Plan): ReadonlyMap<string, readonly GenerateTask[]> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const composed = cells.flatMap(({ compose }) => byId.get(compose) ?? []).filter((task) => task.kind === 'compose');
  return new Map(composed.flatMap(({ cell, art }) => Object.entries(art).map(([slot, id]) => [`${cell.id} ${slot}`, listRequests(id, byId)] as const)));
}

/** The art (`asset/slot`) of a place (`asset/… slot`); neither ids nor slots hold a space. */
export function nameArt(place: string): string {
  const [cell = '', slot = ''] = place.split(' ');
  return `${cell.slice(0, cell.indexOf('/'))}/${slot}`;
}
