import { join } from 'node:path';
import { openLockBook } from '../lock/lock-book.ts';
import { lockName } from '../lock/lock-file.ts';
import type { LiveCell } from '../model/live.ts';
import type { Cell } from '../model/matrix.ts';
import type { BuildCourse } from '../project/build-course.ts';
import type { ExecutedPlan } from '../project/gather-execution.ts';
import type { LoadedProject } from '../project/load-project.ts';
import { explainCells } from '../project/remember-build.ts';
import { stampManifest } from '../publish/read-manifest.ts';
import type { KeyMemory } from '../store/key-memory.ts';
import { describeCells } from './describe-cells.ts';
import type { LastBuild } from './recall-cell.ts';
import { describeScene, showAhead } from './scene.ts';
import type { Scene } from './scene.ts';

/** What a build came to, as far as a board shows it. */
export interface FollowedBuild {
  readonly built: LastBuild;
  /** Cells that were planned and executed, by id. */
  readonly made: ReadonlyMap<string, LiveCell>;
  /** Ids of cells that could not be planned. */
  readonly failed: readonly string[];
  /** Cells of assets that stand as they are published. */
  readonly standing: readonly Cell[];
  /** Stamp that the manifest had when they were found to stand. */
  readonly manifest: string | undefined;
}

/** A build that is followed. */
export interface BuildFollower {
  /** What the build is to call. */
  readonly course: Pick<BuildCourse, 'prepare' | 'observe' | 'keep'>;
  /** What it has come to; undefined when the project could not be loaded. */
  latest(): FollowedBuild | undefined;
}

/**
 * Describes and shows cells while a build goes on, part by part. Nothing is held of a part that is over.
 * @param signal gives the build up: nothing is shown of it any more
 */
export function followBuild(scene: Scene, signal: AbortSignal): BuildFollower {
  const made = new Map<string, LiveCell>();
  let manifest: string | undefined;
  let latest: FollowedBuild | undefined;
  return {
    course: {
      prepare: async ({ project }) => {
        // A build whose inputs are edited meanwhile begins anew.
        made.clear();
        manifest = stampManifest(scene.host.root, project.config.output.dir);
      },
      observe: ({ prepared: { project, failed, standing }, workspace, unpaid }) => {
        latest = { built: { project, workspace, unpaid }, made, failed, standing: standing.cells, manifest };
      },
      keep: async (executed, memory) => {
        if (signal.aborted) return;
        for (const cell of showPart(executed, { memory, project: latest!.built.project }, scene)) made.set(cell.id, cell);
      },
    },
    latest: () => latest,
  };
}

interface PartContext {
  readonly memory: KeyMemory;
  readonly project: LoadedProject;
}

/** What failed is shown with what is said of it, when the build is over. */
function showPart({ plan, execution }: ExecutedPlan, { memory, project }: PartContext, scene: Scene): readonly LiveCell[] {
  for (const change of explainCells({ plan, execution, memory })) scene.changes.set(change.cell, change);
  const sources = describeScene(project, openLockBook(join(scene.host.root, lockName)), scene);
  const cells = describeCells({ ...sources, plan, outcomes: execution.outcomes, cells: plan.cells.map(({ cell }) => cell) });
  const finished = cells.filter(({ state }) => state !== 'failed');
  if (finished.length > 0) showAhead(finished, scene);
  return cells;
}
