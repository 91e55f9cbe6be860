import { predictPlan } from '../../src/engine/predict-plan.ts';
import { computeActionKey } from '../../src/keys/canonical.ts';
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

/** The record of every task of a project that was built, so that all digests are known. */
export async function readRecords(root: string): Promise<readonly RecordedTask[]> {
  const workspace = openWorkspace(describeHost({ root }), undefined);
  const { plan, project } = await preparePlan(workspace, {});
  const { records, runs } = await predictPlan(plan, project.tools, workspace.index, workspace.store);
  if (runs.size > 0) throw new Error(`not built: ${[...runs].join(', ')}`);
  return plan.tasks.map((task) => {
    const record = records.get(task.id)!;
    return { task, record, key: computeActionKey(task.kind, record) };
  });
}

/** The keys of all tasks, in an order that doesn't depend on the config's. */
export async function readKeys(root: string): Promise<readonly string[]> {
  return (await readRecords(root)).map(({ task, key }) => `${task.kind} ${key}`).toSorted();
}
