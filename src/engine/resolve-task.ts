import { actionFor } from '../actions/registry.ts';
import { computeActionKey } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ActionResult, TaskOutcome } from '../model/outcome.ts';
import type { Task } from '../model/plan.ts';
import type { KeyedAction } from '../spec/shared-results.ts';
import type { Run } from './create-run.ts';
import { findTask } from './create-run.ts';
import { findLocal } from './find-local.ts';
import { obtainPicture } from './obtain-picture.ts';
import { makeResult, releasePayload } from './provide-payload.ts';
import { isFinished } from './task-outcome.ts';
import type { Finished } from './task-outcome.ts';

/**
 * Brings a task to its outcome, once, and before it all that it is made from. A task's key is made from its inputs' result digests, so a change that yields the same bytes
 * stops there.
 */
export function resolveTask(id: string, run: Run): Promise<TaskOutcome> {
  const ended = run.outcomes.get(id);
  if (ended !== undefined) return Promise.resolve(ended);
  const begun = run.begun.get(id) ?? finish(findTask(id, run), run);
  run.begun.set(id, begun);
  return begun;
}

async function finish(task: Task, run: Run): Promise<TaskOutcome> {
  const { clock, onEvent } = run;
  const start = clock.monotonic();
  const outcome = await attempt(task, run);
  run.outcomes.set(task.id, outcome);
  run.begun.delete(task.id);
  for (const input of actionFor(task).inputs(task)) releasePayload(input, run);
  for (const diagnostic of listDiagnostics(outcome, task, run)) onEvent({ type: 'diagnostic', diagnostic });
  onEvent({ type: 'task', id: task.id, kind: task.kind, status: outcome.status, milliseconds: clock.monotonic() - start });
  return outcome;
}

async function attempt(task: Task, run: Run): Promise<TaskOutcome> {
  try {
    const inputs = await resolveInputs(task, run);
    return 'by' in inputs ? inputs : await decide(task, inputs.digests, run);
  } catch (error) {
    if (error instanceof VisualsError) return { status: 'failed', diagnostics: await run.tools.locate(assignDiagnostics(error.diagnostics, task, run)) };
    throw error;
  }
}

async function resolveInputs(task: Task, run: Run): Promise<{ readonly digests: ReadonlyMap<string, Digest> } | Extract<TaskOutcome, { status: 'blocked' }>> {
  const digests = new Map<string, Digest>();
  for (const input of actionFor(task).inputs(task)) {
    const outcome = await resolveTask(input, run);
    if (!isFinished(outcome)) return { status: 'blocked', by: outcome.status === 'blocked' ? outcome.by : input };
    digests.set(input, outcome.result.digest);
  }
  return { digests };
}

/** A paid task looks into the lock, every other one for an earlier result of its key, here and then with others; only then something is made. */
async function decide(task: Task, digests: ReadonlyMap<string, Digest>, run: Run): Promise<TaskOutcome> {
  const record = await actionFor(task).record(task, digests, run.tools);
  const key = computeActionKey(task.kind, record);
  if (task.kind === 'generate') return obtainPicture({ task, key, record, digests }, run);
  const equal = run.making.get(key);
  if (equal !== undefined) await equal;
  const known = findLocal({ kind: task.kind, key }, run);
  return known === undefined
    ? makeAlone(key, run, () => askOrMake(task, { kind: task.kind, key, record }, run))
    : { status: 'cached', key, record, result: known };
}

/** Two assets may show the same thing: who comes second while it is made waits, and finds it. If it fails, each says so of its own cell. */
async function makeAlone(key: Digest, { making }: Run, make: () => Promise<Finished>): Promise<Finished> {
  const made = make();
  making.set(
    key,
    Promise.allSettled([made]).then(() => void making.delete(key)),
  );
  return made;
}

async function askOrMake(task: Task, action: KeyedAction, run: Run): Promise<Finished> {
  const known = await askOthers(action, run);
  if (known !== undefined) return { status: 'cached', key: action.key, record: action.record, result: known };
  const result = await makeResult(task, action.key, run);
  run.shared?.offer(action, result);
  return { status: 'made', key: action.key, record: action.record, result };
}

/** What is missing here may be missing in every cell: the rest of the plan is asked for at the same time. */
async function askOthers(action: KeyedAction, { shared, restoreAhead }: Run): Promise<ActionResult | undefined> {
  if (shared === undefined) return undefined;
  restoreAhead();
  return shared.restore(action);
}

/** Why a task failed, or what is to be said of its result. */
function listDiagnostics(outcome: TaskOutcome, task: Task, run: Run): readonly Diagnostic[] {
  if (outcome.status === 'failed') return outcome.diagnostics;
  if (outcome.status === 'blocked') return [];
  return assignDiagnostics(actionFor(task).warn?.(task, outcome.result.facts) ?? [], task, run);
}

/** Says of each diagnostic whose it is. */
function assignDiagnostics(diagnostics: readonly Diagnostic[], task: Task, { tasks }: Run): readonly Diagnostic[] {
  if (diagnostics.length === 0) return [];
  const users = listUsers(task, tasks);
  return users.length === 0 ? diagnostics : diagnostics.flatMap((each) => users.map((user) => ({ ...user, ...each })));
}

/** What goes wrong while a cell is composed or encoded is that cell's, a piece of art is of all the assets that show it. */
function listUsers(task: Task, tasks: Run['tasks']): readonly Pick<Diagnostic, 'asset' | 'cell'>[] {
  const composed = task.kind === 'encode' ? tasks.get(task.input) : task;
  if (composed?.kind === 'compose') return [{ asset: composed.cell.asset, cell: composed.cell.id }];
  const needs = (each: Task): boolean =>
    each.id === task.id ||
    actionFor(each)
      .inputs(each)
      .some((input) => needs(tasks.get(input)!));
  return [...new Set([...tasks.values()].flatMap((each) => (each.kind === 'compose' && needs(each) ? [each.cell.asset] : [])))].map((asset) => ({ asset }));
}
