import type { GenerateTask, Plan, Task } from '../model/plan.ts';

/** Paid task → what the first cell that asks says of it. Equal requests are one task, and what is said here is in no key. */
export type AskedFirst = ReadonlyMap<string, Asked>;

type Asked = Pick<GenerateTask, 'art' | 'candidates' | 'note'>;

/** Notes what is asked for, slice by slice. */
export interface AskedNotes {
  /** The plan of the next slice, with equal requests as they were asked for first. */
  settle(plan: Plan): Plan;
  /** Those that a later slice asks for otherwise: few, while all that is bought may be much. */
  shared(): AskedFirst;
}

/** Makes notes that are empty. */
export function createAskedNotes(): AskedNotes {
  const first = new Map<string, Asked>();
  const shared = new Map<string, Asked>();
  return {
    settle: (plan) => {
      for (const task of plan.tasks) {
        if (task.kind !== 'generate') continue;
        const known = first.get(task.id);
        if (known === undefined) first.set(task.id, pickAsked(task));
        else if (task.art !== known.art || task.candidates !== known.candidates || task.note !== known.note) shared.set(task.id, known);
      }
      return settleAsked(plan, shared);
    },
    shared: () => shared,
  };
}

/** The plan of a slice as it is in the plan of all slices: who asks first says how many pictures are bought, and under which name they are told of. */
export function settleAsked(plan: Plan, asked: AskedFirst): Plan {
  if (asked.size === 0) return plan;
  const settle = (task: Task): Task => (task.kind === 'generate' ? { ...task, ...asked.get(task.id) } : task);
  return { ...plan, tasks: plan.tasks.map(settle) };
}

function pickAsked({ art, candidates, note }: GenerateTask): Asked {
  return { art, candidates, note };
}
