import { actionFor } from '../../src/actions/registry.ts';
import { computeActionKey } from '../../src/keys/canonical.ts';
import type { Digest } from '../../src/model/digest.ts';
import type { KeyRecord } from '../../src/model/outcome.ts';
import type { Task } from '../../src/model/plan.ts';
import { describeHost } from '../../src/project/host.ts';
import { preparePlan } from '../../src/project/prepare-plan.ts';
import type { PreparedPlan } from '../../src/project/prepare-plan.ts';
import { openWorkspace } from '../../src/project/workspace.ts';

/** A task with the record that its key is made from. */
export interface RecordedTask {
  readonly task: Task;
  readonly record: KeyRecord;
  readonly key: string;
}

/** Loads and plans a project. */
export function prepareProject(root: string): Promise<PreparedPlan> {
  return preparePlan(openWorkspace(describeHost({ root }), undefined), {});
}

/** The record of every task of a project that was built: each key must lead to a result, whose digest goes into the keys behind it. */
export async function readRecords(root: string): Promise<readonly RecordedTask[]> {
  const workspace = openWorkspace(describeHost({ root }), undefined);
  const { plan, project } = await preparePlan(workspace, {});
  const digests = new Map<string, Digest>();
  const recorded: RecordedTask[] = [];
  for (const task of plan.tasks) {
    const record = await actionFor(task).record(task, digests, project.tools);
    const key = computeActionKey(task.kind, record);
    const result = workspace.index.get(key);
    if (result === undefined) throw new Error(`not built: ${task.id}`);
    digests.set(task.id, result.digest);
    recorded.push({ task, record, key });
  }
  return recorded;
}

/** The keys of all tasks, in an order that doesn't depend on the config's. */
export async function readKeys(root: string): Promise<readonly string[]> {
  return (await readRecords(root)).map(({ task, key }) => `${task.kind} ${key}`).toSorted();
}
