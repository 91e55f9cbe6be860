import { createPngHead } from '../actions/measure-cell.ts';
import type { ComposeTask, Plan } from '../model/plan.ts';
import { createArtSizeFinder } from './find-art-sizes.ts';
import type { LoadedProject } from './load-project.ts';
import type { Workspace } from './workspace.ts';

/** What is to be laid out. */
export interface ArtHeadsRequest {
  readonly workspace: Workspace;
  readonly project: LoadedProject;
  readonly plan: Plan;
  readonly composes: Iterable<ComposeTask>;
}

/** Art task → the head of a PNG of its size, which is all that a layout reads of it. No art is made. */
export async function readArtHeads({ workspace, project, plan, composes }: ArtHeadsRequest): Promise<ReadonlyMap<string, Uint8Array>> {
  const find = createArtSizeFinder(workspace, project, plan);
  const heads = new Map<string, Uint8Array>();
  for (const id of new Set([...composes].flatMap(({ art }) => Object.values(art)))) heads.set(id, createPngHead(await find(id)));
  return heads;
}
