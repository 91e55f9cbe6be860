import { describeHost } from '../../src/project/host.ts';
import { preparePlan } from '../../src/project/prepare-plan.ts';
import { openWorkspace } from '../../src/project/workspace.ts';

/** The assets that the next build of a project would leave as they stand. */
export async function listStanding({ root }: { readonly root: string }): Promise<readonly string[]> {
  return [...(await preparePlan(openWorkspace(describeHost({ root }), undefined), {}, { leaveStanding: true })).standing.ids];
}
